"""The scanning page: what a scan means, who may scan where, counts and alarms."""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import Hall
from tests.cases.papers import ROOM, Desk, build_desk, build_other_desk, noon
from tests.office.builders import as_role, browser_of
from yimen.reference.people.models import RoleGrant
from yimen.reference.people.rules import Role
from yimen.services.cases.actions import custody
from yimen.services.cases.queries import cases
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.rules.custody import PaperState

pytestmark = pytest.mark.django_db


@dataclass
class Room:
    """A paper on its way to the material room, and the keeper's browser."""

    desk: Desk
    code: str
    keeper: Client

    @property
    def key(self) -> str:
        """The material room, as forms name it."""
        return f"material_room-0-{self.desk.centre_id}"

    def scan(self, client: Client | None = None, **fields: str) -> str:
        """Send the scanning form; the page that comes back."""
        sent = {"place": self.key, "barcode": self.code, **fields}
        answer = (client or self.keeper).post("/office/papers/scan", sent, follow=True)
        assert answer.status_code == 200
        return text(answer)


def text(page: object) -> str:
    return str(page.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def room(hall: Hall) -> Room:
    desk = build_desk(hall)
    code = desk.register("身份证原件")[0].barcode
    custody.give([code], ROOM, by=desk.clerk, at=noon(1))
    return Room(desk, code, browser_of(desk.keeper.id))


def test_what_is_coming_is_listed_and_taken_over_by_scan(room: Room) -> None:
    page = text(room.keeper.get(f"/office/papers/?place={room.key}"))
    assert "身份证原件" in page.split("待我接收")[1].split("在材料室")[0]

    said = room.scan(deed="take")

    assert "已接收：身份证原件，由您保管。" in said
    assert queries.paper(room.code).holder == room.desk.keeper.id


def test_giving_keeps_the_target_for_the_next_scan_and_can_be_called_back(room: Room) -> None:
    room.scan(deed="take")
    target = f"department-{room.desk.police.id}-{room.desk.centre_id}"

    said = room.scan(deed="give", target=target)

    assert f'<option value="{target}" selected>' in said
    assert queries.paper(room.code).state is PaperState.ON_THE_WAY
    room.keeper.post(f"/office/papers/{room.code}/call-back", {"place": room.key})
    assert queries.paper(room.code).state is PaperState.HERE


def test_a_shelf_is_noted(room: Room) -> None:
    room.scan(deed="take")

    assert "架位 A-03-2" in room.scan(deed="shelve", shelf="A-03-2")


def test_refusals_are_said_in_words(room: Room) -> None:
    assert "没有这个条码的材料" in room.scan(barcode="123")
    assert "请先选择交给谁" in room.scan(deed="give", target="nonsense")
    assert "不能这样交接" in room.scan(deed="find")


def test_who_handles_sees_the_own_department_alone(room: Room) -> None:
    handler = browser_of(room.desk.handler.id)

    page = text(handler.get("/office/papers/"))

    assert "东莞市公安局" in page
    assert f'value="department-{room.desk.police.id}-{room.desk.centre_id}" selected' in page
    assert "issue_window-0-" not in page.split('id="target"')[0]


def test_the_papers_of_a_case_tell_every_hand(room: Room) -> None:
    room.scan(deed="take")

    page = text(room.keeper.get(f"/office/papers/{room.code}"))

    assert [word in page for word in ("登记", "交出", "接收", "1001", "1002")] == [True] * 5


def test_a_count_ends_with_what_is_missing(room: Room) -> None:
    room.scan(deed="take")
    address = f"/office/papers/count?place={room.key}"
    assert "应有 1 份" in text(room.keeper.get(address))

    room.keeper.post(address, {"place": room.key, "close": "1"})

    assert "1 份下落不明" in text(room.keeper.get(address))
    alarms = text(room.keeper.get("/office/papers/alarms"))
    assert "身份证原件" in alarms
    assert "演示人员" in alarms


def test_an_empty_place_says_what_will_come_here(hall: Hall) -> None:
    desk = build_desk(hall)

    page = text(
        browser_of(desk.keeper.id).get(f"/office/papers/?place=material_room-0-{desk.centre_id}")
    )

    assert "没有途中的材料" in page
    assert "这里没有纸质材料" in page


def test_a_paper_of_another_centre_is_not_shown_scanned_or_listed(room: Room) -> None:
    other = build_other_desk(room.desk)
    code = other.register("户口簿原件")[0].barcode
    custody.give([code], ROOM, by=other.clerk, at=noon(1))
    address = f"/office/papers/{code}"

    assert room.keeper.get(address).status_code == 404
    assert "没有这个条码的材料" in room.scan(deed="take", barcode=code)
    assert room.keeper.post(f"{address}/call-back", {"place": room.key}).status_code == 302
    assert queries.paper(code).state is PaperState.ON_THE_WAY
    assert "户口簿原件" not in text(room.keeper.get(f"/office/papers/?place={room.key}"))
    assert browser_of(other.keeper.id).get(address).status_code == 200


def test_who_works_in_two_centres_chooses_whose_room_it_is(room: Room) -> None:
    other = build_other_desk(room.desk)
    code = other.register("户口簿原件")[0].barcode
    custody.give([code], ROOM, by=other.clerk, at=noon(1))
    RoleGrant.objects.create(
        staff_id=room.desk.keeper.id, role=Role.CLERK.value, centre_id=other.centre_id
    )

    said = room.scan(deed="take", barcode=code, place=f"material_room-0-{other.centre_id}")

    assert "已接收：户口簿原件，由您保管。" in said
    assert "材料室 · 分中心" in said
    assert "材料室 · 测试中心" in said
    assert queries.paper(code).holder == room.desk.keeper.id


def test_a_long_list_asks_no_more_questions_than_a_short_one(room: Room) -> None:
    def questions() -> int:
        address = f"/office/papers/?place={room.key}"
        with CaptureQueriesContext(connection) as asked:
            assert room.keeper.get(address).status_code == 200
        return len(asked)

    def more(*names: str) -> None:
        for sheet in room.desk.register(*names):
            custody.give([sheet.barcode], ROOM, by=room.desk.clerk, at=noon(1))
            custody.take(sheet.barcode, ROOM, by=room.desk.keeper, at=noon(2))
        custody.give([sheet.barcode], room.desk.police, by=room.desk.keeper, at=noon(3))

    more("户口簿原件", "照片")
    questions()  # what is remembered for a while is known from here on
    short = questions()
    more("合同", "收据", "证明", "委托书")

    assert questions() == short


def test_the_page_of_a_case_links_a_paper_for_those_who_keep_papers(hall: Hall) -> None:
    desk = build_desk(hall)
    paper = desk.register("身份证原件")[0]
    case, address = f"/office/cases/{_public_id(desk)}", f"/office/papers/{paper.barcode}"
    clerk, supervisor = browser_of(desk.clerk.id), as_role(hall, Role.SUPERVISOR)

    for_clerk, for_supervisor = text(clerk.get(case)), text(supervisor.get(case))

    assert f'href="{address}"' in for_clerk
    assert clerk.get(address).status_code == 200
    assert supervisor.get(address).status_code == 403
    assert "身份证原件" in for_supervisor
    assert address not in for_supervisor


def _public_id(desk: Desk) -> str:
    return cases.case(desk.case_id).public_id
