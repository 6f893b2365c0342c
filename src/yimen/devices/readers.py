"""Card readers by address: a simulator that can be broken on purpose, and a device agent.

    sim:                                  holds a card laid on it in memory, never fails
    sim:/var/lib/yimen/reader.json        card and fault are in that file, for all processes
    agent:http://127.0.0.1:9400/card      the program beside the reader's driver, on its PC

`{place}` in an address becomes the window or machine (`window-3`, `device-12`), so that one setting
serves a whole hall. What an agent answers is written in docs/reference/card-readers.md.
"""

import http.client
import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, quote, urlsplit

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

#: A reader polls the chip for some two seconds; beyond ten, people think that nothing happens.
_TIMEOUT_SECONDS: Final = 10
#: A card with a BMP photo is some 50 kB; more is no card.
_LONGEST_ANSWER: Final = 1_000_000


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
        self.state = state
        self._memory: dict[str, Any] = {}

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
        self._keep({"card": as_json(card) if card else None})

    def break_by(self, fault: Fault) -> None:
        """Switch a fault on, or off by `Fault.NONE`."""
        self._keep({"fault": fault.value})

    @property
    def lying(self) -> Card | None:
        """The card on it, whatever the fault."""
        said = self._kept().get("card")
        return from_json(said) if said else None

    @property
    def fault(self) -> Fault:
        """What is wrong now."""
        return Fault(self._kept().get("fault", Fault.NONE))

    def _kept(self) -> dict[str, Any]:
        if self.state is None:
            return self._memory
        if not self.state.exists():
            return {}
        return dict(json.loads(self.state.read_text("utf-8")))

    def _keep(self, change: Mapping[str, object]) -> None:
        kept = self._kept() | dict(change)
        if self.state is None:
            self._memory = kept
            return
        fresh = self.state.with_suffix(".new")
        fresh.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        fresh.replace(self.state)


class AgentReader:
    """A reader behind the device agent of its PC, asked over HTTP."""

    _REFUSED: Final[Mapping[int, type[ReaderError]]] = {
        204: NoCard,
        410: CardRemoved,
        422: CardUnreadable,
        504: ReaderTimeout,
    }

    def __init__(self, url: SplitResult, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self.url = url
        self.timeout_seconds = timeout_seconds

    def read(self) -> Card:
        """As the protocol says."""
        status, body = self._asked()
        if status in self._REFUSED:
            raise self._REFUSED[status]
        if status != http.client.OK:
            raise ReaderOffline
        try:
            said = json.loads(body)
        except ValueError:
            raise CardUnreadable from None
        if not isinstance(said, dict):
            raise CardUnreadable
        # an agent in front of a real chip has no demonstration cards
        return replace(from_json(said), demo=False)

    def _asked(self) -> tuple[int, bytes]:
        kind = (
            http.client.HTTPSConnection
            if self.url.scheme == "https"
            else http.client.HTTPConnection
        )
        line = kind(str(self.url.hostname), self.url.port, timeout=self.timeout_seconds)
        try:
            with closing(line):
                line.request("POST", self.url.path or "/", headers={"Content-Length": "0"})
                answer = line.getresponse()
                return answer.status, answer.read(_LONGEST_ANSWER)
        except TimeoutError:
            raise ReaderTimeout from None
        except (OSError, http.client.HTTPException):
            raise ReaderOffline from None


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
    return AgentReader(url)


_KINDS: Final[Mapping[str, Callable[[str], CardReader]]] = {"sim": _simulated, "agent": _agent}
