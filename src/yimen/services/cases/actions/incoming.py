"""Papers that come by parcel: which cases wait for any."""

from typing import Final

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import moves
from yimen.services.cases.errors import NotEditable
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.states import State

#: Taken in and not accepted yet: papers may still come, and have a number to be registered under.
WAITS_FOR_PAPERS: Final = frozenset({State.RECEIVED, State.CORRECTION})


def hold(case_id: int, *, by: Actor) -> CaseView:
    """A case that papers may still come for, held until the transaction ends.

    A citizen has shown number and query code at the door.

    Raises:
        CaseNotFound: no such case.
        NotAllowed: `by` takes no papers in here.
        NotEditable: it was accepted, or is over.
    """
    row = moves.locked(case_id)
    if by.kind != "citizen":
        require(by, Right.RECEIVE, centre_id=row.centre_id)
    if State(row.state) not in WAITS_FOR_PAPERS:
        raise NotEditable(case_state=row.state)
    return as_view(row)
