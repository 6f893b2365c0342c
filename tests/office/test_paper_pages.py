"""The scanning page: what a scan means, who may scan where, counts and alarms."""

from dataclasses import dataclass

import pytest
from django.test import Client

from tests.builders import Hall
from tests.cases.papers import ROOM, Desk, build_desk, noon
from tests.office.builders import browser_of
from yimen.services.cases.actions import custody
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.rules.custody import PaperState

pytestmark = pytest.mark.django_db
ROOM_KEY = "material_room-0"


@dataclass
class Room:
    """A paper on its way to the material room, and the keeper's browser."""

    desk: Desk
    code: str
    keeper: Client

    def scan(self, client: Client | None = None, **fields: str) -> str:
        """Send the scanning form; the page that comes back."""
        sent = {"place": ROOM_KEY, "barcode": self.code, **fields}
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
    page = text(room.keeper.get(f"/office/papers/?place={ROOM_KEY}"))
    assert "身份证原件" in page.split("待我接收")[1].split("在材料室")[0]

    said = room.scan(deed="take")

    assert "已接收：身份证原件，由您保管。" in said
    assert queries.paper(room.code).holder == room.desk.keeper.id


def test_giving_keeps_the_target_for_the_next_scan_and_can_be_called_back(room: Room) -> None:
    room.scan(deed="take")
    target = f"department-{room.desk.police.id}"

    said = room.scan(deed="give", target=target)

    assert f'<option value="{target}" selected>' in said
    assert queries.paper(room.code).state is PaperState.ON_THE_WAY
    room.keeper.post(f"/office/papers/{room.code}/call-back", {"place": ROOM_KEY})
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
    assert f'value="department-{room.desk.police.id}" selected' in page
    assert "issue_window-0" not in page.split('id="target"')[0]


def test_the_papers_of_a_case_tell_every_hand(room: Room) -> None:
    room.scan(deed="take")

    page = text(room.keeper.get(f"/office/papers/{room.code}"))

    assert [word in page for word in ("登记", "交出", "接收", "1001", "1002")] == [True] * 5


def test_a_count_ends_with_what_is_missing(room: Room) -> None:
    room.scan(deed="take")
    address = f"/office/papers/count?place={ROOM_KEY}"
    assert "应有 1 份" in text(room.keeper.get(address))

    room.keeper.post(address, {"place": ROOM_KEY, "close": "1"})

    assert "1 份下落不明" in text(room.keeper.get(address))
    alarms = text(room.keeper.get("/office/papers/alarms"))
    assert "身份证原件" in alarms
    assert "演示人员" in alarms


def test_an_empty_place_says_what_will_come_here(hall: Hall) -> None:
    desk = build_desk(hall)

    page = text(browser_of(desk.keeper.id).get(f"/office/papers/?place={ROOM_KEY}"))

    assert "没有途中的材料" in page
    assert "这里没有纸质材料" in page
