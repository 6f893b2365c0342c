"""Files of a material: pages added by two at once, after a refused check, and for nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from tests.builders import Hall, build_hall
from tests.cases.bundled import build_newborn
from tests.cases.office import CONTENT, Office, build_office, ten
from tests.cases.test_custody_races import until_somebody_waits
from tests.desk.test_intake import picture
from tests.hall.test_races import at_once
from yimen.journeys import bundles as bundle_journey
from yimen.journeys import leftover_files, take_in
from yimen.journeys.file_parameters import MAX_FILES
from yimen.reference.people.rules import HOUSE
from yimen.reference.policy import actions as policy
from yimen.services.cases.actions import bundle_drafting, draft_upkeep, drafting, filing
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import MaterialNotFound, WayNotOffered
from yimen.services.cases.models import Material
from yimen.services.cases.queries import bundles, cases
from yimen.services.cases.queries.materials import MaterialView, checking, materials
from yimen.services.cases.rules.states import MaterialState
from yimen.services.certificates.models import CheckedCopy
from yimen.support.files import actions as files
from yimen.support.files.errors import TooLarge, TooManyFiles
from yimen.support.files.models import StoredFile
from yimen.support.files.states import State as FileState
from yimen.support.files.vault import KEPT, names

pytestmark = pytest.mark.django_db
TOGETHER = 3


def upload(office: Office, case_id: int, key: str = "photo") -> None:
    page = SimpleUploadedFile("照片.png", picture(), "image/png")
    take_in.give_files(case_id, key, "upload", [page], by=office.clerk, at=timezone.now())


def photo_of(case_id: int) -> MaterialView:
    return next(each for each in materials(case_id) if each.key == "photo")


def set_state(file_id: str, state: FileState) -> None:
    """What a check in the background came to, or that it goes on."""
    refused = {"kept": "", "reason": "files.infected"} if state is FileState.REFUSED else {}
    StoredFile.objects.filter(public_id=file_id).update(state=state.value, **refused)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_pages_uploaded_at_once_are_all_kept() -> None:
    office = build_office(build_hall())
    case = office.filled()

    at_once(lambda _: upload(office, case.id), TOGETHER)

    kept = set(StoredFile.objects.values_list("public_id", flat=True))
    assert len(kept) == TOGETHER
    assert set(photo_of(case.id).file_ids) == kept


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_harness_would_see_a_page_lost() -> None:
    """Guards the test above: read the pages, add one, write them, and one page remains."""
    office = build_office(build_hall())
    case = office.filled()
    all_have_read = Barrier(TOGETHER)

    def careless(place: int) -> None:
        before = photo_of(case.id).file_ids
        all_have_read.wait()
        given = Given("upload", (*before, f"page-{place}"))
        drafting.give(case.id, {"photo": given}, by=office.clerk, at=timezone.now())

    at_once(careless, TOGETHER)

    assert len(photo_of(case.id).file_ids) == 1


def with_a_checked_page(office: Office) -> tuple[int, str]:
    """A draft whose photograph was being checked until a moment ago, and the file."""
    case = office.filled()
    upload(office, case.id)
    (page,) = photo_of(case.id).file_ids
    given = Given("upload", (page,), checking=True)
    drafting.give(case.id, {"photo": given}, by=office.clerk, at=timezone.now())
    return case.id, page


def told_while_a_page_comes(office: Office, case_id: int, settle: Callable[[], object]) -> str:
    """Let `settle` read and wait for the case, to which meanwhile a page comes. The page."""

    def settling() -> None:
        try:
            settle()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            drafting.editable(case_id, by=office.clerk, seen=None)
            told = pool.submit(settling)
            until_somebody_waits()
            given = Given("upload", (*photo_of(case_id).file_ids, "fresh"), checking=True)
            drafting.give(case_id, {"photo": given}, by=office.clerk, at=timezone.now())
        told.result()
    return "fresh"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_page_that_comes_while_checks_are_told_of_is_not_taken_for_checked() -> None:
    office = build_office(build_hall())
    case_id, page = with_a_checked_page(office)

    fresh = told_while_a_page_comes(
        office, case_id, lambda: take_in.settle_checks(at=timezone.now())
    )

    photo = photo_of(case_id)
    assert (photo.state, photo.file_ids) == (MaterialState.CHECKING, (page, fresh))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_harness_would_see_a_page_taken_for_checked() -> None:
    """Guards the test above: tell of the material, not of its files, and nobody checks the page."""
    office = build_office(build_hall())
    case_id, _ = with_a_checked_page(office)

    def careless() -> None:
        ((_, key, file_ids),) = checking()
        assert [take_in.file_state(each) for each in file_ids] == [FileState.CLEAN]
        with transaction.atomic():
            drafting.editable(case_id, by=office.clerk, seen=None)
            Material.objects.filter(case_id=case_id, key=key).update(
                state=MaterialState.GIVEN.value
            )

    fresh = told_while_a_page_comes(office, case_id, careless)

    photo = photo_of(case_id)
    assert photo.state is MaterialState.GIVEN
    assert fresh in photo.file_ids


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_pages_of_a_bundle_uploaded_at_once_are_all_kept() -> None:
    newborn = build_newborn(build_hall())
    draft = newborn.begin()
    key = next(m.merged.key for m in bundles.materials_of(draft.id) if "bring" in m.merged.ways)

    def bring(_: int) -> None:
        page = SimpleUploadedFile("照片.png", picture(), "image/png")
        now = timezone.now()
        bundle_journey.give_files(draft.id, key, "bring", [page], by=newborn.clerk, at=now)

    at_once(bring, TOGETHER)

    came = next(each for each in bundles.materials_of(draft.id) if each.merged.key == key)
    assert set(came.file_ids) == set(StoredFile.objects.values_list("public_id", flat=True))
    assert len(came.file_ids) == TOGETHER


def test_a_refused_page_is_not_kept_beside_its_successor(hall: Hall) -> None:
    office = build_office(hall)
    case = office.filled()
    upload(office, case.id)
    (bad,) = photo_of(case.id).file_ids
    set_state(bad, FileState.REFUSED)

    upload(office, case.id)

    photo = photo_of(case.id)
    (page,) = photo.file_ids
    assert page != bad
    assert photo.state is MaterialState.GIVEN


def test_a_material_is_checked_while_any_of_its_pages_is(hall: Hall) -> None:
    office = build_office(hall)
    case = office.filled()
    upload(office, case.id)
    (slow,) = photo_of(case.id).file_ids
    set_state(slow, FileState.RECEIVED)

    upload(office, case.id)

    photo = photo_of(case.id)
    assert photo.file_ids[0] == slow
    assert photo.state is MaterialState.CHECKING


def test_files_for_a_material_that_is_not_asked_for_go_from_the_vault(hall: Hall) -> None:
    office = build_office(hall)
    case = office.filled()

    with pytest.raises(MaterialNotFound):
        upload(office, case.id, "nothing")

    later = timezone.now() + timedelta(days=1)
    kept = StoredFile.objects.get()
    assert kept.state == FileState.DROPPED.value
    assert kept.kept in names(KEPT, before=later)
    files.forget(refused_before=later, dropped_before=later, at=later)
    assert kept.kept not in names(KEPT, before=later)


def in_vault() -> set[str]:
    """What can still be read, after all keep times are over."""
    later = timezone.now() + timedelta(days=999)
    leftover_files.drop(at=later)
    files.forget(refused_before=later, dropped_before=later + timedelta(days=1), at=later)
    return set(names(KEPT, before=later))


def test_a_page_that_was_taken_back_goes_and_one_that_stands_stays(hall: Hall) -> None:
    office = build_office(hall)
    one, other = office.filled(), office.filled()
    upload(office, one.id)
    upload(office, other.id)
    (standing,) = photo_of(other.id).file_ids
    drafting.take_back(one.id, "photo", by=office.clerk, at=timezone.now())

    left = in_vault()

    assert left == {StoredFile.objects.get(public_id=standing).kept}


def test_a_page_of_today_is_left_alone(hall: Hall) -> None:
    office = build_office(hall)
    case = office.filled()
    upload(office, case.id)
    drafting.take_back(case.id, "photo", by=office.clerk, at=timezone.now())

    dropped = leftover_files.drop(at=timezone.now())

    assert dropped == 0


def test_pages_of_a_draft_that_expired_go(hall: Hall) -> None:
    office = build_office(hall)
    case = office.filled()
    upload(office, case.id)
    later = timezone.now() + timedelta(days=400)
    draft_upkeep.expire_drafts(on=later.date(), by=HOUSE, at=later)

    assert in_vault() == set()


def test_pages_of_a_checked_copy_stay_when_their_case_lets_them_go(hall: Hall) -> None:
    office = build_office(hall)
    case = office.filled()
    upload(office, case.id)
    now = timezone.now()
    CheckedCopy.objects.create(
        holder_index=b"x",
        name="照片",
        file_ids=list(photo_of(case.id).file_ids),
        checked_by=office.clerk.id,
        checked_at=now,
        valid_to=now.date(),
    )
    drafting.take_back(case.id, "photo", by=office.clerk, at=now)

    assert len(in_vault()) == 1


def test_pages_of_a_bundle_stay_until_its_draft_goes(hall: Hall) -> None:
    newborn = build_newborn(hall)
    draft = newborn.begin()
    key = next(m.merged.key for m in bundles.materials_of(draft.id) if "bring" in m.merged.ways)
    page = SimpleUploadedFile("照片.png", picture(), "image/png")
    now = timezone.now()
    bundle_journey.give_files(draft.id, key, "bring", [page], by=newborn.clerk, at=now)

    before = in_vault()
    later = now + timedelta(days=400)
    bundle_drafting.forget_drafts(on=later.date(), at=later)

    assert len(before) == 1
    assert in_vault() == set()


def test_a_material_takes_no_larger_file_than_its_item_says(hall: Hall) -> None:
    asked = [{"key": "photo", "name": "照片", "ways": ["upload"], "max_mb": 1, "max_pages": 5}]
    office = build_office(hall, content={**CONTENT, "materials": asked})
    case = office.begin()
    page = SimpleUploadedFile("大.png", picture() + bytes(1_000_000), "image/png")

    with pytest.raises(TooLarge) as refused:
        take_in.give_files(case.id, "photo", "upload", [page], by=office.clerk, at=timezone.now())

    assert refused.value.facts == {"limit_mb": 1}
    assert photo_of(case.id).state is MaterialState.MISSING


def tolerated(hall: Hall, **lease: object) -> tuple[Office, int]:
    """An accepted case whose lease may come later, as its item says of it."""
    asked = [
        {"key": "id", "name": "居民身份证", "ways": ["bring"]},
        {"key": "lease", "name": "租赁合同", "need": "later", **lease},
    ]
    office = build_office(hall, content={**CONTENT, "materials": asked})
    case = office.received(lease=False)
    filing.accept(case.id, by=office.clerk, at=ten(6), tolerant_days=5)
    return office, case.id


def test_what_comes_later_is_no_larger_than_its_item_says_either(hall: Hall) -> None:
    office, case_id = tolerated(hall, ways=["upload"], max_mb=1, max_pages=5)
    page = SimpleUploadedFile("大.png", picture() + bytes(1_000_000), "image/png")

    with pytest.raises(TooLarge) as refused:
        take_in.bring_later(case_id, (), {"lease": [page]}, by=office.clerk, at=ten(7))

    assert refused.value.facts == {"limit_mb": 1}
    assert cases.case(case_id).tolerant


def test_what_comes_on_paper_only_does_not_come_later_as_a_file(hall: Hall) -> None:
    office, case_id = tolerated(hall, ways=["bring"])
    page = SimpleUploadedFile("合同.png", picture(), "image/png")

    with pytest.raises(WayNotOffered):
        take_in.bring_later(case_id, (), {"lease": [page]}, by=office.clerk, at=ten(7))

    assert cases.case(case_id).tolerant
    assert in_vault() == set()


def test_a_material_has_no_more_files_than_the_house_says(hall: Hall) -> None:
    policy.set_value(MAX_FILES, 2, effective_from=date(2019, 1, 1), source="试行", staff_id=None)
    newborn = build_newborn(hall)
    office = newborn.office
    case, draft = office.filled(), newborn.begin()

    def to_case(pages: list[SimpleUploadedFile]) -> None:
        take_in.give_files(case.id, "photo", "upload", pages, by=office.clerk, at=timezone.now())

    def to_bundle(pages: list[SimpleUploadedFile]) -> None:
        by, at = newborn.clerk, timezone.now()
        bundle_journey.give_files(draft.id, "birth-id", "bring", pages, by=by, at=at)

    for give in (to_case, to_bundle):
        give([photo(), photo()])
        with pytest.raises(TooManyFiles) as refused:
            give([photo()])
        assert refused.value.facts == {"limit": 2}
    assert len(photo_of(case.id).file_ids) == 2
    assert len(bundles.materials_of(draft.id)[0].file_ids) == 2
    assert len(in_vault()) == 4


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("照片.png", picture(), "image/png")
