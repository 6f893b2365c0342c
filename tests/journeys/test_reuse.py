"""What the city has already stands in for a material: with consent, on record, once."""

from datetime import timedelta
from threading import Barrier

import pytest

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall, build_hall
from tests.cases.office import TEN, ZHANG, Office, build_office, ten
from tests.hall.test_races import at_once
from yimen.journeys import reuse
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import drafting
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import MaterialNotFound, NotEditable, WayNotOffered
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.materials import MaterialView, materials
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import MaterialState
from yimen.services.certificates import actions, queries
from yimen.services.certificates.actions import ToIssue
from yimen.services.certificates.errors import CertificateNotFound, ConsentNeeded, OfferGone
from yimen.services.certificates.models import Use
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import Change
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db
HOLDER = blind_index(CITIZEN)


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def issued(
    office: Office,
    name: str = "居民身份证",
    *,
    holder: str = CITIZEN,
    days: int | None = None,
    place: int = 0,
) -> CertificateView:
    """A certificate of somebody, good for so many days."""
    asked = ToIssue(
        name=name,
        reference=f"register:{name}:{holder[-4:]}",
        department_id=office.department_id,
        holder_id=holder,
        holder_name="演示张三",
        authority_code="11441900007330060J",
        authority="东莞市公安局",
        valid_from=TEN.date(),
        valid_to=None if days is None else TEN.date() + timedelta(days=days),
        place=place,
    )
    return actions.issue(asked, by=HOUSE, at=ten())


def draft(office: Office) -> CaseView:
    """A draft of the citizen with nothing handed in."""
    case = office.filled()
    for key in ("id", "lease"):
        drafting.take_back(case.id, key, by=office.clerk, at=ten(3.5))
    return cases.case(case.id)


def material(case: CaseView, key: str = "id") -> MaterialView:
    return next(each for each in materials(case.id) if each.key == key)


def use(office: Office, case: CaseView, held: CertificateView, *, agreed: bool = True) -> CaseView:
    return reuse.use(
        case.id, "id", "certificate", held.id, agreed=agreed, by=office.clerk, at=ten(5)
    )


def revoke(held: CertificateView) -> None:
    actions.change(held.id, Change.REVOKE, reason="以欺骗手段取得", by=HOUSE, at=ten(4))


def test_what_the_applicant_holds_is_offered_and_nobody_elses(office: Office) -> None:
    case = draft(office)
    issued(office, holder=OTHER_CITIZEN)
    assert reuse.offers(case, materials(case.id), at=ten(4)) == {}

    held = issued(office)

    offered = reuse.offers(case, materials(case.id), at=ten(4))
    assert {key: [each.id for each in found] for key, found in offered.items()} == {"id": [held.id]}


def test_nothing_is_offered_before_the_applicant_is_known_nor_for_what_is_there(
    office: Office,
) -> None:
    issued(office)
    nobody, given = office.begin(), office.filled()

    assert reuse.offers(nobody, materials(nobody.id), at=ten(4)) == {}
    assert reuse.offers(given, materials(given.id), at=ten(4)) == {}


def test_used_with_consent_it_is_there_and_both_records_say_why(office: Office) -> None:
    case, held = draft(office), issued(office)

    use(office, case, held)

    assert (material(case).state, material(case).way) == (MaterialState.HELD, "held")
    seen = queries.uses(HOLDER)[0]
    assert (seen.kind, seen.reference, seen.consent_at) == ("reuse", f"case:{case.id}", ten(5))
    assert seen.purpose == "办理“居住证申领”，代替提交“居民身份证”"
    assert cases.log(case.id)[-1].facts == {"materials": ["id"], "held": ["id"]}
    origin = reuse.origins(case.id, materials(case.id))["id"]
    assert (origin.number, origin.authority, origin.trust) == (held.number, "东莞市公安局", "A")
    assert origin.actor == f"staff:{office.clerk.label}"


def test_without_consent_nothing_is_used(office: Office) -> None:
    case, held = draft(office), issued(office)

    with pytest.raises(ConsentNeeded):
        use(office, case, held, agreed=False)

    assert material(case).state is MaterialState.MISSING
    assert queries.uses(HOLDER) == []


def test_revoked_between_offer_and_use_it_is_refused_and_the_paper_still_goes(
    office: Office,
) -> None:
    case, held = draft(office), issued(office)
    assert reuse.offers(case, materials(case.id), at=ten(4))
    revoke(held)

    with pytest.raises(OfferGone) as refusal:
        use(office, case, held)

    assert refusal.value.facts == {"certificate": "07"}
    assert (material(case).state, queries.uses(HOLDER)) == (MaterialState.MISSING, [])
    drafting.give(case.id, {"id": Given("bring")}, by=office.clerk, at=ten(6))
    assert material(case).way == "bring"


def test_run_out_between_offer_and_use_it_is_refused(office: Office) -> None:
    case, held = draft(office), issued(office, days=1)
    late = ten(60 * 24 * 2)

    with pytest.raises(OfferGone) as refusal:
        reuse.use(case.id, "id", "certificate", held.id, agreed=True, by=office.clerk, at=late)

    assert refusal.value.facts == {"certificate": "05"}


def test_a_certificate_of_something_else_or_somebody_else_does_not_stand_in(
    office: Office,
) -> None:
    case = draft(office)
    other, stranger = issued(office, "机动车驾驶证"), issued(office, holder=OTHER_CITIZEN)

    for held in (other, stranger):
        with pytest.raises(CertificateNotFound):
            use(office, case, held)

    assert Use.objects.count() == 0
    assert material(case).state is MaterialState.MISSING


def test_where_only_the_paper_will_do_nothing_stands_in(office: Office) -> None:
    case = office.begin(who="agent")
    drafting.identify(case.id, ZHANG, by=office.clerk, at=ten(1))
    held = issued(office, "授权委托书")

    assert "power" not in reuse.offers(cases.case(case.id), materials(case.id), at=ten(4))
    with pytest.raises(WayNotOffered):
        reuse.use(case.id, "power", "certificate", held.id, agreed=True, by=office.clerk, at=ten(5))
    assert Use.objects.count() == 0


def test_pressed_twice_it_is_used_once_and_after_taking_back_again(office: Office) -> None:
    case, held = draft(office), issued(office)

    use(office, case, held)
    use(office, case, held)
    assert Use.objects.count() == 1
    drafting.take_back(case.id, "id", by=office.clerk, at=ten(6))
    assert reuse.origins(case.id, materials(case.id)) == {}
    use(office, case, held)

    assert Use.objects.count() == 2


def test_held_is_nothing_without_a_certificate(office: Office) -> None:
    case = draft(office)

    with pytest.raises(WayNotOffered):
        drafting.give(case.id, {"id": Given("held")}, by=office.clerk, at=ten(4))


def test_only_who_takes_in_here_uses_it_and_only_before_the_acceptance(office: Office) -> None:
    case, held, over = draft(office), issued(office), office.accepted()
    citizen = Actor("citizen", 78, "citizen")

    for by in (office.handler, citizen):
        with pytest.raises(NotAllowed):
            reuse.use(case.id, "id", "certificate", held.id, agreed=True, by=by, at=ten(5))
    with pytest.raises(NotEditable):
        use(office, over, held)


def test_a_copy_compared_with_its_original_is_kept_once_and_offered_next_time(
    office: Office,
) -> None:
    first, second = draft(office), draft(office)
    pages = Given("upload", ("f1", "f2"))
    drafting.give(first.id, {"lease": pages}, by=office.clerk, at=ten(4))

    reuse.keep_checked(first.id, "lease", by=office.clerk, at=ten(4))
    reuse.keep_checked(first.id, "lease", by=office.clerk, at=ten(4))
    offered = reuse.offers(second, materials(second.id), at=ten(5))["lease"]
    reuse.use(second.id, "lease", "copy", offered[0].id, agreed=True, by=office.clerk, at=ten(5))

    assert [(each.kind, each.trust) for each in offered] == [("copy", "B")]
    assert material(second, "lease").file_ids == ("f1", "f2")
    assert reuse.kept_pages(second) == {"f1", "f2"}
    origin = reuse.origins(second.id, materials(second.id))["lease"]
    assert (origin.trust, origin.checked_at) == ("B", ten(4))


def test_nothing_is_kept_of_a_paper_nor_of_what_is_still_checked(office: Office) -> None:
    case = draft(office)
    drafting.give(case.id, {"id": Given("bring")}, by=office.clerk, at=ten(4))
    unchecked = Given("upload", ("f1",), checking=True)
    drafting.give(case.id, {"lease": unchecked}, by=office.clerk, at=ten(4))

    for key in ("id", "lease", "none"):
        with pytest.raises(MaterialNotFound):
            reuse.keep_checked(case.id, key, by=office.clerk, at=ten(5))


def test_the_best_is_used_for_who_cannot_see_what_there_is(office: Office) -> None:
    case, held = draft(office), issued(office)

    with pytest.raises(CertificateNotFound):
        reuse.use_best(case.id, "lease", agreed=True, by=office.clerk, at=ten(5))
    reuse.use_best(case.id, "id", agreed=True, by=office.clerk, at=ten(5))

    assert material(case).certificate_id == held.id


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_sixteen_presses_at_once_are_one_use() -> None:
    office = build_office(build_hall())
    case, held = draft(office), issued(office)

    at_once(lambda _: use(office, case, held))

    assert Use.objects.count() == 1
    assert material(case).state is MaterialState.HELD


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_harness_would_see_a_use_recorded_twice() -> None:
    """Guards the test above: look whether it is there, then use it, and two do."""
    office = build_office(build_hall())
    case, held = draft(office), issued(office)
    both_have_looked = Barrier(2)

    def carelessly(place: int) -> None:
        if place > 1:
            return
        missing = material(case).state is MaterialState.MISSING
        both_have_looked.wait()
        if missing:
            actions.reuse(
                "certificate", held.id, holder_index=HOLDER, purpose="办理", reference="case:1",
                consent_at=ten(5), by=office.clerk, at=ten(5),
            )  # fmt: skip

    at_once(carelessly)

    assert Use.objects.count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_revoked_while_it_is_used_it_is_used_whole_or_not_at_all() -> None:
    office = build_office(build_hall())

    for place in range(4):
        case, held = draft(office), issued(office, place=place)
        before = Use.objects.count()

        def act(client: int, case: CaseView = case, held: CertificateView = held) -> str:
            if client == 0:
                revoke(held)
                return "revoked"
            if client > 1:
                return ""
            try:
                use(office, case, held)
            except DomainError as refusal:
                return refusal.code
            return "used"

        came = at_once(act)[1]

        expected = {"used": (1, "held"), "certificates.offer_gone": (0, "missing")}[came]
        assert (Use.objects.count() - before, material(case).state.value) == expected
