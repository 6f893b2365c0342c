"""Card readers by address: a simulator that can be broken on purpose, and a device agent.

    sim:                                  holds a card laid on it in memory, never fails
    sim:/var/lib/yimen/reader.json        card and fault are in that file, for all processes
    agent:http://127.0.0.1:9400/card      the program beside the reader's driver, on its PC

`{place}` in an address becomes the window or machine (`window-3`, `device-12`), so that one setting
serves a whole hall. What an agent answers is written in docs/reference/card-readers.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote, urlsplit

from yimen.devices.asking import NoAnswer, SlowAnswer, ask
from yimen.devices.cards import Card, as_json, from_json
from yimen.devices.errors import (
    CardRemoved,
    CardUnreadable,
    NoCard,
    ReaderError,
    ReaderOffline,
    ReaderTimeout,
    UnknownReader,
)
from yimen.devices.simulated import SharedState

#: A reader polls the chip for some two seconds; beyond ten, people think that nothing happens.
_TIMEOUT_SECONDS: Final = 10


class CardReader(Protocol):
    """Something on which a card is laid."""

    def read(self) -> Card:
        """The card that lies there now. Judge it with `cards.require_sound`.

        Raises:
            NoCard: nothing lies there.
            CardRemoved: it was taken away too early.
            CardUnreadable: the chip does not answer or makes no sense.
            ReaderTimeout: no answer in time.
            ReaderOffline: nobody there.
        """


class Fault(StrEnum):
    """What can be wrong with the simulated reader."""

    NONE = "none"
    NO_CARD = "no_card"
    REMOVED = "removed"
    UNREADABLE = "unreadable"
    EXPIRED = "expired"  # the card is read, and its validity ended the day it began
    TIMEOUT = "timeout"
    OFFLINE = "offline"


_REFUSALS: Final[Mapping[Fault, type[ReaderError]]] = {
    Fault.NO_CARD: NoCard,
    Fault.REMOVED: CardRemoved,
    Fault.UNREADABLE: CardUnreadable,
    Fault.TIMEOUT: ReaderTimeout,
    Fault.OFFLINE: ReaderOffline,
}


class SimulatedReader:
    """A reader without a coil. Its card and its fault are looked up anew at each reading.

    Args:
        state: file shared by all processes of this machine; None keeps everything in memory.
    """

    def __init__(self, state: Path | None = None) -> None:
        self.state = SharedState(state)

    def read(self) -> Card:
        """As the protocol says, unless the fault forbids."""
        fault, lying = self.fault, self.lying
        if fault in _REFUSALS:
            raise _REFUSALS[fault]
        if lying is None:
            raise NoCard
        if fault is Fault.EXPIRED:
            return replace(lying, valid_to=lying.valid_from + timedelta(days=1))
        return lying

    def lay(self, card: Card | None) -> None:
        """Put a card on it; None takes it away."""
        self.state.change({"card": as_json(card) if card else None})

    def break_by(self, fault: Fault) -> None:
        """Switch a fault on, or off by `Fault.NONE`."""
        self.state.change({"fault": fault.value})

    @property
    def lying(self) -> Card | None:
        """The card on it, whatever the fault."""
        said = self.state.get().get("card")
        return from_json(said) if said else None

    @property
    def fault(self) -> Fault:
        """What is wrong now."""
        return Fault(self.state.get().get("fault", Fault.NONE))


class AgentReader:
    """A reader behind the device agent of its PC, asked over HTTP."""

    _REFUSED: Final[Mapping[int, type[ReaderError]]] = {
        204: NoCard,
        410: CardRemoved,
        422: CardUnreadable,
        504: ReaderTimeout,
    }

    def __init__(self, url: str, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self.url = url
        self.timeout_seconds = timeout_seconds

    def read(self) -> Card:
        """As the protocol says."""
        try:
            answer = ask(self.url, timeout_seconds=self.timeout_seconds)
        except SlowAnswer:
            raise ReaderTimeout from None
        except NoAnswer:
            raise ReaderOffline from None
        if answer.status in self._REFUSED:
            raise self._REFUSED[answer.status]
        if answer.status != HTTPStatus.OK:
            raise ReaderOffline
        # an agent in front of a real chip has no demonstration cards
        return replace(from_json(answer.said()), demo=False)


def reader_at(address: str, *, place: str = "") -> CardReader:
    """The reader at an address.

    Args:
        address: see the top of this module.
        place: stands for `{place}` in it.

    Raises:
        UnknownReader: no such kind of reader, or an address that says nothing.
    """
    kind, _, rest = address.replace("{place}", quote(place, safe="")).partition(":")
    build = _KINDS.get(kind)
    if build is None:
        raise UnknownReader(scheme=kind)
    return build(rest)


def _simulated(rest: str) -> CardReader:
    return SimulatedReader(Path(rest) if rest else None)


def _agent(rest: str) -> CardReader:
    url = urlsplit(rest)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise UnknownReader(scheme=url.scheme)
    return AgentReader(rest)


_KINDS: Final[Mapping[str, Callable[[str], CardReader]]] = {"sim": _simulated, "agent": _agent}
