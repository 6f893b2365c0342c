"""A bundle filed on the phone: by whom it is of alone, signed once, submitted everywhere."""

from collections.abc import Callable
from io import BytesIO

import pytest

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.bundled import FROM_AFAR, ONLINE, Newborn, build_newborn
from tests.cases.office import FORM, TEN, ZHANG, ten
from tests.journeys.builders import react
from tests.journeys.test_bundles import DRAWN
from yimen.journeys import bundles as journey
from yimen.journeys import own_bundles
from yimen.kernel.errors import NotAllowed
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.reference.people.queries import actor_of_citizen
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import bundle_drafting, bundle_filing, filing
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import BadSignature, BundleFiled, MaterialsMissing, WindowNeeded
from yimen.services.cases.models import Case, CaseBundle
from yimen.services.cases.queries import bundles, cases
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.rules.bundles import BundleState
from yimen.services.cases.rules.states import State
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db


class Page(BytesIO):
    """A page as a browser sends it."""

    name: str | None = "id.png"


def page() -> Page:
    from PIL import Image  # noqa: PLC0415  as heavy here as everywhere

    drawn = Page()
    Image.new("RGB", (40, 30), "white").save(drawn, "PNG")
    drawn.seek(0)
    return drawn


def know(number: str = CITIZEN, name: str = "演示张三", phone: str = "13800000000") -> int:
    """A person whose card a window has seen; their id."""
    return people.know_citizen(Identity(number, name, phone), by=HOUSE, at=TEN, checked=True).id


@pytest.fixture
def newborn(hall: Hall) -> Newborn:
    return build_newborn(hall, fields=ONLINE, asked=FROM_AFAR)


@pytest.fixture
def zhang(newborn: Newborn) -> int:
    return know()


def begin(newborn: Newborn, citizen_id: int, key: str | None = "once") -> CaseBundleView:
    return own_bundles.begin(
        "newborn",
        {"card": "yes"},
        citizen_id=citizen_id,
        centre_id=newborn.office.hall.centre_id,
        key=key,
        at=ten(),
    )


def filled(newborn: Newborn, citizen_id: int) -> CaseBundleView:
    """Everything but the signature."""
    draft, by = begin(newborn, citizen_id), actor_of_citizen(citizen_id)
    bundle_drafting.fill(draft.id, FORM, by=by, at=ten(1))
    journey.give_files(draft.id, "birth-id", "upload", [page()], by=by, at=ten(2))
    return bundle_drafting.give(draft.id, {"gift-lease": Given("promise")}, by=by, at=ten(3))


def submit(draft: CaseBundleView, citizen_id: int, drawn: str = DRAWN) -> CaseBundleView:
    return own_bundles.submit(draft.id, drawn, citizen_id=citizen_id, at=ten(5))


def test_who_logs_in_applies_and_asked_again_it_is_the_same_draft(
    newborn: Newborn, zhang: int
) -> None:
    draft, again, other = (begin(newborn, zhang, key) for key in ("a", "a", "b"))

    assert again == draft
    assert other.id != draft.id
    assert (draft.applicant, draft.citizen_id, draft.channel) == ("演**三", zhang, "mobile")
    assert [each.id for each in bundles.drafts_from_afar(zhang)] == [other.id, draft.id]
    assert bundles.bundles_of(blind_index(CITIZEN)) == []


def test_what_windows_alone_take_in_is_not_begun_and_named(hall: Hall) -> None:
    newborn = build_newborn(hall)
    who = know()

    with pytest.raises(WindowNeeded) as refused:
        begin(newborn, who)

    assert refused.value.facts["needs"] == (
        "出生医学证明、出生登记、社会保障卡、新生儿慰问、父母居民身份证、申领表"
    )
    assert not CaseBundle.objects.exists()


def test_nobody_else_changes_or_files_it(newborn: Newborn, zhang: int) -> None:
    draft, stranger = filled(newborn, zhang), know(OTHER_CITIZEN, "演示李四", "13800000001")
    by = actor_of_citizen(stranger)

    acts: list[Callable[[], object]] = [
        lambda: bundle_drafting.fill(draft.id, FORM, by=by, at=ten(4)),
        lambda: bundle_drafting.fill(draft.id, FORM, by=Actor("citizen", 0, "x"), at=ten(4)),
        lambda: bundle_filing.file(draft.id, by=by, at=ten(4)),
        lambda: bundle_drafting.give_up(draft.id, by=by),
        lambda: submit(draft, stranger),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert bundles.bundle(draft.id).filed_at is None
    assert bundles.drafts_from_afar(stranger) == []


def test_signed_once_every_department_gets_its_part_and_twice_is_once(
    newborn: Newborn, zhang: int
) -> None:
    draft = filled(newborn, zhang)

    first, again = submit(draft, zhang), submit(draft, zhang, "nothing")

    assert again == first
    assert first.state is BundleState.RUNNING
    assert first.signature_file
    states = {case.item_code: State(case.state) for case in Case.objects.all()}
    assert states == {"birth": State.SUBMITTED, "gift": State.SUBMITTED}
    birth = cases.case(newborn.part(draft.id, "birth").case_id or 0)
    assert (birth.channel, birth.signature_file) == ("mobile", first.signature_file)
    assert birth.number
    assert [each.id for each in bundles.bundles_of(blind_index(CITIZEN))] == [draft.id]
    with pytest.raises(BundleFiled):
        bundle_drafting.fill(draft.id, FORM, by=actor_of_citizen(zhang), at=ten(6))


def test_it_goes_on_as_one_from_a_window_does(newborn: Newborn, zhang: int) -> None:
    draft = submit(filled(newborn, zhang), zhang)
    birth = newborn.part(draft.id, "birth")
    handler = newborn.people[birth.department_id][0]
    filing.receive(birth.case_id or 0, by=handler, at=ten(8))
    filing.accept(birth.case_id or 0, by=handler, at=ten(9))

    newborn.decide(draft.id, "birth", certify=False)
    for _ in ("the result is made", "the next part begins"):
        react()

    household = newborn.part(draft.id, "household")
    assert household.case_id is not None
    proof, ids, _photo = materials(household.case_id)
    assert (proof.state.value, ids.way) == ("held", "upload")
    assert household.case_state is State.ACCEPTED


def test_what_is_missing_is_said_and_nothing_is_signed_or_filed(
    newborn: Newborn, zhang: int
) -> None:
    draft = filled(newborn, zhang)
    bundle_drafting.take_back(draft.id, "birth-id", by=actor_of_citizen(zhang), at=ten(4))

    with pytest.raises(MaterialsMissing) as refused:
        submit(draft, zhang)

    assert refused.value.facts["materials"] == "父母居民身份证"
    after = bundles.bundle(draft.id)
    assert (after.filed_at, after.signature_file) == (None, "")
    assert [each.merged.name for each in own_bundles.to_sign(draft.id)] == ["申领表"]


def test_without_a_signature_nothing_is_filed(newborn: Newborn, zhang: int) -> None:
    draft = filled(newborn, zhang)

    with pytest.raises(BadSignature):
        submit(draft, zhang, "")

    assert bundles.bundle(draft.id).filed_at is None


def test_a_window_still_files_for_an_applicant_who_stands_there(newborn: Newborn) -> None:
    draft, by = newborn.begin(), newborn.clerk
    bundle_drafting.identify(draft.id, ZHANG, by=by, at=ten(1))
    bundle_drafting.fill(draft.id, FORM, by=by, at=ten(2))
    ways = {"birth-id": "bring", "gift-lease": "bring", "card-form": "sign"}
    given = {key: Given(way) for key, way in ways.items()}
    bundle_drafting.give(draft.id, given, by=by, at=ten(3))

    view = bundle_filing.file(draft.id, by=newborn.clerk, at=ten(5))

    assert view.citizen_id is None
    assert newborn.part(draft.id, "birth").case_state is State.ACCEPTED
