"""What the city has already, and promises, in a bundle: once for every part that asks."""

import pytest

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.bundled import FROM_AFAR, Newborn, build_newborn
from tests.cases.office import FORM, LI, ZHANG, ten
from tests.journeys.test_bundles import DRAWN
from tests.journeys.test_reuse import issued
from yimen.journeys import bundle_reuse, reuse
from yimen.journeys import bundles as journey
from yimen.services.cases.actions import bundle_drafting, bundle_filing, filing
from yimen.services.cases.actions.adopting import adopt_bundle
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import MaterialNotFound, SignatureNeeded, WayNotOffered
from yimen.services.cases.models import Case, Clock, Notice
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.rules.clocks import ClockKind, EndReason
from yimen.services.cases.rules.states import State
from yimen.services.certificates import queries
from yimen.services.certificates.errors import CertificateNotFound, ConsentNeeded
from yimen.services.certificates.models import Use
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db

NAME = "父母居民身份证"
KEY = "birth-id"
PROOF, IDS, _PHOTO = FROM_AFAR["household"]


@pytest.fixture
def newborn(hall: Hall) -> Newborn:
    return build_newborn(hall, asked=FROM_AFAR)


def draft(newborn: Newborn, *, lease: str = "bring") -> CaseBundleView:
    """A draft at the window whose shared material has not come."""
    begun, by = newborn.begin(), newborn.clerk
    bundle_drafting.identify(begun.id, ZHANG, by=by, at=ten(1))
    bundle_drafting.fill(begun.id, FORM, by=by, at=ten(2))
    given = {"gift-lease": Given(lease), "card-form": Given("sign")}
    return bundle_drafting.give(begun.id, given, by=by, at=ten(3))


def offered(view: CaseBundleView) -> dict[str, list[int]]:
    found = bundle_reuse.offers(view, bundles.materials_of(view.id), at=ten(4))
    return {key: [each.id for each in of_key] for key, of_key in found.items()}


def use(newborn: Newborn, view: CaseBundleView, held: int, *, agreed: bool = True) -> None:
    bundle_reuse.use(view.id, KEY, "certificate", held, agreed=agreed, by=newborn.clerk, at=ten(5))


def test_what_the_applicant_holds_is_offered_once_and_nobody_elses(newborn: Newborn) -> None:
    nobody, view = newborn.begin(), draft(newborn)
    issued(newborn.office, NAME, holder=OTHER_CITIZEN)
    assert offered(view) == {}

    held = issued(newborn.office, NAME)

    assert offered(view) == {KEY: [held.id]}
    assert offered(nobody) == {}
    use(newborn, view, held.id)
    assert offered(view) == {}


def test_agreed_to_once_it_stands_in_every_part_and_each_names_its_source(
    newborn: Newborn,
) -> None:
    view, held = draft(newborn), issued(newborn.office, NAME)

    for _ in range(2):
        use(newborn, view, held.id)
    filed = bundle_filing.file(view.id, by=newborn.clerk, at=ten(6))

    (used,) = queries.uses(blind_index(CITIZEN))
    assert used.purpose == f"办理“出生一件事”，代替提交“{NAME}”"
    assert used.consent_at == ten(5)
    came = bundles.materials_of(view.id)
    assert bundle_reuse.origins(view.id, came)[KEY].number == held.number
    for part, key in (("birth", "id"), ("gift", "ids")):
        case_id = newborn.part(filed.id, part).case_id or 0
        asked = materials(case_id)
        assert {each.key: each.way for each in asked}[key] == "held"
        origin = reuse.origins(case_id, asked)[key]
        assert (origin.number, origin.consent_at) == (held.number, ten(5))


def test_without_consent_or_with_another_thing_nothing_is_used(newborn: Newborn) -> None:
    view, held = draft(newborn), issued(newborn.office, NAME)
    wrong = issued(newborn.office, "居民户口簿", place=1)

    with pytest.raises(ConsentNeeded):
        use(newborn, view, held.id, agreed=False)
    with pytest.raises(CertificateNotFound):
        use(newborn, view, wrong.id)
    with pytest.raises(MaterialNotFound):
        bundle_reuse.use_best(view.id, "none", agreed=True, by=newborn.clerk, at=ten(5))
    with pytest.raises(CertificateNotFound):
        bundle_reuse.use_best(view.id, "gift-lease", agreed=True, by=newborn.clerk, at=ten(5))

    assert not Use.objects.exists()
    bundle_reuse.use_best(view.id, KEY, agreed=True, by=newborn.clerk, at=ten(5))
    assert Use.objects.get().certificate_id == held.id


def test_somebody_else_applies_and_what_the_first_held_is_missing_again(
    newborn: Newborn,
) -> None:
    view, held = draft(newborn), issued(newborn.office, NAME)
    use(newborn, view, held.id)

    bundle_drafting.identify(view.id, ZHANG, by=newborn.clerk, at=ten(6))
    same = {each.merged.key: each.way for each in bundles.materials_of(view.id)}
    bundle_drafting.identify(view.id, LI, by=newborn.clerk, at=ten(7))

    assert same[KEY] == "held"
    ways = {each.merged.key: each.way for each in bundles.materials_of(view.id)}
    assert (ways[KEY], ways["gift-lease"]) == ("", "bring")


def test_a_promise_is_made_in_the_part_that_takes_it_once_it_is_signed(newborn: Newborn) -> None:
    view, by = draft(newborn, lease="promise"), newborn.clerk
    bundle_drafting.give(view.id, {KEY: Given("bring")}, by=by, at=ten(4))

    with pytest.raises(SignatureNeeded):
        bundle_filing.file(at_window(view, newborn), by=by, at=ten(5))
    assert not Case.objects.exists()
    journey.sign(view.id, DRAWN, by=by, at=ten(6))
    filed = bundle_filing.file(view.id, by=by, at=ten(7))

    gift = newborn.part(filed.id, "gift").case_id or 0
    states = {each.key: (each.state.value, each.way) for each in materials(gift)}
    assert states["lease"] == ("promised", "promise")
    kinds = Notice.objects.filter(case_id=gift).values_list("kind", flat=True)
    assert "promise" in set(kinds)


def at_window(view: CaseBundleView, newborn: Newborn) -> int:
    """Moved to window 1, whose second screen takes the signature; the bundle's id."""
    window = newborn.office.hall.windows[1]
    adopt_bundle(view.id, window_id=window, ticket_id=None, by=newborn.clerk, at=ten(4))
    return view.id


def test_a_promise_does_not_do_where_a_part_wants_the_proof(newborn: Newborn) -> None:
    view = draft(newborn)

    for way in ("promise", "held"):
        with pytest.raises(WayNotOffered):
            bundle_drafting.give(view.id, {KEY: Given(way)}, by=newborn.clerk, at=ten(4))


def test_a_promise_broken_since_leaves_the_part_that_waited_to_its_department(
    hall: Hall,
) -> None:
    words = "申领表所填内容真实"
    form = {"key": "form", "name": "申领表", "ways": ["sign"], "promise": words}
    newborn = build_newborn(hall, asked={**FROM_AFAR, "household": [PROOF, IDS, form]})
    begun, by = newborn.begin(card="no"), newborn.clerk
    bundle_drafting.identify(begun.id, ZHANG, by=by, at=ten(1))
    bundle_drafting.fill(begun.id, FORM, by=by, at=ten(2))
    ways = {KEY: "bring", "gift-lease": "bring", "household-form": "promise"}
    given = {key: Given(way) for key, way in ways.items()}
    bundle_drafting.give(begun.id, given, by=by, at=ten(3))
    journey.sign(begun.id, DRAWN, by=by, at=ten(4))
    bundle_filing.file(begun.id, by=by, at=ten(5))
    newborn.decide(begun.id, "birth")
    broken(newborn)

    newborn.go_on(begun.id)

    household = newborn.part(begun.id, "household")
    assert household.case_state is State.RECEIVED
    assert {each.key: each.way for each in materials(household.case_id or 0)}["form"] == "promise"


def broken(newborn: Newborn) -> None:
    """A promise of the same applicant for another case, not kept in time."""
    case = newborn.office.received(lease=False)
    filing.accept(case.id, by=newborn.clerk, at=ten(20), tolerant_days=1)
    Clock.objects.filter(case_id=case.id, kind=ClockKind.TOLERANT.value).update(
        why=EndReason.EXPIRED.value, ended_on=ten().date(), state="ended"
    )
