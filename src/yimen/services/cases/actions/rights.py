"""Who of a department may act on a case: people only, never the house or a device."""

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Actor, Right
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
