"""The card reader. Without hardware, in the demonstration city, a few cards to lay on it.

Numbers are the published examples and test vectors of GB 11643; names are made up.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Card:
    """What a reader tells of an identity card."""

    citizen_id: str
    name: str


DEMO_CARDS: Final = (
    Card("441900199003070016", "张小明"),
    Card("441900200001010023", "李芳"),
    Card("44190019550815003X", "陈建国"),
    Card("11010519491231002X", "王秀英"),
    Card("810000199205081230", "何嘉欣"),
    Card("830000197901011230", "林志远"),
)


def demo_card(place: str) -> Card | None:
    """The card at a place of the sheet, None where none lies."""
    if place.isdecimal() and int(place) < len(DEMO_CARDS):
        return DEMO_CARDS[int(place)]
    return None
