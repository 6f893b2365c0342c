"""Two pages on one draft: what the later one has not seen is not overwritten without a word."""

import re
from datetime import datetime

import pytest

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.office import FORM
from tests.desk import test_bundle_intake
from tests.desk.test_intake import DRAWN, Window, text
from yimen.services.cases.actions import drafting, viewing
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.search import answers_of

pytestmark = pytest.mark.django_db
MOVED = "这份申请刚在另一个页面保存过"
_SEEN = re.compile(r'name="seen" value="([^"]+)"')


@pytest.fixture
def window(hall: Hall) -> Window:
    made = Window(hall)
    made.fill(signed=False)
    return made


def seen(page: str) -> str:
    """What the forms of a drawn page say they were drawn from; all of them the same."""
    (found,) = set(_SEEN.findall(page))
    return str(found)


def save_elsewhere(window: Window) -> None:
    """Another page of the same draft saves the form."""
    window.send("form", **{"f-name": "演示张三", "f-mobile": "13900000009"})


def test_every_form_says_what_it_was_drawn_from(window: Window) -> None:
    page = text(window.browser.get(window.address))

    assert datetime.fromisoformat(seen(page)) == window.case.saved_at
    assert len(_SEEN.findall(page)) >= 7


@pytest.mark.parametrize(
    ("part", "sent"),
    [
        ("answer", {"who": "agent"}),
        ("applicant", {"kind": "person", "number": OTHER_CITIZEN, "name": "演示李四"}),
        ("material/lease", {"way": ""}),
        ("material/photo", {"way": "bring"}),
        ("shown", {}),
        ("hand-over", {"way": "electronic"}),
    ],
)
def test_a_page_that_has_not_seen_the_last_saving_is_refused(
    window: Window, part: str, sent: dict[str, str]
) -> None:
    old = seen(text(window.browser.get(window.address)))
    save_elsewhere(window)
    before = (window.case, materials(window.case.id), answers_of(window.case.id))

    said = window.send(part, **sent, seen=old)

    assert MOVED in said
    assert (window.case, materials(window.case.id), answers_of(window.case.id)) == before


def test_a_promise_of_an_old_page_is_refused(window: Window) -> None:
    window.send("material/lease", way="")
    old = seen(text(window.browser.get(window.address)))
    save_elsewhere(window)

    said = window.send("material/lease", way="promise", seen=old)

    assert MOVED in said
    assert not window.case.promised


def test_what_was_typed_stays_in_the_form_beside_what_was_saved_meanwhile(window: Window) -> None:
    old = seen(text(window.browser.get(window.address)))
    save_elsewhere(window)
    typed = {"f-name": "演示张三", "f-mobile": "13700000007"}

    answer = window.browser.post(window.address + "form", {**typed, "seen": old})

    page = text(answer)
    assert answer.status_code == 409
    assert MOVED in page
    assert "联系电话：13900000009" in page
    assert 'value="13700000007"' in page
    assert viewing.for_house(window.case.id).form["mobile"] == "13900000009"
    window.send("form", **typed, seen=seen(page))
    assert viewing.for_house(window.case.id).form["mobile"] == "13700000007"


def test_a_form_that_does_not_fit_keeps_what_was_typed(window: Window) -> None:
    answer = window.browser.post(window.address + "form", {"f-name": "演示王五", "f-mobile": "1"})

    page = text(answer)
    assert answer.status_code == 422
    assert "格式不对" in page
    assert 'value="演示王五"' in page
    assert "别处保存的" not in page
    assert viewing.for_house(window.case.id).form == FORM


def test_the_page_that_saved_last_goes_on_saving(window: Window) -> None:
    for way in ("", "bring", ""):
        page = text(window.browser.get(window.address))

        said = window.send("material/lease", way=way, seen=seen(page))

        assert MOVED not in said


def test_the_citizen_signs_only_what_stands_on_the_screen(window: Window) -> None:
    window.send("present", shown="1")
    screen = window.screen()
    old = seen(text(screen.get("/boards/window/confirm")))
    save_elsewhere(window)

    refused = text(screen.post("/boards/window/confirm", {"signature": DRAWN, "seen": old}))
    unsigned = window.case.signed_at
    signed = screen.post("/boards/window/confirm", {"signature": DRAWN, "seen": seen(refused)})

    assert "填写的内容刚刚改动过。请重新核对后签名。" in refused
    assert "13900000009" in refused
    assert unsigned is None
    assert signed.status_code == 302
    assert window.case.signed_at is not None


def test_files_of_two_pages_are_all_kept(window: Window) -> None:
    case = window.case

    drafting.give(case.id, {"photo": Given("upload", ("a",))}, by=window.clerk, at=case.saved_at)

    page = text(window.browser.get(window.address))
    upload = re.search(r"<form[^>]*intake-upload[^>]*>.*?</form>", page, re.DOTALL)
    assert upload is not None
    assert 'name="seen"' not in upload.group(0)


def test_a_bundle_is_kept_from_old_pages_too(hall: Hall) -> None:
    window = test_bundle_intake.Window(hall)
    window.fill(signed=False)
    old = seen(text(window.browser.get(window.address)))
    window.send("answer", card="no")
    typed = {"f-name": "演示张三", "f-mobile": "13700000007", "seen": old}

    refused = window.send("applicant", kind="person", number=OTHER_CITIZEN, name="李", seen=old)
    form = window.browser.post(window.address + "form", typed)
    window.send("present", shown="1")
    screen = window.screen().post("/boards/window/confirm", {"signature": DRAWN, "seen": old})

    assert MOVED in refused
    assert form.status_code == 409
    assert 'value="13700000007"' in text(form)
    assert "请重新核对后签名" in text(screen)
    assert window.view.signed_at is None
    assert CITIZEN[-4:] in window.view.applicant_id
