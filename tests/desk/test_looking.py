"""Who is seen in full at the window: whoever is served; else with a reason. Each look on record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import CITIZEN, Hall
from tests.desk import test_bundle_intake
from tests.desk.test_intake import Window, picture, text
from tests.desk.test_returning import next_citizen
from yimen.services.cases.models import CaseEvent
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.materials import materials
from yimen.services.hall import actions as hall_actions
from yimen.support import audit

pytestmark = pytest.mark.django_db
MOBILE = "13800000000"


@pytest.fixture
def window(hall: Hall) -> Window:
    return Window(hall)


def looks(window: Window, event: str = "reveal") -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case_id=window.case.id, event=event).order_by("pk"))


def drawn(window: Window) -> str:
    return text(window.browser.get(window.address))


def test_a_draft_with_nobody_in_it_needs_no_record(window: Window) -> None:
    window.address = window.begin()

    page = drawn(window)

    assert "保存申请表" in page
    assert looks(window) == []


def test_serving_the_number_is_the_reason_and_one_record_for_it(window: Window) -> None:
    window.fill(signed=False)

    pages = [drawn(window) for _ in range(3)]

    assert all(MOBILE in page for page in pages)
    (look,) = looks(window)
    ticket = window.case.ticket_id
    assert look.reason.startswith("窗口办理 ")
    assert look.actor == f"staff:{window.clerk.label}"
    assert look.facts == {"window": window.hall.windows[1], "ticket": ticket}
    (own,) = audit.entries(f"view:{window.clerk.label}")
    assert (own.act, own.facts["ticket"]) == ("reveal", ticket)


def test_while_another_is_served_it_is_masked_until_a_reason_is_given(window: Window) -> None:
    window.fill(signed=False)
    next_citizen(window)

    hidden = drawn(window)
    without = window.send("look", reason=" ")
    seen = window.send("look", reason="核对申请人电话")
    again = drawn(window)

    assert MOBILE not in hidden
    assert "保存申请表" not in hidden
    assert "完整信息已隐藏" in hidden
    assert "请写明理由" in without
    assert MOBILE in seen
    assert MOBILE in again
    assert [look.reason for look in looks(window)][1:] == ["核对申请人电话"]


def test_a_reason_holds_for_one_number_only(window: Window) -> None:
    window.fill(signed=False)
    next_citizen(window)
    window.send("look", reason="核对申请人电话")

    next_citizen(window)

    assert MOBILE not in drawn(window)


def test_who_was_only_called_is_not_served_yet(window: Window) -> None:
    window.fill(signed=False)
    window.hall.press(hall_actions.finish, 1, by=window.clerk)
    window.hall.issue("HZ")
    window.hall.call(1, by=window.clerk)
    window.browser.post(f"/desk/1/cases/{window.case.public_id}/open")

    hidden = drawn(window)
    window.hall.press(hall_actions.start, 1, by=window.clerk)

    assert MOBILE not in hidden
    assert MOBILE in drawn(window)


def test_opened_for_the_number_it_came_back_with_it_is_seen(window: Window) -> None:
    window.fill(signed=False)
    ticket = next_citizen(window)

    window.browser.post(f"/desk/1/cases/{window.case.public_id}/open")

    assert MOBILE in drawn(window)
    assert [look.facts["ticket"] for look in looks(window)][1:] == [ticket]


def photo(window: Window) -> str:
    """The file of a photo that was handed in."""
    upload = SimpleUploadedFile("照片.png", picture(), "image/png")
    window.send("material/photo", way="upload", files=upload)
    given = next(each for each in materials(window.case.id) if each.key == "photo")
    return given.file_ids[0]


def test_files_and_the_signature_are_opened_on_record_once_for_a_number(window: Window) -> None:
    window.fill(signed=False)
    file_id = photo(window)
    window.sign()
    signature = window.case.signature_file

    answers = [
        window.browser.get(f"{window.address}file/{each}").status_code
        for each in (file_id, file_id, signature)
    ]

    assert answers == [200, 200, 200]
    opened = looks(window, "open_file")
    assert [look.facts["file"] for look in opened] == [file_id, signature]
    assert all(look.reason.startswith("窗口办理 ") for look in opened)
    assert window.browser.get(f"{window.address}file/none").status_code == 404


def test_a_file_is_not_opened_for_somebody_else(window: Window) -> None:
    window.fill(signed=False)
    file_id = photo(window)
    next_citizen(window)

    page = drawn(window)
    refused = window.browser.get(f"{window.address}file/{file_id}", follow=True)
    window.send("look", reason="核对照片")
    opened = window.browser.get(f"{window.address}file/{file_id}")

    assert f"file/{file_id}" not in page
    assert "请先在“完整信息已隐藏”里写明查看理由" in text(refused)
    assert opened["Content-Type"].startswith("image/")
    assert len(looks(window, "open_file")) == 1


def test_the_receipt_records_no_look_and_shows_nobody_in_full(window: Window) -> None:
    window.fill()
    next_citizen(window)
    before = len(looks(window))

    receipt = window.send("take", deed="accept")

    assert MOBILE not in receipt
    assert CITIZEN not in receipt
    assert len(looks(window)) == before


def test_a_bundle_is_seen_by_the_same_rule(hall: Hall) -> None:
    window = test_bundle_intake.Window(hall)
    window.fill()
    upload = SimpleUploadedFile("p.png", picture(), "image/png")
    window.send("material/household-photo", way="bring", files=upload)
    (file_id,) = next(
        each.file_ids for each in bundles.materials_of(window.view.id) if each.file_ids
    )
    own = text(window.browser.get(window.address))
    hall.press(hall_actions.finish, 1, by=window.clerk)

    hidden = text(window.browser.get(window.address))
    refused = window.browser.get(f"{window.address}file/{file_id}")
    seen = window.send("look", reason="核对电话")
    opened = [window.browser.get(f"{window.address}file/{file_id}") for _ in range(2)]

    assert MOBILE in own
    assert MOBILE not in hidden
    assert refused.status_code == 302
    assert MOBILE in seen
    assert [answer.status_code for answer in opened] == [200, 200]
    acts = [entry.act for entry in audit.entries(f"bundle:{window.view.id}")]
    assert acts == ["reveal", "reveal", "open_file"]
