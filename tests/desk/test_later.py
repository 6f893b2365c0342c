"""What was tolerated (容缺) is brought to the window: shown, kept or scanned."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import Hall
from tests.desk.test_intake import Window, picture, scans, text
from tests.desk.test_returning import next_citizen
from yimen.services.cases.models import Case
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.custody import papers_of
from yimen.services.cases.queries.materials import MaterialView, materials
from yimen.services.cases.rules.states import MaterialState

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(hall: Hall) -> Window:
    """Accepted without the lease, days ago; its applicant stands here again with it."""
    made = Window(hall)
    made.fill(signed=False)
    made.send("material/lease", way="")
    made.sign()
    made.send("take", deed="accept", tolerant_days="5")
    assert made.case.tolerant
    next_citizen(made)
    return made


def lease(window: Window) -> MaterialView:
    return next(each for each in materials(window.case.id) if each.key == "lease")


def come_back(window: Window) -> str:
    """Found by number and opened; the page."""
    found = text(window.browser.post("/desk/1/cases/find", {"text": window.case.number}))
    assert "有容缺材料要补交" in found
    opened = f"/desk/1/cases/{window.case.public_id}/open"
    return text(window.browser.post(opened, follow=True))


def test_an_original_is_looked_at_and_the_promise_kept(window: Window) -> None:
    page = come_back(window)

    said = window.send("later", brought="lease")

    assert "补交容缺材料" in page
    assert "前补交" in page
    assert "容缺的材料已经补齐" in said
    assert "补交容缺材料" not in said
    assert not window.case.tolerant
    assert (lease(window).state, lease(window).way) == (MaterialState.GIVEN, "bring")
    assert papers_of(window.case.id) == []
    assert [line.event for line in cases.log(window.case.id)][-2:] == ["bring_later", "make_up"]


def test_an_original_that_stays_gets_its_barcode(window: Window) -> None:
    come_back(window)

    said = window.send("later", paper="lease")

    (paper,) = papers_of(window.case.id)
    assert paper.name == "租赁合同"
    assert scans(said) == [paper.barcode]
    assert not window.case.tolerant


def test_it_is_scanned_in_several_pages(window: Window) -> None:
    come_back(window)
    pages = [SimpleUploadedFile(f"{n}.png", picture(), "image/png") for n in (1, 2)]

    said = window.send("later", **{"files-lease": pages})

    assert "补齐" in said
    assert len(lease(window).file_ids) == 2
    assert lease(window).way == "upload"


def test_a_program_in_disguise_is_refused_and_the_promise_stays(window: Window) -> None:
    come_back(window)
    evil = SimpleUploadedFile("合同.jpg", b"MZ" + bytes(200), "image/jpeg")

    said = window.send("later", **{"files-lease": evil})

    assert "notice--bad" in said
    assert lease(window).state is MaterialState.PROMISED
    assert window.case.tolerant


def test_nothing_brought_is_said_and_another_material_is_not_taken(window: Window) -> None:
    come_back(window)

    nothing = window.send("later")
    other = window.send("later", brought="id")

    assert "还缺 1 份材料：租赁合同" in nothing
    assert "还缺 1 份材料：租赁合同" in other
    assert window.case.tolerant


def test_it_is_taken_once(window: Window) -> None:
    come_back(window)
    window.send("later", paper="lease")

    window.send("later", paper="lease")

    assert len(papers_of(window.case.id)) == 1


def test_another_centres_case_takes_nothing(window: Window) -> None:
    Case.objects.update(centre_id=0)

    assert window.browser.post(window.address + "later", {"brought": "lease"}).status_code == 404
    assert lease(window).state is MaterialState.PROMISED
