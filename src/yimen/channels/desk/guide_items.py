"""The items a window is asked for: those of a business, and those a text means."""

from collections.abc import Collection
from typing import Final

from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.queries import Hit, ItemLine
from yimen.reference.catalogue.rules.states import State
from yimen.services.hall.queries.memory import remembered

_USUAL: Final = 6
_HITS: Final = 12


@remembered(60)
def usual(queue_code: str) -> list[ItemLine]:
    """Some items of a business, to begin with; every redrawing of the desk asks."""
    lines = catalogue.items(queue_code=queue_code, limit=_USUAL)
    return [line for line in lines if line.state in {State.PUBLISHED, State.PAUSED}]


def found(text: str, mine: Collection[str]) -> list[Hit]:
    """What a text means; items of this window's businesses a little higher."""
    return catalogue.search(text, limit=_HITS, at_window=mine) if text else []
