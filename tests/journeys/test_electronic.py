"""Electronic delivery: what came into its holder's wallet is handed over, and its holder told."""

from typing import Any

import pytest
from pytest_django import Settings

from tests.builders import CITIZEN, Hall
from tests.cases.office import CONTENT, Office, build_office, ten
from tests.journeys.builders import react, said, told
from yimen.journeys import cases_clock, results
from yimen.reference.catalogue.rules.content import Result
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import choosing, deciding, filing
from yimen.services.cases.errors import HandOverNotOffered
from yimen.services.cases.queries import cases, clocks
from yimen.services.cases.queries.handing import hand_overs_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.clocks import ClockKind, ClockState
from yimen.services.cases.rules.drafting import HAND_OVERS, hand_overs
from yimen.services.cases.rules.states import Applicant, State
from yimen.services.cases.rules.steps import Outcome

pytestmark = pytest.mark.django_db
ALL_WAYS: dict[str, Any] = {
    **CONTENT,
    "results": [{"name": "居住证", "kind": "证照", "delivery": ["window", "electronic"]}],
}


@pytest.fixture(autouse=True)
def _sms(settings: Settings) -> None:
    settings.SMS = "console:"


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall, content=ALL_WAYS)


def known(*, checked: bool = True) -> None:
    """The applicant has an account; checked, it opens their wallet."""
    identity = Identity(CITIZEN, "演示张三", "13800000000")
    people.know_citizen(identity, by=HOUSE, at=ten(0), checked=checked)


def granted(office: Office, outcome: Outcome = Outcome.PASS) -> CaseView:
    """Decided, to be delivered electronically."""
    draft = office.filled()
    choosing.choose_hand_over(draft.id, "electronic", None, by=office.clerk, at=ten(4))
    filing.receive(draft.id, by=office.clerk, at=ten(5))
    filing.accept(draft.id, by=office.clerk, at=ten(6))
    for actor in (office.handler, office.reviewer):
        office.do(actor, draft.id)
    office.do(office.approver, draft.id, outcome, opinion="已审查")
    return cases.case(draft.id)


def state(case: CaseView) -> State:
    return cases.case(case.id).state


def delivery_clock(case: CaseView) -> ClockState:
    (found,) = [each for each in clocks.clocks_of(case.id) if each.kind is ClockKind.DELIVERY]
    return found.state


def settle() -> None:
    """React until nothing follows any more: to the grant, the result, and its delivery."""
    for _ in range(3):
        react()


def test_a_result_in_its_holders_wallet_is_delivered_and_told(office: Office) -> None:
    known()
    case = granted(office)

    settle()

    assert state(case) is State.DELIVERED
    assert delivery_clock(case) is ClockState.ENDED
    (line,) = [line for line in cases.log(case.id) if line.event == "hand_over"]
    assert line.facts == {"taker": "electronic"}
    assert told()[-2:] == ["case.electronic", "case.rating"]
    assert "我的证照" in said("case.electronic")


@pytest.mark.parametrize("half", [False, True])
def test_who_cannot_open_a_wallet_yet_is_told_and_gets_it_once_they_can(
    office: Office, half: bool
) -> None:
    if half:
        known(checked=False)
    case = granted(office)
    settle()
    assert (state(case), told()[-1]) == (State.CERTIFIED, "case.electronic")
    cases_clock.deliver_electronically(timestamp=0)
    assert state(case) is State.CERTIFIED

    known()
    cases_clock.deliver_electronically(timestamp=0)

    assert state(case) is State.DELIVERED


def test_a_refusal_is_delivered_the_same_way(office: Office) -> None:
    known()
    case = granted(office, Outcome.REFUSE)

    settle()

    assert state(case) is State.DELIVERED


def test_what_is_to_be_collected_is_not_delivered_by_itself(office: Office) -> None:
    known()
    case = office.granted()

    settle()
    cases_clock.deliver_electronically(timestamp=0)

    assert (state(case), told()[-1]) == (State.CERTIFIED, "case.ready")


def test_a_case_voided_meanwhile_is_not_delivered(office: Office) -> None:
    known()
    case = granted(office)
    results.make(case.id, at=ten(60))
    deciding.void(case.id, "录错人", by=office.supervisor, at=ten(70))

    settle()
    cases_clock.deliver_electronically(timestamp=0)

    assert state(case) is State.VOID


def result(*delivery: str) -> Result:
    return Result("居住证", delivery=delivery)


@pytest.mark.parametrize(
    ("results_of_item", "ways"),
    [
        ([], HAND_OVERS),
        ([result()], HAND_OVERS),
        ([result("window", "post")], ("window", "post", "locker")),
        ([result("electronic")], ("electronic",)),
        ([result("window", "electronic"), result("electronic")], ("electronic",)),
        ([result("electronic"), result()], ("electronic",)),
        ([result("window"), result("electronic")], ("window",)),
        ([result("terminal")], ("window",)),
    ],
)
def test_everything_an_item_gives_is_handed_over_in_one_way(
    results_of_item: list[Result], ways: tuple[str, ...]
) -> None:
    assert hand_overs(results_of_item) == ways


@pytest.mark.parametrize("way", ["post", "pigeon", ""])
def test_a_way_its_results_do_not_have_is_refused(office: Office, way: str) -> None:
    draft = office.filled()

    with pytest.raises(HandOverNotOffered):
        choosing.choose_hand_over(draft.id, way, None, by=office.clerk, at=ten(4))

    assert cases.case(draft.id).hand_over == "window"


def test_an_organisation_has_no_wallet(office: Office) -> None:
    case = office.filled()
    firm = CaseView(**{**vars(case), "applicant_kind": Applicant.ORGANISATION})

    assert hand_overs_of(case) == ("window", "electronic", "locker")
    assert hand_overs_of(firm) == ("window", "locker")
