"""Giving originals back on the papers page: scanned, chosen, signed for, listed while due."""

import base64
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from tests.builders import CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from tests.cases.papers import ROOM
from tests.office.builders import browser_of
from yimen.services.cases.actions import custody, deciding
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperKind, PaperState, Place, PlaceKind
from yimen.services.hall import actions as windows

pytestmark = pytest.mark.django_db


def text(page: object) -> str:
    return str(page.content.decode())  # type: ignore[attr-defined]


def signature() -> str:
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "PNG")
    return "data:image/png;base64," + base64.b64encode(drawn.getvalue()).decode()


class AtWindow:
    """A clerk who sits at window 1 with two originals of a withdrawn case."""

    def __init__(self, hall: Hall) -> None:
        self.office: Office = build_office(hall)
        window_id = hall.windows[1]
        windows.log_in(window_id, centre_id=hall.centre_id, by=self.office.clerk, at=ten())
        self.place = Place(PlaceKind.WINDOW, window_id)
        self.key = f"window-{window_id}-{hall.centre_id}"
        self.case: CaseView = self.office.received()
        sheets = [Sheet(PaperKind.ORIGINAL, name) for name in ("身份证原件", "户口簿原件")]
        made = custody.register(self.case.id, sheets, self.place, by=self.office.clerk, at=ten(6))
        self.codes = [paper.barcode for paper in made]
        self.clerk: Client = browser_of(self.office.clerk.id)

    def withdraw(self) -> None:
        deciding.withdraw(self.case.id, "不办了", by=self.office.clerk, at=ten(20))

    def send(self, **fields: str) -> str:
        """The form of whoever stands here; the page that comes back."""
        sent = {"number": CITIZEN, "name": "演示张三", "signature": signature(), **fields}
        address = f"/office/papers/{self.codes[0]}/give-back"
        return text(self.clerk.post(address, sent, follow=True))

    def states(self) -> list[PaperState]:
        return [queries.paper(code).state for code in self.codes]


@pytest.fixture
def window(hall: Hall) -> AtWindow:
    return AtWindow(hall)


def test_a_scan_leads_to_the_form_and_one_paper_goes_back(window: AtWindow) -> None:
    asked = {"place": window.key, "deed": "give_back", "barcode": window.codes[0]}
    form = text(window.clerk.post("/office/papers/scan", asked, follow=True))
    assert f'value="{window.codes[0]}" checked' in form
    assert f'value="{window.codes[1]}" checked' not in form
    assert CITIZEN not in form

    said = window.send(paper=window.codes[0])

    assert "已退还 1 份材料，领取记录已保存。" in said
    assert 'value="give_back" checked' in said
    assert window.states() == [PaperState.GONE, PaperState.HERE]
    record = text(window.clerk.get(f"/office/papers/{window.codes[0]}"))
    assert "人工核对证件后签名领取" in record
    assert CITIZEN not in record


def test_all_papers_of_the_case_go_back_at_once(window: AtWindow) -> None:
    window.withdraw()

    assert "已退还 2 份材料" in window.send(all="on")

    assert window.states() == [PaperState.GONE, PaperState.GONE]


def test_nothing_leaves_without_a_signature_or_to_a_stranger(window: AtWindow) -> None:
    refused = window.send(paper=window.codes[0], signature="")
    stranger = window.send(paper=window.codes[0], number="441900200001010023")
    nothing = window.send()

    assert "签名" in refused
    assert "来人不是申请人或代办人" in stranger
    assert "请先勾选要退还的材料" in nothing
    assert window.states() == [PaperState.HERE, PaperState.HERE]


def test_only_who_has_it_in_hand_at_a_window_gives_it_back(window: AtWindow) -> None:
    address = f"/office/papers/{window.codes[0]}/give-back"
    colleague = browser_of(window.office.colleague.id)
    assert "系统记录这份材料在受理窗口" in text(colleague.get(address, follow=True))
    custody.give(window.codes, ROOM, by=window.office.clerk, at=ten(7))
    assert "不能这样交接" in text(window.clerk.get(address, follow=True))
    custody.take(window.codes[0], ROOM, by=window.office.clerk, at=ten(8))

    assert "不能从材料室直接交到申请人" in text(window.clerk.get(address, follow=True))
    room = text(window.clerk.get(f"/office/papers/?place=material_room-0-{window.case.centre_id}"))
    assert 'value="give_back"' not in room


def test_a_room_gives_papers_back_to_a_window_where_somebody_sits(window: AtWindow) -> None:
    room = text(window.clerk.get(f"/office/papers/?place=material_room-0-{window.case.centre_id}"))
    offered = room.split('id="target"')[1].split("</select>")[0]

    assert f'value="{window.key}">1 号窗口' in offered
    assert "2 号窗口" not in offered


def test_what_is_due_back_is_listed_at_the_place_in_the_count_and_in_the_alarms(
    window: AtWindow,
) -> None:
    pages = [
        f"/office/papers/?place={window.key}",
        f"/office/papers/count?place={window.key}",
        "/office/papers/alarms",
    ]
    before = [text(window.clerk.get(each)).count("户口簿原件") for each in pages]
    window.withdraw()

    after = [text(window.clerk.get(each)) for each in pages]

    assert before == [1, 0, 0]
    assert ["户口簿原件" in each and "应退未退" in each for each in after] == [True] * 3
    assert f"/office/papers/{window.codes[1]}/give-back" in after[0]
    assert f"/office/papers/{window.codes[1]}/give-back" in after[1]
