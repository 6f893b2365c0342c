"""In a bundle at the window: what is held is offered, a promise stands in for a proof."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import CITIZEN, Hall
from tests.cases.bundled import FROM_AFAR
from tests.desk.test_bundle_intake import Window
from tests.desk.test_intake import picture, text
from tests.journeys.test_reuse import issued
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import MergedView
from yimen.services.cases.queries.materials import materials
from yimen.services.certificates.models import CheckedCopy, Use

pytestmark = pytest.mark.django_db

NAME = "父母居民身份证"


@pytest.fixture
def window(hall: Hall) -> Window:
    made = Window(hall, asked=FROM_AFAR)
    made.begin()
    made.send("answer", card="yes")
    return made


def identify(window: Window) -> str:
    return window.send(
        "applicant", kind="person", number=CITIZEN, name="演示张三", phone="13800000000"
    )


def material(window: Window, key: str = "birth-id") -> MergedView:
    return next(each for each in bundles.materials_of(window.view.id) if each.merged.key == key)


def test_what_one_file_may_be_is_said(window: Window) -> None:
    page = text(window.browser.get(window.address))

    assert page.count("每个文件最多 2 MB、3 页") == 1


def test_what_is_held_is_offered_with_purpose_and_used_with_consent_in_every_part(
    window: Window,
) -> None:
    held = issued(window.newborn.office, NAME)
    assert "免提交</span>" not in text(window.browser.get(window.address))

    page = identify(window)
    refused = window.send("held/birth-id", thing=f"certificate:{held.id}")
    after = window.send("held/birth-id", thing=f"certificate:{held.id}", agreed="on")

    assert f"申请人同意用于办理“出生一件事”，代替提交“{NAME}”" in page
    assert "同意" in refused
    assert Use.objects.count() == 1
    assert f"编号 {held.number}" in after
    assert material(window).certificate_id == held.id
    back = window.send("material/birth-id", way="")
    assert f"申请人同意用于办理“出生一件事”，代替提交“{NAME}”" in back


def test_pages_that_agree_with_the_original_are_kept_and_offered_the_next_time(
    window: Window,
) -> None:
    identify(window)
    nothing = window.send("keep/birth-id")
    upload = SimpleUploadedFile("id.png", picture(), "image/png")
    page = window.send("material/birth-id", way="upload", files=upload)

    for _ in range(2):
        kept = window.send("keep/birth-id")

    assert "不需要这份材料" in nothing
    assert "与原件相符，留存复用" in page
    assert "与原件相符，留存复用" not in kept
    assert CheckedCopy.objects.get().name == NAME
    assert "窗口核验过的复印件" in window.send("material/birth-id", way="")


def test_a_promise_is_chosen_read_on_the_second_screen_and_made_with_the_signature(
    window: Window,
) -> None:
    page = identify(window)
    chosen = window.send("material/gift-lease", way="promise")
    window.send("shown")
    window.send("form", **{"f-name": "演示张三", "f-mobile": "13800000000"})
    unsigned = window.send("file")
    window.send("present", shown="1")
    screen = text(window.screen().get("/boards/window/confirm"))
    window.sign()
    receipt = window.send("file")

    assert "可以承诺代替：租赁合同真实有效，租期未满" in page
    assert "承诺：租赁合同真实有效，租期未满" in chosen
    assert "签名" in unsigned
    assert "<li>租赁合同真实有效，租期未满</li>" in screen
    assert "租赁合同真实有效，租期未满" in receipt
    gift = window.view.parts[3].case_id or 0
    assert {each.key: each.way for each in materials(gift)} == {"ids": "bring", "lease": "promise"}


def test_the_second_screen_says_what_is_used_instead_of_papers(window: Window) -> None:
    held = issued(window.newborn.office, NAME)
    identify(window)
    window.send("held/birth-id", thing=f"certificate:{held.id}", agreed="on")
    window.send("present", shown="1")

    page = text(window.screen().get("/boards/window/confirm"))

    assert "免提交：经您同意，使用东莞市公安局签发的电子证照" in page
