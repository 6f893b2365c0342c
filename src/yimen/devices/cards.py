"""What a card reader tells of an identity card, as a value and as JSON, and what is wrong with it.

The card alone is judged here: whether its holder stands before us is for people or cameras to say.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from yimen.devices.errors import CardExpired, CardFlawed, CardUnreadable
from yimen.kernel import identifiers
from yimen.kernel.identifiers import BadIdentifier

#: How readers write a card without an end.
LONG_TERM: Final = "长期"


@dataclass(frozen=True)
class Card:
    """An identity card as read from its chip.

    Args:
        name: of the holder.
        sex: code of GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated.
        nation: nationality group as printed (汉); empty on residence permits.
        born: as the chip says, which a forged card may say otherwise than its number.
        address: as printed.
        number: 18 characters.
        authority: who issued it.
        valid_from: first day.
        valid_to: last day; None for 长期.
        photo: 102×126 pixels, JPEG or BMP; empty where the reader cannot decode it.
        demo: a card of the demonstration city. Pages say so.
    """

    name: str
    sex: str
    nation: str
    born: date
    address: str
    number: str
    authority: str
    valid_from: date
    valid_to: date | None
    photo: bytes = field(default=b"", repr=False)
    demo: bool = False


class CardFlaw(StrEnum):
    """What can be wrong with a card that was read without trouble."""

    NUMBER = "number"  # not a citizen's number: check digit, length, unreal date
    BIRTH = "birth"  # the chip's birth date is not the number's
    SEX = "sex"  # the chip's sex is not the number's
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"


def card_flaws(card: Card, on: date) -> tuple[CardFlaw, ...]:
    """Everything wrong with a card on a day, in the order in which it is looked for.

    Source: GB 11643-1999 for the number; 居民身份证法 art. 5 for the validity. The last day printed
    counts as valid.
    """
    flaws: list[CardFlaw] = []
    try:
        read = identifiers.read_citizen_id(card.number, today=on)
    except BadIdentifier:
        flaws.append(CardFlaw.NUMBER)
    else:
        if read.born is not None and read.born != card.born:
            flaws.append(CardFlaw.BIRTH)
        if read.sex is not None and card.sex in {"1", "2"} and read.sex.value != card.sex:
            flaws.append(CardFlaw.SEX)
    if on < card.valid_from:
        flaws.append(CardFlaw.NOT_YET_VALID)
    if card.valid_to is not None and on > card.valid_to:
        flaws.append(CardFlaw.EXPIRED)
    return tuple(flaws)


def require_sound(card: Card, on: date) -> None:
    """Go on only with a card that may be used today.

    Raises:
        CardFlawed: chip and number do not agree, or the validity has not begun.
        CardExpired: it was good until some day.
    """
    flaws = card_flaws(card, on)
    if not flaws:
        return
    if flaws == (CardFlaw.EXPIRED,):
        raise CardExpired(valid_to=card.valid_to)
    raise CardFlawed(why=flaws[0].value)


def as_json(card: Card) -> dict[str, object]:
    """The card in the form in which device agents give it; dates as yyyymmdd, the photo base64."""
    return {
        "name": card.name,
        "sex": card.sex,
        "nation": card.nation,
        "birth": f"{card.born:%Y%m%d}",
        "address": card.address,
        "number": card.number,
        "authority": card.authority,
        "valid_from": f"{card.valid_from:%Y%m%d}",
        "valid_to": f"{card.valid_to:%Y%m%d}" if card.valid_to else LONG_TERM,
        "photo": base64.b64encode(card.photo).decode(),
        "demo": card.demo,
    }


def from_json(said: Mapping[str, object]) -> Card:
    """The card from what an agent said.

    Raises:
        CardUnreadable: a part is missing or is none.
    """
    try:
        valid_to = str(said["valid_to"])
        return Card(
            name=str(said["name"]),
            sex=str(said["sex"]),
            nation=str(said["nation"]),
            born=_day(said["birth"]),
            address=str(said["address"]),
            number=str(said["number"]),
            authority=str(said["authority"]),
            valid_from=_day(said["valid_from"]),
            valid_to=None if valid_to == LONG_TERM else _day(valid_to),
            photo=base64.b64decode(str(said.get("photo", "")), validate=True),
            demo=said.get("demo") is True,
        )
    except (KeyError, ValueError):
        raise CardUnreadable from None


def _day(text: object) -> date:
    return date.fromisoformat(str(text))
