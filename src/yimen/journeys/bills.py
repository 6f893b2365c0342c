"""What a case costs its applicant: the bill follows from the item's fees, and ends with the case.

A bill is made when the case is accepted: by whoever accepts, at once, and again by the follower of
the log, which finds it made or catches up. A case has one bill ever; one that was cancelled by a
person is not made anew. The case's row is held meanwhile, so that a case that ends leaves no bill
behind.

Paying comes before the result (缴费后出证): `results.make` waits for it. No clock stops for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from yimen.reference.catalogue.rules import guide
from yimen.reference.catalogue.rules.content import Content, Fee
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import holding, viewing
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.search import answers_of, cases_of_ticket
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import Applicant, State
from yimen.services.hall import queries as hall
from yimen.services.payments import actions, queries
from yimen.services.payments.actions import Payer
from yimen.services.payments.errors import BadAmount, BillNotOpen
from yimen.services.payments.queries import BillView, PaymentView
from yimen.services.payments.rules.bills import BillLine, yuan
from yimen.services.payments.rules.states import BillState
from yimen.support.following import LoggedEvent

#: In these a case owes what its item costs. Before there is nothing to pay for yet.
_OWES: Final = frozenset(
    {State.ACCEPTED, State.IN_REVIEW, State.SUSPENDED, State.GRANTED, State.CLOSED}
)
_ACCEPTED: Final = frozenset({"case.accept", "case.deem_accepted"})
_OVER: Final = frozenset({"case.withdraw", "case.terminate", "case.refuse", "case.void"})
_ALL: Final = 100


@dataclass(frozen=True)
class Owed:
    """What an item costs in one situation.

    Args:
        lines: amounts that the item says.
        open: fees whose amount depends: somebody settles it within their range.
    """

    lines: tuple[BillLine, ...]
    open: tuple[Fee, ...]


def owed(content: Content, answers: Mapping[str, str]) -> Owed:
    """What is charged for a situation; what does not apply to it, or costs nothing, is left out."""
    fees = [each.fee for each in guide.fees(content, answers) if each.certain]
    return Owed(
        lines=tuple(
            BillLine(fee.name, fee.fen, fee.basis) for fee in fees if 0 < fee.fen == fee.highest_fen
        ),
        open=tuple(fee for fee in fees if fee.fen < fee.highest_fen),
    )


def costs(case: CaseView) -> bool:
    """Whether its item has fees at all: most have none, and need no look at bills."""
    return bool(definition(case.version_id).content.fees)


def owed_by(case: CaseView) -> Owed:
    """What a case costs: by the version it was filed with, whatever was published since."""
    return owed(definition(case.version_id).content, answers_of(case.id))


def reference(case_id: int) -> str:
    """How bills name their case."""
    return f"case:{case_id}"


def bill_of(case_id: int) -> BillView | None:
    """A case's bill, None without one."""
    return queries.bill_for(reference(case_id))


def raise_for(
    case_id: int, *, by: Actor, at: datetime, amounts: Mapping[str, int] | None = None
) -> BillView | None:
    """Make a case's bill, once. None where it owes nothing, or an amount is still to be settled.

    Args:
        case_id: which.
        by: who takes cases in there, or the house.
        at: now.
        amounts: in fen by the fee's name, for fees whose amount depends.

    Raises:
        CaseNotFound: no such case.
        NotAllowed: `by` makes no bills there.
        BadAmount: one that is missing or out of its range, where `amounts` were given.
    """
    if not costs(cases.case(case_id)):
        return None
    with transaction.atomic():
        case = holding.hold(case_id)
        known = bill_of(case_id)
        if known is not None or case.state not in _OWES:
            return known
        found = owed_by(case)
        if found.open and amounts is None:
            return None
        lines = (*found.lines, *_settled(found.open, amounts or {}))
        return _make(case, lines, by=by, at=at) if lines else None


def _settled(fees: tuple[Fee, ...], amounts: Mapping[str, int]) -> tuple[BillLine, ...]:
    for fee in fees:
        lowest = max(fee.fen, 1)
        if not lowest <= amounts.get(fee.name, 0) <= fee.highest_fen:
            raise BadAmount(fee=fee.name, low=yuan(lowest), high=yuan(fee.highest_fen))
    return tuple(BillLine(fee.name, amounts[fee.name], fee.basis) for fee in fees)


def _make(case: CaseView, lines: tuple[BillLine, ...], *, by: Actor, at: datetime) -> BillView:
    plain = viewing.for_house(case.id)
    person = plain.agent_id if case.applicant_kind is Applicant.ORGANISATION else plain.id
    topics = [f"case:{case.public_id}"]
    if case.window_id is not None:
        topics.append(f"window:{case.window_id}")
    return actions.make_bill(
        reference(case.id),
        lines,
        centre_id=case.centre_id,
        department_id=case.department_id,
        by=by,
        at=at,
        item_version_id=case.version_id,
        payer=Payer(plain.name, person),
        topics=topics,
    )


def is_owing(case: CaseView) -> bool:
    """Whether something is still to be paid, or to be settled, before the result."""
    if not costs(case):
        return False
    bill = bill_of(case.id)
    if bill is not None:
        return bill.state is BillState.OPEN
    return case.state in _OWES and bool(owed_by(case).open)


def end(case: CaseView, *, refused: bool, at: datetime) -> None:
    """A case came to nothing: what is not paid is cancelled, what is paid goes back by the rule.

    Again changes nothing. Money that comes after the cancellation goes back by itself. `refused`:
    by a decision; otherwise it was taken back, ended, or entered in error.
    """
    bill = bill_of(case.id) if costs(case) else None
    if bill is None:
        return
    try:
        actions.cancel_bill(bill.id, by=HOUSE, at=at)
    except BillNotOpen:
        rules = queries.rules_on(timezone.localdate(at))
        percent = rules.back_refused_percent if refused else rules.back_ended_percent
        whole = case.state is State.VOID  # entered in error: nobody owed anything
        actions.give_back(bill.id, percent=_ALL if whole else percent, by=HOUSE, at=at)


def on_case(event: LoggedEvent) -> None:
    """The bill of an accepted case, if it was not made at once; and the end of one that is over."""
    case = cases.case_by_public_id(_public_id(event))
    if event.name in _OVER:
        end(case, refused=event.name == "case.refuse", at=event.at)
    else:
        raise_for(case.id, by=HOUSE, at=event.at)


NAMES: Final = _ACCEPTED | _OVER


def _public_id(event: LoggedEvent) -> str:
    return next(topic.removeprefix("case:") for topic in event.topics if topic.startswith("case:"))


def shown_at(window_id: int, *, at: datetime) -> tuple[BillView, PaymentView] | None:
    """The bill whose code is good now, of whoever is served at a window; None where none is.

    Only of the present number: the code of somebody who has gone is nobody's business here.
    """
    present = hall.at_window(window_id)
    if present is None:
        return None
    for case in cases_of_ticket(present.id):
        bill = bill_of(case.id) if costs(case) else None
        if bill is not None and bill.state is BillState.OPEN:
            payment = queries.shown_payment(bill.id, at=at)
            if payment is not None:
                return bill, payment
    return None
