"""Electronic delivery (电子送达): a result that has come into its holder's wallet is handed over.

The record of a delivery says who took it and when (DOMAIN 2.4). Who chose this way has named their
wallet here as where it shall go, and a message has been received once it enters the system that its
receiver named (电子签名法 art. 11): not when it is first looked at, which its holder could put off
at will. So a result is handed over the moment it is made, if its holder can open a wallet. Who
cannot yet is told what to do; it is handed over as soon as they can. A refusal is read in the same
place and goes the same way. An organisation has no wallet: it collects at the window.
"""

from datetime import datetime
from typing import Final

from yimen.journeys import telling
from yimen.kernel.errors import DomainError
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.people import queries as people
from yimen.reference.people.rules import HOUSE, Level
from yimen.services.cases.actions import deciding, viewing
from yimen.services.cases.queries import handing
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import Applicant, State
from yimen.support.following import LoggedEvent

NAMES: Final = frozenset({"case.certify", "case.refuse"})
_READY: Final = frozenset({State.CERTIFIED, State.REFUSED})


def on_case(event: LoggedEvent) -> None:
    """A result, or the refusal, is there: it is delivered if its holder has a wallet."""
    deliver(telling.case_in(event), at=event.at)


def look(*, at: datetime) -> int:
    """Deliver what waited for its holder's wallet, or was lost by the log; how many."""
    waiting = handing.waiting_electronic(each.id for each in catalogue.departments())
    return sum(deliver(case, at=at) for case in waiting)


def deliver(case: CaseView, *, at: datetime) -> bool:
    """Hand a result over electronically if that is its way and it has arrived; whether it did."""
    if case.hand_over != "electronic" or case.state not in _READY or not _has_wallet(case):
        return False
    try:
        deciding.hand_over(case.id, taker="electronic", by=HOUSE, at=at)
    except DomainError:
        return False  # it was voided, or handed over otherwise, meanwhile
    return True


def _has_wallet(case: CaseView) -> bool:
    if case.applicant_kind is not Applicant.PERSON:
        return False
    citizen = people.citizen_by_number(viewing.for_house(case.id).id)
    return citizen is not None and citizen.level >= Level.CHECKED
