"""What differs between two versions, field by field and entry by entry."""

from collections.abc import Mapping
from dataclasses import dataclass

#: What names an entry of a list, in the order in which it is looked for.
_NAMES = ("key", "name", "question")


@dataclass(frozen=True)
class Difference:
    """One place; None stands for "not there"."""

    #: `PROMISE_DAY`, or `materials.id_card.copies`.
    path: str
    before: object
    after: object


def differences(
    fields_before: Mapping[str, object],
    content_before: Mapping[str, object],
    fields_after: Mapping[str, object],
    content_after: Mapping[str, object],
) -> list[Difference]:
    """All places that differ, national fields first, each part in its own order."""
    found: list[Difference] = []
    _compare("", fields_before, fields_after, found)
    _compare("", content_before, content_after, found)
    return found


def _compare(path: str, before: object, after: object, found: list[Difference]) -> None:
    if before == after:
        return
    old, new = _entries(before), _entries(after)
    if old is None or new is None:
        found.append(Difference(path, before, after))
        return
    for name in dict.fromkeys([*old, *new]):
        _compare(f"{path}.{name}".lstrip("."), old.get(name), new.get(name), found)
    if list(old) != list(new) and set(old) == set(new) and isinstance(before, list):
        found.append(Difference(f"{path}.order", list(old), list(new)))


def _entries(part: object) -> Mapping[str, object] | None:
    """An object's entries, or a list's by name; None for anything else."""
    if isinstance(part, Mapping):
        return part
    if isinstance(part, list) and part and all(isinstance(each, Mapping) for each in part):
        named = {_name(each, place): each for place, each in enumerate(part)}
        return named if len(named) == len(part) else None
    return None


def _name(entry: Mapping[str, object], place: int) -> str:
    return next((str(entry[name]) for name in _NAMES if entry.get(name)), str(place))
