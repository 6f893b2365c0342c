"""At the window: what the applicant holds is offered, used with consent, or handed in on paper."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.builders import CITIZEN, Hall
from tests.desk.test_intake import Window, picture, text
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.queries.materials import MaterialView, materials
from yimen.services.certificates import actions
from yimen.services.certificates.actions import ToIssue
from yimen.services.certificates.models import CheckedCopy, Use
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(hall: Hall) -> Window:
    made = Window(hall)
    made.address = made.begin()
    made.send("answer", who="self")
    return made


def identify(window: Window) -> str:
    return window.send(
        "applicant", kind="person", number=CITIZEN, name="演示张三", phone="13800000000"
    )


def issued() -> CertificateView:
    asked = ToIssue(
        name="居民身份证",
        reference="register:1",
        department_id=Department.objects.get(name="东莞市公安局").pk,
        holder_id=CITIZEN,
        holder_name="演示张三",
        authority_code="11441900007330060J",
        authority="东莞市公安局",
        valid_from=timezone.localdate(),
    )
    return actions.issue(asked, by=HOUSE, at=timezone.now())


def identity(window: Window) -> MaterialView:
    return materials(window.case.id)[0]


def test_what_is_held_is_offered_once_the_applicant_is_known_and_used_with_consent(
    window: Window,
) -> None:
    held = issued()
    assert "免提交</span>" not in text(window.browser.get(window.address))

    page = identify(window)
    after = window.send("held/id", thing=f"certificate:{held.id}", agreed="on")

    assert "电子证照（可信等级 A），东莞市公安局签发，长期有效" in page
    assert "申请人同意用于办理“居住证申领”，代替提交“居民身份证”" in page
    assert identity(window).state.value == "held"
    assert f"编号 {held.number}" in after
    assert f'value="certificate:{held.id}"' not in after
    device = window.screen()
    window.send("present", shown="1")
    assert "使用东莞市公安局签发的电子证照" in text(device.get("/boards/window/confirm"))


def test_without_the_tick_it_is_not_used_and_that_is_said(window: Window) -> None:
    held = issued()
    identify(window)

    said = window.send("held/id", thing=f"certificate:{held.id}")

    assert "需要您同意并写明用途" in said
    assert Use.objects.count() == 0


def test_revoked_since_the_page_was_drawn_it_is_refused_and_paper_is_taken(window: Window) -> None:
    held = issued()
    identify(window)
    actions.change(held.id, Change.REVOKE, reason="核查", by=HOUSE, at=timezone.now())

    said = window.send("held/id", thing=f"certificate:{held.id}", agreed="on")

    assert "刚刚不再有效（已吊销），不能免提交。请改交原件" in said
    window.send("material/id", way="bring")
    assert identity(window).way == "bring"


@pytest.mark.parametrize("thing", ["", "certificate:", "certificate:x", f"copy:{10**30}", "x:1"])
def test_nonsense_instead_of_an_offer_is_refused_in_words(window: Window, thing: str) -> None:
    identify(window)

    said = window.send("held/id", thing=thing, agreed="on")

    assert "没有找到这个证照" in said


def test_nobody_says_held_by_the_way_of_papers(window: Window) -> None:
    identify(window)

    said = window.send("material/id", way="held")

    assert "不能用这种方式提交（免提交）" in said
    assert identity(window).state.value == "missing"


def test_pages_that_agree_with_the_original_are_kept_for_next_time(window: Window) -> None:
    identify(window)
    page = SimpleUploadedFile("合同.png", picture(), "image/png")
    window.send("material/lease", way="upload", files=page)
    assert "与原件相符，留存复用" in text(window.browser.get(window.address))

    after = window.send("keep/lease")

    kept = CheckedCopy.objects.get()
    assert kept.name == "租赁合同"
    assert "与原件相符，留存复用" not in after
    window.address = window.begin()
    window.send("answer", who="self")
    assert f'value="copy:{kept.pk}"' in identify(window)
