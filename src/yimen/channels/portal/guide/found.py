"""Lists of what can be asked for: departments, and the items of one that are on offer."""

from yimen.channels.doorway.names import named, without_city
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.queries import ItemLine
from yimen.reference.catalogue.rules.states import State

_SHOWN = (State.PUBLISHED, State.PAUSED)


def departments_with_names() -> list[tuple[int, str]]:
    """Every bureau by id, its name in the reader's language without the city's."""
    known = catalogue.bureaus()
    names = without_city([named(department) for department in known])
    return list(zip((department.id for department in known), names, strict=True))


def offered(department_id: int, *, after: str, limit: int) -> tuple[list[ItemLine], str]:
    """A page of a department's items, and after which code the next begins; empty at the end.

    Drafts of new items and what was withdrawn are left out, so a page may be shorter.
    """
    page = catalogue.items(department_id=department_id, after=after, limit=limit + 1)
    following = page[limit - 1].code if len(page) > limit else ""
    return [line for line in page[:limit] if line.state in _SHOWN], following
