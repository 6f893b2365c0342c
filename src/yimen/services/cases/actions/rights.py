"""Who may act on a case: at its window, and of its department; nobody in a matter of their own."""

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.errors import OwnCase
from yimen.services.cases.models import Case, Step
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules.states import Acceptance


def require_colleague(row: Case, by: Actor, *rights: Right) -> None:
    """Go on only if `by` is staff and holds one of the rights in the item's department.

    Or in a branch (警种) or department that one of its steps is routed to.

    Raises:
        NotAllowed: it does not.
    """
    routed = Step.objects.filter(case=row).values_list("department_id", flat=True)
    held = any(
        by.may(right, centre_id=row.centre_id, department_id=department_id)
        for department_id in {row.department_id, *routed}
        for right in rights
    )
    if by.kind != "staff" or not held:
        raise NotAllowed(right=rights[0])


def require_staff(by: Actor, right: Right, *, department_id: int) -> None:
    """Go on only if `by` is staff and holds the right for a department.

    Raises:
        NotAllowed: it does not.
    """
    if by.kind != "staff" or not by.may(right, department_id=department_id):
        raise NotAllowed(right=right)


def check_not_own(row: Case, by: Actor) -> None:
    """Go on only if `by` neither applies nor stands in for who applies (回避).

    Raises:
        OwnCase: it does.

    Source: Civil Servant Law (公务员法) art. 76: recusal in matters of one's own.
    """
    own = {bytes(index) for index in (row.applicant_index, row.agent_index) if index is not None}
    if by.identity and by.identity in own:
        raise OwnCase


def is_own(row: Case, by: Actor) -> bool:
    """Whether `by` is the citizen who filled the case in from afar."""
    return by.kind == "citizen" and by.id > 0 and row.citizen_id == by.id


def applies(row: Case, by: Actor) -> bool:
    """Whether `by` is a citizen who applies, or stands in for who applies, at whatever door."""
    theirs = {bytes(index) for index in (row.applicant_index, row.agent_index) if index is not None}
    return by.kind == "citizen" and by.identity in theirs


def staff_of(by: Actor) -> int | None:
    """Whose staff id is kept for an act; None where no member of staff did it."""
    return by.id if by.kind == "staff" else None


def check_takes_in(row: Case, by: Actor) -> None:
    """Go on only for a window of the centre, or whoever handles for the department.

    Raises:
        NotAllowed: `by` is neither.
    """
    if not by.may(Right.HANDLE, department_id=row.department_id):
        require(by, Right.RECEIVE, centre_id=row.centre_id)


def check_accepts(row: Case, by: Actor) -> None:
    """Go on only if `by` may accept or turn away on the department's behalf.

    Raises:
        NotAllowed: the window only receives this item, or `by` has no part in it.
        OwnCase: it is a matter of their own.
    """
    check_not_own(row, by)
    handles = by.may(Right.HANDLE, department_id=row.department_id)
    mode = definition(row.version_id).acceptance
    window = mode is Acceptance.WINDOW_ACCEPTS and by.may(Right.RECEIVE, centre_id=row.centre_id)
    if not handles and not window:
        raise NotAllowed(right=Right.RECEIVE)
