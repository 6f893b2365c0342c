"""Which card reader stands where: the setting's, or in the demonstration one that can be broken."""

from datetime import date

from django.conf import settings

from yimen.devices.cards import Card, require_sound
from yimen.devices.demo_cards import demo_card
from yimen.devices.readers import CardReader, SimulatedReader, reader_at

_SIMULATED = "sim:"


def has_reader() -> bool:
    """Whether cards can be laid anywhere at all."""
    return bool(settings.READER)


def reader(place: str) -> CardReader:
    """The reader of a place, such as `window-3` or `device-12`.

    Raises:
        UnknownReader: none is set, or its address makes no sense.
    """
    address = settings.READER
    if address == _SIMULATED:  # a file, so that every process sees the same card
        address += f"{settings.MEDIA_ROOT.parent}/simulated-reader-{{place}}.json"
    return reader_at(address, place=place)


def simulated(place: str) -> SimulatedReader | None:
    """A simulated reader, to lay cards on and to break; None where real ones are, or none."""
    there = reader(place) if has_reader() else None
    return there if isinstance(there, SimulatedReader) else None


def read_card(place: str, *, on: date, demo: str = "") -> Card:
    """The card at a place, fit to be used today.

    Args:
        place: whose reader.
        on: today, for its validity.
        demo: which demonstration card to lay there first, by its place in the drawer.

    Raises:
        ReaderError: none could be read.
        CardError: it may not be used.
    """
    card = demo_card(demo, on) if demo else None
    if card is not None and (stand := simulated(place)) is not None:
        stand.lay(card)
    read = reader(place).read()
    require_sound(read, on)
    return read
