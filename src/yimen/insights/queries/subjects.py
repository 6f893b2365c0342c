"""The subjects a scope is about, as ids: the planner then knows how few they are."""

from yimen.insights.models import Subject
from yimen.insights.rules.measures import Scope


def of(scope: Scope) -> list[int] | None:
    """Ids of its subjects; None where it is about every one."""
    named = {"centre": scope.centre, "department": scope.department, "item": scope.item}
    named = {name: value for name, value in named.items() if value}
    if not named and scope.within is None:
        return None
    rows = Subject.objects.filter(**named)
    if scope.within is not None:
        rows = rows.filter(department__in=sorted(scope.within))
    return list(rows.values_list("pk", flat=True))
