"""Pick-up lockers by address: many doors, one opened at a time.

    sim:                                  doors in memory, closed by whoever opened them
    sim:/var/lib/yimen/locker.json        doors and fault are in that file, for all processes
    agent:http://10.0.0.7:9410            the program beside the locker's board, see
                                          docs/reference/lockers.md

A locker knows doors, not parcels: what lies behind a door is known by `services.delivery`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from yimen.devices.asking import NoAnswer, Unreached, ask
from yimen.devices.errors import (
    DoorJammed,
    DoorLeftOpen,
    DoorUnsure,
    LockerOffline,
    SlotUnknown,
    UnknownLocker,
)
from yimen.devices.simulated import SharedState

#: A solenoid answers in half a second.
_TIMEOUT_SECONDS: Final = 6


class Size(StrEnum):
    """How much fits behind a door."""

    SMALL = "small"  # a card, a certificate
    MEDIUM = "medium"  # a folder of A4
    LARGE = "large"  # a plate, a box


class Door(StrEnum):
    """How a door stands."""

    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True)
class SlotState:
    """One door, as the board sees it."""

    number: str
    size: Size
    door: Door


class Locker(Protocol):
    """A wall of doors."""

    def slots(self) -> tuple[SlotState, ...]:
        """All doors, in the order of their numbers.

        Raises:
            LockerOffline: no answer.
        """

    def open_slot(self, number: str) -> None:
        """Unlock one door; it springs open.

        Raises:
            DoorJammed: told to, and it stayed closed.
            DoorUnsure: the answer did not come: it may have opened.
            LockerOffline: nobody there: it stayed closed.
            SlotUnknown: no such door.
        """

    def check_closed(self, number: str) -> None:
        """Go on only if a door is closed again.

        Raises:
            DoorLeftOpen: it is not.
            LockerOffline: no answer.
            SlotUnknown: no such door.
        """


class Fault(StrEnum):
    """What can be wrong with the simulated locker."""

    NONE = "none"
    JAM = "jam"
    LEFT_OPEN = "left_open"  # whoever opens a door forgets to close it
    UNSURE = "unsure"  # opens, and the answer is lost
    OFFLINE = "offline"


#: The simulator's doors: two columns of small ones, one of each larger size.
_DOORS: Final[Mapping[str, Size]] = {
    **{f"A{row:02}": Size.SMALL for row in range(1, 9)},
    **{f"B{row:02}": Size.SMALL for row in range(1, 9)},
    **{f"C{row:02}": Size.MEDIUM for row in range(1, 5)},
    **{f"D{row:02}": Size.LARGE for row in range(1, 3)},
}


class SimulatedLocker:
    """A locker without iron. People before it close the doors that they open.

    Args:
        state: file shared by all processes of this machine; None keeps everything in memory.
    """

    def __init__(self, state: Path | None = None) -> None:
        self.state = SharedState(state)

    def slots(self) -> tuple[SlotState, ...]:
        """As the protocol says."""
        self._answer()
        opened = self._opened()
        return tuple(
            SlotState(number, size, Door.OPEN if number in opened else Door.CLOSED)
            for number, size in _DOORS.items()
        )

    def open_slot(self, number: str) -> None:
        """As the protocol says."""
        self._answer(number)
        if self.fault is Fault.JAM:
            raise DoorJammed(slot=number)
        self.state.change({"open": sorted({*self._opened(), number})})
        if self.fault is Fault.UNSURE:
            raise DoorUnsure(slot=number)

    def check_closed(self, number: str) -> None:
        """As the protocol says; closes the door, as people do, unless they forget."""
        self._answer(number)
        if self.fault is not Fault.LEFT_OPEN:
            self.close(number)
        if number in self._opened():
            raise DoorLeftOpen(slot=number)

    def close(self, number: str) -> None:
        """Somebody pushes a door shut."""
        self.state.change({"open": sorted(self._opened() - {number})})

    def break_by(self, fault: Fault) -> None:
        """Switch a fault on, or off by `Fault.NONE`."""
        self.state.change({"fault": fault.value})

    @property
    def fault(self) -> Fault:
        """What is wrong now."""
        return Fault(self.state.get().get("fault", Fault.NONE))

    def _opened(self) -> set[str]:
        return set(self.state.get().get("open", []))

    def _answer(self, number: str | None = None) -> None:
        if self.fault is Fault.OFFLINE:
            raise LockerOffline
        if number is not None and number not in _DOORS:
            raise SlotUnknown(slot=number)


class AgentLocker:
    """A locker behind the device agent beside it, asked over HTTP."""

    def __init__(self, url: str, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self.url = url.rstrip("/")
        self.timeout_seconds = timeout_seconds

    def slots(self) -> tuple[SlotState, ...]:
        """As the protocol says."""
        said = self._asked("GET", "/slots")
        try:
            return tuple(
                SlotState(str(slot["slot"]), Size(slot["size"]), Door(slot["door"]))
                for slot in said["slots"]
            )
        except (KeyError, TypeError, ValueError):
            raise LockerOffline from None

    def open_slot(self, number: str) -> None:
        """As the protocol says."""
        self._asked("POST", f"/slots/{number}/open", number)

    def check_closed(self, number: str) -> None:
        """As the protocol says."""
        door = next((slot.door for slot in self.slots() if slot.number == number), None)
        if door is None:
            raise SlotUnknown(slot=number)
        if door is Door.OPEN:
            raise DoorLeftOpen(slot=number)

    def _asked(self, method: str, path: str, slot: str = "") -> dict[str, Any]:
        try:
            answer = ask(self.url + path, method=method, timeout_seconds=self.timeout_seconds)
        except Unreached:
            raise LockerOffline from None
        except NoAnswer:
            raise (DoorUnsure(slot=slot) if slot else LockerOffline()) from None
        if answer.status == HTTPStatus.NOT_FOUND and slot:
            raise SlotUnknown(slot=slot)
        if answer.status == HTTPStatus.CONFLICT and slot:
            raise DoorJammed(slot=slot)
        if not answer.good:
            raise LockerOffline
        return answer.said()


def locker_at(address: str) -> Locker:
    """The locker at an address.

    Raises:
        UnknownLocker: no such kind of locker, or an address that says nothing.
    """
    kind, _, rest = address.partition(":")
    build = _KINDS.get(kind)
    if build is None:
        raise UnknownLocker(scheme=kind)
    return build(rest)


def _simulated(rest: str) -> Locker:
    return SimulatedLocker(Path(rest) if rest else None)


def _agent(rest: str) -> Locker:
    url = urlsplit(rest)
    if url.scheme not in {"http", "https"} or not url.hostname:
        raise UnknownLocker(scheme=url.scheme)
    return AgentLocker(rest)


_KINDS: Final[Mapping[str, Callable[[str], Locker]]] = {"sim": _simulated, "agent": _agent}
