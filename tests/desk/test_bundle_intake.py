"""The intake of a bundle at the window: from the search to the one receipt, by its own pages."""

import base64
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.builders import CITIZEN, Hall, at, device_key, staff
from tests.cases.bundled import build_newborn
from tests.desk.test_intake import DRAWN, picture, scans, text
from tests.office.builders import browser_of
from yimen.channels.doorway.who import DEVICE_COOKIE
from yimen.reference.people.rules import DeviceKind, Role
from yimen.services.cases.models import CaseBundle
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.custody import papers_of
from yimen.services.hall import actions as hall_actions

pytestmark = pytest.mark.django_db


class Window:
    """A clerk at window 1 with somebody in front, and the bundle of a newborn."""

    def __init__(self, hall: Hall, **items: Any) -> None:
        self.hall = hall
        self._screen: Client | None = None
        self.newborn = build_newborn(hall, **items)
        self.clerk = staff(hall, Role.CLERK, "1001")
        self.browser = browser_of(self.clerk.id)
        hall.issue("HZ", citizen_id=CITIZEN)
        hall_actions.log_in(hall.windows[1], centre_id=hall.centre_id, by=self.clerk, at=at(0))
        hall.call(1, by=self.clerk)
        hall.press(hall_actions.start, 1, by=self.clerk)

    def begin(self) -> None:
        """Begin it from the search."""
        answer = self.browser.post("/desk/1/bundles/begin", {"bundle": "newborn"})
        assert answer.status_code == 302
        self.address = str(answer.url)  # type: ignore[attr-defined]

    def send(self, part: str, **fields: object) -> str:
        """Send a part's form; the page that comes back."""
        answer = self.browser.post(self.address + part, fields, follow=True)
        assert answer.status_code == 200, answer.status_code
        return text(answer)

    def fill(self, *, card: str = "yes", signed: bool = True) -> None:
        """Everything up to the filing, signed on the second screen."""
        self.begin()
        self.send("answer", card=card)
        self.send("applicant", kind="person", number=CITIZEN, name="演示张三", phone="13800000000")
        self.send("shown")
        self.send("form", **{"f-name": "演示张三", "f-mobile": "13800000000"})
        if signed:
            self.sign()

    def sign(self) -> None:
        """On the second screen."""
        self.send("present", shown="1")
        answer = self.screen().post("/boards/window/confirm", {"signature": DRAWN})
        assert answer.status_code == 302

    @property
    def view(self) -> CaseBundleView:
        return bundles.bundle(CaseBundle.objects.latest("pk").pk)

    def screen(self) -> Client:
        """The second screen of window 1."""
        if self._screen is None:
            self._screen = Client()
            key = device_key(self.hall, DeviceKind.WINDOW_SCREEN, window=1)
            self._screen.cookies[DEVICE_COOKIE] = key
        return self._screen


@pytest.fixture
def window(hall: Hall) -> Window:
    return Window(hall)


def test_the_search_offers_the_bundle_as_one(window: Window) -> None:
    page = text(window.browser.get("/desk/1/cases/", {"q": "出生"}))

    assert "出生一件事" in page
    assert "4 个事项一次申请，8 个工作日内全部办结" in page
    assert "没有找到" not in page


def test_the_page_asks_each_material_once_and_says_what_for(window: Window) -> None:
    window.begin()

    page = window.send("answer", card="yes")

    assert page.count("父母居民身份证</span>") == 1
    assert "用于出生医学证明、出生登记、新生儿慰问" in page
    assert "等“出生医学证明”出来后自动提交" in page


def test_from_the_situation_to_one_receipt_of_all_parts(window: Window) -> None:
    window.fill()
    kept = [each.merged.key for each in bundles.materials_of(window.view.id)]

    page = window.send("file", paper=kept)

    assert "一件事受理回执" in page
    assert bundles.query_code(window.view.id) in page
    assert "等“居民户口簿”出来后自动提交" in page
    birth = window.view.parts[0]
    assert [paper.name for paper in papers_of(birth.case_id or 0)] == ["父母居民身份证", "申领表"]
    kept_papers = [
        paper.barcode
        for part in window.view.parts
        if part.case_id
        for paper in papers_of(part.case_id)
    ]
    assert scans(page) == kept_papers
    labels = window.browser.get(f"{window.address}labels")
    assert labels["Content-Type"] == "application/pdf"
    index = text(window.browser.get("/desk/1/cases/"))
    assert "本号的一件事" in index
    assert "本号的办件" not in index
    again = window.browser.get(window.address)
    assert again.status_code == 302


def test_what_is_missing_is_said_and_nothing_is_filed(window: Window) -> None:
    window.begin()

    page = window.send("file")

    assert window.view.filed_at is None
    assert "材料还不齐" in page


def test_a_material_is_taken_back_and_comes_as_a_file(window: Window) -> None:
    window.fill(card="no")
    window.send("material/birth-id", way="")
    assert "材料还不齐" in text(window.browser.get(window.address))

    upload = SimpleUploadedFile("id.png", picture(), "image/png")
    refused = window.send("material/birth-id", way="upload", files=upload)
    photo = SimpleUploadedFile("p.png", picture(), "image/png")
    window.send("material/household-photo", way="bring", files=photo)

    assert "不能用这种方式提交" in refused
    rows = {each.merged.key: each for each in bundles.materials_of(window.view.id)}
    assert rows["birth-id"].way == ""
    (file_id,) = rows["household-photo"].file_ids
    shown = window.browser.get(f"{window.address}file/{file_id}")
    assert shown.status_code == 200
    assert window.browser.get(f"{window.address}file/none").status_code == 404


def test_the_second_screen_shows_it_and_takes_one_signature(window: Window) -> None:
    window.fill(signed=False)
    window.send("present", shown="1")
    screen = window.screen()

    redirected = screen.get("/boards/window/")
    page = text(screen.get("/boards/window/confirm"))
    drawn = BytesIO()
    Image.new("RGB", (40, 20), "white").save(drawn, "PNG")
    signature = "data:image/png;base64," + base64.b64encode(drawn.getvalue()).decode()
    screen.post("/boards/window/confirm", {"signature": signature})

    assert redirected.status_code == 302
    assert "出生一件事" in page
    assert CITIZEN in page
    assert "父母居民身份证" in page
    assert "已签名" in text(window.browser.get(window.address))
    assert window.view.signature_file


def test_a_bundle_of_another_centre_is_none(window: Window) -> None:
    window.begin()
    CaseBundle.objects.update(centre_id=10**6)

    assert window.browser.get(window.address).status_code == 404
    assert window.browser.get("/desk/1/bundles/nothing/").status_code == 404
