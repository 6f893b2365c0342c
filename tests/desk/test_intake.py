"""The intake at the window: from the item to the receipt, by its own pages."""

import base64
import re
from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from tests.builders import CITIZEN, Hall, at, device_key, staff
from tests.cases.office import CONTENT, build_office
from tests.journeys.builders import react
from tests.kernel.test_code128 import scanned
from tests.office.builders import browser_of
from yimen.channels.doorway.who import DEVICE_COOKIE
from yimen.journeys import parcels
from yimen.reference.people.rules import DeviceKind, Role
from yimen.services.cases.actions import drafting, drawing
from yimen.services.cases.models import Case
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.custody import papers_of
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.notices import notices_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.notices.kinds import shown_code
from yimen.services.cases.rules.states import State
from yimen.services.hall import actions as hall_actions
from yimen.services.notify.models import Message, Sms

pytestmark = pytest.mark.django_db


def text(page: object) -> str:
    return str(page.content.decode())  # type: ignore[attr-defined]


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "PNG")
    return drawn.getvalue()


#: A signature as the pad sends it.
DRAWN = "data:image/png;base64," + base64.b64encode(picture()).decode()


def scans(page: str) -> list[str]:
    """What a scanner reads from the barcodes of a page, one after the other."""
    found = []
    for svg in re.findall(r'<svg class="barcode".*?</svg>', page, re.DOTALL):
        bars = [(int(x), int(w)) for x, w in re.findall(r"M(\d+) 0h(\d+)v1", svg)]
        widths = [bars[0][1]]
        for (x, width), (after, wide) in pairwise(bars):
            widths += [after - x - width, wide]
        found.append(scanned(widths))
    return found


class Window:
    """A clerk at window 1 with somebody in front, and the item 居住证申领."""

    def __init__(
        self, hall: Hall, *, content: Mapping[str, object] = CONTENT, **fields: object
    ) -> None:
        self.hall = hall
        self._screen: Client | None = None
        build_office(hall, content=content, fields=fields)
        self.clerk = staff(hall, Role.CLERK, "1001")
        self.browser = browser_of(self.clerk.id)
        hall.issue("HZ", citizen_id=CITIZEN)
        hall_actions.log_in(hall.windows[1], centre_id=hall.centre_id, by=self.clerk, at=at(0))
        hall.call(1, by=self.clerk)
        hall.press(hall_actions.start, 1, by=self.clerk)

    def begin(self) -> str:
        """Begin a case; its address."""
        answer = self.browser.post("/desk/1/cases/begin", {"item": "jzz"})
        assert answer.status_code == 302
        return str(answer.url)  # type: ignore[attr-defined]

    def send(self, part: str, **fields: object) -> str:
        """Send a part's form; the page that comes back."""
        answer = self.browser.post(self.address + part, fields, follow=True)
        assert answer.status_code == 200, answer.status_code
        return text(answer)

    def fill(self, *, signed: bool = True) -> None:
        """Everything up to the taking in, signed on the second screen."""
        self.address = self.begin()
        self.send("answer", who="self")
        self.send("applicant", kind="person", number=CITIZEN, name="演示张三", phone="13800000000")
        self.send("shown")
        self.send("material/lease", way="bring")
        self.send("form", **{"f-name": "演示张三", "f-mobile": "13800000000"})
        if signed:
            self.sign()

    def sign(self) -> str:
        """What the second screen shows, signed there."""
        self.send("present", shown="1")
        screen = self.screen()
        page = text(screen.get("/boards/window/confirm"))
        answer = screen.post("/boards/window/confirm", {"signature": DRAWN})
        assert answer.status_code == 302
        return page

    @property
    def case(self) -> CaseView:
        return cases.case(Case.objects.latest("pk").pk)

    def screen(self) -> Client:
        """The window's own second screen."""
        if self._screen is None:
            self._screen = Client()
            self._screen.cookies[DEVICE_COOKIE] = device_key(self.hall, DeviceKind.WINDOW_SCREEN, 1)
        return self._screen


@pytest.fixture
def window(hall: Hall) -> Window:
    return Window(hall)


def test_an_item_is_found_and_begun_for_the_number_at_the_window(window: Window) -> None:
    page = text(window.browser.get("/desk/1/cases/?q=居住证"))
    assert "居住证申领" in page

    window.begin()

    assert window.case.ticket_id is not None
    assert "居住证申领" in text(window.browser.get("/desk/1/cases/"))


def test_from_situation_to_receipt_with_barcodes(window: Window) -> None:
    window.fill()

    receipt = window.send("take", deed="accept", paper=["id", "lease"])

    case = window.case
    assert case.state is State.ACCEPTED
    assert [paper.name for paper in papers_of(case.id)] == ["居民身份证", "租赁合同"]
    assert "收件回执" in receipt
    assert case.audit_digest in receipt
    assert re.sub(r"\D", "", receipt.split("收到的材料")[0]).find(case.number) >= 0
    assert scans(receipt) == [paper.barcode for paper in papers_of(case.id)]
    labels = window.browser.get(window.address + "labels")
    assert labels.content.startswith(b"%PDF")


def test_the_signed_notices_are_printed_from_the_receipt_page_on_record(window: Window) -> None:
    window.fill()
    receipt = window.send("take", deed="accept", paper=["id", "lease"])
    case = window.case
    told = notices_of(case.id)[1]
    other = f"{window.address}notices/2222-2222-2222"

    file = window.browser.get(f"{window.address}notices/{shown_code(told.code)}")

    assert f"{window.address}notices/{shown_code(told.code)}" in receipt
    assert file.content == drawing.content(told.id)
    assert cases.log(case.id)[-1].event == "open_notice"
    assert window.browser.get(other).status_code == 404


def test_pressing_twice_files_once(window: Window) -> None:
    window.fill()
    window.send("take", deed="accept", paper=["id"])
    number = window.case.number

    window.send("take", deed="accept", paper=["id"])

    assert window.case.number == number
    assert len(papers_of(window.case.id)) == 1


def test_who_has_no_mobile_is_served_and_gets_no_sms(window: Window, settings: Settings) -> None:
    settings.SMS = "console:"
    window.address = window.begin()
    window.send("answer", who="self")
    window.send("applicant", kind="person", number=CITIZEN, name="演示张三", phone=" ")
    window.send("shown")
    window.send("material/lease", way="bring")
    window.send("form", **{"f-name": "演示张三", "f-mobile": "13900001111"})  # a neighbour's
    window.sign()

    page = window.send("take", deed="accept")
    react()

    assert window.case.state is State.ACCEPTED, page
    assert window.case.phone == ""
    assert Message.objects.exists()
    assert not Sms.objects.exists()


def test_a_refusal_is_said_and_nothing_is_lost(window: Window) -> None:
    window.address = window.begin()

    said = window.send("applicant", kind="person", number="123", name="张", phone="13800000000")

    assert "身份证号不对" in said
    assert "请先填写申请人" in window.send("take", deed="accept")
    assert "请选择要做什么" in window.send("take", deed="nonsense")
    assert window.case.state is State.DRAFT


def test_files_are_checked_shown_and_only_those_of_the_case(window: Window) -> None:
    window.address = window.begin()
    photo = SimpleUploadedFile("照片.png", picture(), "image/png")

    window.send("material/photo", way="upload", files=photo)

    given = next(each for each in materials(window.case.id) if each.key == "photo")
    assert given.state.value == "given"
    shown = window.browser.get(window.address + f"file/{given.file_ids[0]}")
    assert shown.status_code == 200
    assert window.browser.get(window.address + "file/other").status_code == 404


def test_a_program_in_disguise_is_refused_in_words(window: Window) -> None:
    window.address = window.begin()
    evil = SimpleUploadedFile("照片.jpg", b"MZ" + bytes(200), "image/jpeg")

    said = window.send("material/photo", way="upload", files=evil)

    assert "notice--" in said
    assert materials(window.case.id)[1].file_ids == ()


def test_the_citizen_checks_and_signs_on_the_second_screen(window: Window) -> None:
    window.fill(signed=False)
    screen = window.screen()
    assert screen.get("/boards/window/confirm").status_code == 302

    window.send("present", shown="1")

    assert screen.get("/boards/window/").status_code == 302
    page = text(screen.get("/boards/window/confirm"))
    assert CITIZEN in page
    assert "居民身份证" in page
    assert screen.post("/boards/window/confirm", {"signature": DRAWN}).status_code == 302
    assert window.case.signed_at is not None
    assert window.case.presented_at is None
    assert "已签名" in text(window.browser.get(window.address))


def test_a_signature_that_is_no_picture_is_refused(window: Window) -> None:
    window.fill(signed=False)
    window.send("present", shown="1")

    answer = window.screen().post("/boards/window/confirm", {"signature": "hello"})

    assert "签名没有收到" in text(answer)
    assert window.case.signed_at is None


def test_nobody_but_the_windows_own_screen_sees_it(window: Window) -> None:
    window.fill()
    window.send("present", shown="1")

    assert CITIZEN in text(window.screen().get("/boards/window/confirm"))
    assert window.browser.get("/boards/window/confirm").status_code == 403


def test_it_is_taken_off_the_screen_whatever_became_of_the_case(window: Window) -> None:
    window.fill()
    window.send("take", deed="accept")
    Case.objects.update(presented_at=at(9))

    drafting.present(window.case.id, False, by=window.clerk, at=at(10))

    assert window.case.presented_at is None


def test_what_is_missing_is_told_once(window: Window) -> None:
    window.fill()

    receipt = window.send("take", deed="supplement", **{"flaw-lease": "合同没有签名"})

    assert window.case.state is State.CORRECTION
    assert "合同没有签名" in receipt or "合同没有签名" in text(window.browser.get(window.address))


def test_turning_away_needs_words(window: Window) -> None:
    window.fill()
    assert "请写明理由" in window.send("take", deed="not_competent")

    assert window.case.state is State.DRAFT

    said = {"reason": "不属本市管辖", "authority": "广东省公安厅", "paper": "lease"}
    window.send("take", deed="not_competent", **said)

    case = window.case
    assert case.state is State.NOT_COMPETENT
    assert papers_of(case.id) == []


def test_an_instant_item_is_decided_at_the_window(hall: Hall) -> None:
    window = Window(hall, PROJECT_TYPE="1", PROMISE_DAY=0)
    window.fill()

    window.send("take", deed="grant")

    assert window.case.state is State.CERTIFIED


def test_another_centres_case_is_not_found(window: Window) -> None:
    window.address = window.begin()
    Case.objects.update(centre_id=0)

    assert window.browser.get(window.address).status_code == 404


def test_a_result_by_post_goes_to_an_address_a_courier_can_find(window: Window) -> None:
    window.fill()
    good = {"way": "post", "region": "441900121000", "street": "虎门大道 5 号"}

    assert "请选择所在地区" in window.send("hand-over", **{**good, "region": "441900"})
    assert window.case.hand_over == "window"
    window.send("hand-over", **good)

    assert window.case.hand_over == "post"
    to = parcels.chosen_address(window.case.id)
    assert (to.name, to.phone, to.region) == ("演示张三", "13800000000", "441900121000")
