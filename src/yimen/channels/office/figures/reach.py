"""Whose figures somebody may read: all, or only those of the departments that a grant names."""

from dataclasses import replace

from yimen.insights.rules.measures import Scope
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.people.rules import Actor, Right


def bounded(scope: Scope, *, by: Actor) -> Scope:
    """The scope, held within what `by` may read; of a single department straight away its own.

    Figures know departments by name. Services under a former name of a department are therefore
    seen only by who may read all.

    Raises:
        NotAllowed: it asks for another department.
    """
    own = departments_of(by)
    if own is None:
        return scope
    if scope.department and scope.department not in own:
        raise NotAllowed(right=Right.READ_FIGURES)
    only = next(iter(own)) if len(own) == 1 else ""
    return replace(scope, department=scope.department or only, within=own)


def departments_of(actor: Actor) -> frozenset[str] | None:
    """The names of the departments whose figures `actor` may read; None for all there are."""
    grants = [grant for grant in actor.grants if Right.READ_FIGURES in grant.rights]
    if any(grant.department_id is None for grant in grants):
        return None
    return frozenset(
        department.name
        for department in catalogue.departments()
        if actor.may(Right.READ_FIGURES, department_id=department.id)
    )
