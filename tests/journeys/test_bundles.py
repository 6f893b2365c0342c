"""A bundle across services: results handed on by the log, papers once, the whole told of once."""

import pytest
from pytest_django import Settings

from tests.builders import CITIZEN, Hall
from tests.cases.bundled import Newborn, build_newborn
from tests.cases.office import ten
from tests.journeys.builders import react, said, told
from yimen.journeys import bundles as journey
from yimen.journeys import cases_clock
from yimen.services.cases.actions import bundle_drafting, deciding
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import MaterialsMissing
from yimen.services.cases.models import Case
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.custody import papers_of
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.rules.bundles import BundleState
from yimen.services.cases.rules.custody import Place, PlaceKind
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.steps import Outcome
from yimen.services.certificates import queries as issued
from yimen.support.models import Event

pytestmark = pytest.mark.django_db

#: One grey pixel, as the pad sends a signature.
DRAWN = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB"
    "d81ytgAAAABJRU5ErkJggg=="
)


@pytest.fixture(autouse=True)
def _sms(settings: Settings) -> None:
    settings.SMS = "console:"


@pytest.fixture
def newborn(hall: Hall) -> Newborn:
    return build_newborn(hall)


def decide(newborn: Newborn, bundle_id: int, key: str, outcome: Outcome = Outcome.PASS) -> None:
    """Decided by its department; what follows is the log's business."""
    newborn.decide(bundle_id, key, outcome, certify=False)
    for _ in ("the result is made", "the next part begins", "all is decided"):
        react()


def test_each_result_starts_the_parts_that_waited_for_it(newborn: Newborn) -> None:
    view = newborn.filed()
    for key in ("birth", "household", "card"):
        decide(newborn, view.id, key)

    household = newborn.part(view.id, "household").case_id or 0
    (birth_proof,) = issued.results_of(f"case:{newborn.part(view.id, 'birth').case_id}")
    assert materials(household)[0].certificate_id == birth_proof.id
    assert newborn.states(view.id) == {
        "birth": "ready",
        "household": "ready",
        "card": "ready",
        "gift": "handled",
    }
    assert Case.objects.count() == 4


def test_the_applicant_hears_of_the_whole_and_of_each_thing_once(newborn: Newborn) -> None:
    view = newborn.filed()
    react()
    for key in ("birth", "household", "card", "gift"):
        decide(newborn, view.id, key)

    assert told() == ["bundle.filed", "bundle.ready"]
    assert f"编号{view.number}" in said("bundle.filed")
    assert "出生一件事" in said("bundle.ready")

    journey.hand_out(
        view.public_id,
        Shown(CITIZEN, "演示张三", by_reader=True),
        DRAWN,
        by=newborn.office.issuer,
        at=ten(90),
    )
    react()
    assert told() == ["bundle.filed", "bundle.ready", "case.rating"]
    assert bundles.bundle(view.id).state is BundleState.DONE


def test_a_refusal_is_told_with_what_it_means_for_the_rest(newborn: Newborn) -> None:
    view = newborn.filed()

    decide(newborn, view.id, "birth", Outcome.REFUSE)

    assert told() == ["bundle.filed", "case.decided", "bundle.part_stopped"]
    assert newborn.states(view.id)["household"] == "dropped"


def test_what_the_log_lost_the_clock_finds(newborn: Newborn) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "birth", certify=False)
    react()
    Event.objects.all().delete()
    household = newborn.part(view.id, "household")
    if household.case_id is not None:
        pytest.fail("the log had been read already")

    assert journey.look(at=ten(60)) == 1
    assert journey.look(at=ten(61)) == 0

    assert newborn.part(view.id, "household").case_id is not None
    cases_clock.look_at_bundles(timestamp=0)
    assert Case.objects.count() == 3


def test_a_paper_that_stays_lies_with_one_case_alone(newborn: Newborn) -> None:
    draft = newborn.filled()
    window = Place(PlaceKind.WINDOW, newborn.office.hall.windows[1])
    kept = [each.merged.key for each in bundles.materials_of(draft.id)]

    for minute in (5, 6):
        view = journey.file(draft.id, kept, window, by=newborn.clerk, at=ten(minute))

    birth, gift = (newborn.part(view.id, key).case_id or 0 for key in ("birth", "gift"))
    # Only the card, which waits, needs the application form: the first case keeps it.
    assert [paper.name for paper in papers_of(birth)] == ["父母居民身份证", "申领表"]
    assert papers_of(gift) == []


def test_a_file_that_is_gone_makes_its_material_missing(newborn: Newborn) -> None:
    draft = newborn.filled()
    key = bundles.materials_of(draft.id)[0].merged.key
    bundle_drafting.give(draft.id, {key: Given("bring", ("nothing",))}, by=newborn.clerk, at=ten(4))
    window = Place(PlaceKind.WINDOW, newborn.office.hall.windows[1])

    with pytest.raises(MaterialsMissing) as refused:
        journey.file(draft.id, [], window, by=newborn.clerk, at=ten(5))

    assert refused.value.facts["materials"] == "父母居民身份证"


def test_one_signature_on_the_second_screen_is_of_all_parts(newborn: Newborn) -> None:
    draft = newborn.filled()

    signed = journey.sign(draft.id, DRAWN, by=newborn.clerk, at=ten(4))

    assert signed.signed_at == ten(4)
    assert signed.signature_file


def test_a_case_without_a_bundle_is_none_of_its_business(newborn: Newborn) -> None:
    case = newborn.office.accepted()
    deciding.withdraw(case.id, "不办了", by=newborn.clerk, at=ten(20))

    react()

    assert told() == ["case.received", "case.accepted", "case.closed"]
