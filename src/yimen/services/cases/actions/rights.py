"""Who of a department may act on a case: people only, never the house or a device.

And nobody in a matter of their own.
"""

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.errors import OwnCase
from yimen.services.cases.models import Case


def require_colleague(row: Case, by: Actor, *rights: Right) -> None:
    """Go on only if `by` is staff and holds one of the rights in the item's department.

    Raises:
        NotAllowed: it does not.
    """
    held = any(
        by.may(right, centre_id=row.centre_id, department_id=row.department_id) for right in rights
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


def staff_of(by: Actor) -> int | None:
    """Whose staff id is kept for an act; None where no member of staff did it."""
    return by.id if by.kind == "staff" else None
