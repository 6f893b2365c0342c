"""A bundle filed on the phone by its own pages: begun once, filled in, signed, followed."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.bundled import FROM_AFAR, ONLINE, Newborn, build_newborn
from tests.journeys.builders import react
from tests.journeys.test_bundles import DRAWN
from tests.journeys.test_reuse import issued
from tests.portal.test_me import ask
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import bundle_drafting
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.models import Case, CaseBundle
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.rules.states import Applicant

pytestmark = pytest.mark.django_db

ZHANG = {"name": "张小明", "number": CITIZEN, "phone": "13800001234"}


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO, settings.SMS = True, "console:"


@pytest.fixture
def newborn(hall: Hall) -> Newborn:
    return build_newborn(hall, fields=ONLINE, asked=FROM_AFAR)


def known(client: Client, *, checked: bool = True, **change: str) -> Client:
    """Somebody logged in, whose card a window has seen."""
    who = ZHANG | change
    identity = Identity(who["number"], who["name"], who["phone"])
    people.know_citizen(identity, by=HOUSE, at=timezone.now(), checked=checked)
    client.post("/me/log-in", who | {"code": ask(client, **change)})
    return client


class Phone:
    """A citizen with a draft."""

    def __init__(self, client: Client) -> None:
        self.client = known(client)

    def text(self, address: str, **sent: str) -> str:
        return str(self.client.get(address, sent).content.decode())

    def begin(self, key: str = "once") -> str:
        """From the guide's page; the address of the draft."""
        sent = {"key": key, "a-card": "yes"}
        answer = self.client.post("/bundles/newborn/apply", sent)
        self.address = str(answer.headers["Location"])
        return self.address

    def send(self, step: str, **sent: object) -> str:
        """Send a step's form; the page that comes back."""
        answer = self.client.post(f"{self.address}/{step}", sent, follow=True)
        return str(answer.content.decode())

    def fill(self) -> None:
        """Everything up to the signature."""
        self.begin()
        self.send("materials/birth-id", way="upload", files=photo())
        self.send("materials/gift-lease", way="promise")
        self.send("form", **{"f-name": "张小明", "f-mobile": "13800001234"})

    @property
    def view(self) -> CaseBundleView:
        return bundles.bundle(CaseBundle.objects.latest("pk").pk)


def photo(name: str = "id.png") -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/png")


@pytest.fixture
def phone(newborn: Newborn, client: Client) -> Phone:
    return Phone(client)


def test_the_guide_leads_to_it_with_the_situation_chosen(phone: Phone) -> None:
    guide = phone.text("/bundles/newborn", **{"a-card": "no"})
    page = phone.text("/bundles/newborn/apply", **{"a-card": "no"})

    assert 'href="/bundles/newborn/apply?a-card=no"' in guide
    assert 'name="a-card" value="no"' in page
    assert "张*明" in page
    assert CITIZEN not in page


def test_what_windows_alone_take_in_is_not_offered_on_the_phone(hall: Hall, client: Client) -> None:
    build_newborn(hall)
    phone = Phone(client)

    guide = phone.text("/bundles/newborn", **{"a-card": "no"})
    refused = phone.client.post("/bundles/newborn/apply", {"a-card": "no"}, follow=True)

    assert "/bundles/newborn/apply" not in guide
    assert "只能到窗口办理，所以不能在手机上提交" in guide
    assert "只能到窗口办理，这个一件事不能在网上提交" in refused.content.decode()
    assert not CaseBundle.objects.exists()


def test_a_stranger_logs_in_first_and_an_unchecked_phone_does_not_do(
    newborn: Newborn,
    client: Client,
) -> None:
    sent = client.get("/bundles/newborn/apply?a-card=yes").headers["Location"]
    known(client, checked=False)

    assert sent == "/me/log-in?next=%2Fbundles%2Fnewborn%2Fapply%3Fa-card%3Dyes"
    assert client.get("/bundles/newborn/apply").status_code == 403


def test_begun_twice_with_one_key_it_is_one_draft_and_stands_where_it_is_looked_for(
    phone: Phone,
) -> None:
    first, again = phone.begin(), phone.begin()

    assert again == first
    assert first in phone.text("/me/cases")
    assert "接着填" in phone.text("/bundles/newborn/apply")
    assert phone.client.get(first).headers["Location"] == f"{first}/materials"


def test_answers_switch_what_is_asked(phone: Phone) -> None:
    phone.begin()
    assert "申领表" in phone.text(f"{phone.address}/materials")

    page = phone.send("situation", card="no")

    assert "申领表" not in page
    assert "父母居民身份证" in page


def test_each_material_is_asked_once_with_its_uses_and_ways(phone: Phone) -> None:
    phone.begin()

    page = phone.text(f"{phone.address}/materials")

    assert page.count(">父母居民身份证</h3>") == 1
    assert "用于：出生医学证明、出生登记、新生儿慰问" in page
    assert "租赁合同真实有效，租期未满" in page
    assert "提交时签名" in page
    assert page.count("每个文件最多 2 MB、3 页") == 1
    assert "还有 2 份要交" in page


def test_files_come_are_looked_at_and_taken_back(phone: Phone) -> None:
    phone.begin()
    nothing = phone.send("materials/birth-id", way="upload")
    page = phone.send("materials/birth-id", way="upload", files=photo())
    (file_id,) = bundles.materials_of(phone.view.id)[0].file_ids
    address = f"{phone.address}/files/{file_id}"
    shown = phone.client.get(address)

    back = phone.send("materials/birth-id", way="")

    assert "请先选择要上传的文件" in nothing
    assert address in page
    assert shown["Content-Type"] == "image/png"
    assert "还有 2 份要交" in back
    assert phone.client.get(address).status_code == 404


def test_who_had_to_log_in_meanwhile_comes_back_to_the_materials(phone: Phone) -> None:
    phone.begin()

    for step in ("materials/birth-id", "held/birth-id"):
        answer = phone.client.get(f"{phone.address}/{step}")
        assert answer.headers["Location"] == f"{phone.address}/materials"


def test_what_is_held_already_is_offered_with_purpose_and_used_with_consent(
    newborn: Newborn, phone: Phone
) -> None:
    held = issued(newborn.office, "父母居民身份证")
    phone.begin()
    page = phone.text(f"{phone.address}/materials")
    thing = f"certificate:{held.id}"

    refused = phone.send("held/birth-id", thing=thing)
    used = phone.send("held/birth-id", thing=thing, agreed="on")

    assert "您已有，不用再交" in page
    assert "我同意用于办理“出生一件事”，代替提交“父母居民身份证”" in page
    assert "同意" in refused
    assert "免提交" in used
    assert held.number in used
    assert bundles.materials_of(phone.view.id)[0].certificate_id == held.id


def test_the_form_is_prefilled_and_what_does_not_fit_is_said_beside_what_was_typed(
    phone: Phone,
) -> None:
    phone.begin()
    page = phone.text(f"{phone.address}/form")

    answer = phone.client.post(f"{phone.address}/form", {"f-name": "王某", "f-mobile": "1"})

    assert 'value="张小明"' in page
    assert 'value="13800001234"' in page
    assert answer.status_code == 422
    assert "联系电话" in answer.content.decode()
    assert 'value="王某"' in answer.content.decode()


def test_what_is_not_done_keeps_it_from_being_submitted(phone: Phone) -> None:
    phone.begin()

    page = phone.text(f"{phone.address}/check")
    refused = phone.send("check", signature=DRAWN)

    assert "还不能提交" in page
    assert 'name="signature"' not in page
    assert "没有填写" in refused
    assert phone.view.filed_at is None


def test_checked_signed_and_submitted_once_it_shows_all_parts(phone: Phone) -> None:
    phone.fill()
    check = phone.text(f"{phone.address}/check")

    page = phone.send("check", signature=DRAWN)
    again = phone.send("check", signature=DRAWN)

    assert "张小明" in check
    assert "租赁合同真实有效，租期未满" in check
    for shown in (page, again):
        assert "承诺全部办结：" in shown
        assert "等“居民户口簿”出来后自动提交" in shown
        assert "已申请，待预审" in shown
        assert bundles.query_code(phone.view.id) in shown
    assert Case.objects.count() == 2
    assert phone.client.get(f"{phone.address}/form").headers["Location"] == phone.address


def test_a_draft_is_deleted_once_after_being_asked_and_a_filed_one_is_not(phone: Phone) -> None:
    phone.begin()
    phone.send("materials/birth-id", way="upload", files=photo())
    asked = phone.text(f"{phone.address}/drop")
    gone = phone.send("drop")
    again = phone.client.post(f"{phone.address}/drop")

    assert "删除这份草稿吗？" in asked
    assert "草稿已删除" in gone
    assert again.status_code == 404
    assert not CaseBundle.objects.exists()
    phone.fill()
    phone.send("check", signature=DRAWN)
    phone.send("drop")
    assert phone.view.filed_at is not None


def test_it_stands_among_own_cases_and_its_parts_behind_it(phone: Phone) -> None:
    phone.fill()
    phone.send("check", signature=DRAWN)
    part = phone.view.parts[0]

    listed = phone.text("/me/cases")
    page = phone.text(phone.address)
    case = phone.text(f"/me/cases/{part.public_id}")

    assert phone.address in listed
    assert part.public_id not in listed
    assert f"/me/cases/{part.public_id}" in page
    assert f'href="{phone.address}"' in case


def test_a_message_about_it_leads_to_it(phone: Phone) -> None:
    phone.fill()
    phone.send("check", signature=DRAWN)
    react()

    page = phone.text("/me/messages")

    row = re.search(rf'<a class="list__row" href="{phone.address}">(.*?)</a>', page, re.S)
    assert row is not None
    assert "出生一件事" in row.group(1)


def test_a_draft_begun_at_a_window_is_not_shown(newborn: Newborn, phone: Phone) -> None:
    draft = newborn.begin()
    bundle_drafting.identify(draft.id, person(), by=newborn.clerk, at=timezone.now())

    assert phone.client.get(f"/me/bundles/{draft.public_id}").status_code == 404
    assert draft.public_id not in phone.text("/me/cases")


def person() -> Person:
    return Person(Applicant.PERSON, CITIZEN, "张小明", "13800001234")


def test_nobody_elses_is_found_at_any_address(newborn: Newborn, phone: Phone) -> None:
    phone.fill()
    other = known(Client(), name="李四", number=OTHER_CITIZEN, phone="13800000001")
    steps = ("", "/situation", "/materials", "/form", "/check")

    for step in steps:
        assert other.get(phone.address + step).status_code == 404
    posted = ("/situation", "/materials/birth-id", "/held/birth-id", "/form", "/check", "/drop")
    for step in posted:
        assert other.post(phone.address + step, {"signature": DRAWN}).status_code == 404
    phone.send("check", signature=DRAWN)
    assert other.get(phone.address).status_code == 404
    assert phone.view.filed_at is not None
