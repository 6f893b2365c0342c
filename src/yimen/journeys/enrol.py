"""A device gets its key: for the office's one-time code; in the demonstration city at a press."""

from datetime import datetime, timedelta
from typing import Final

from yimen.kernel.errors import NotAllowed
from yimen.reference.centres import queries as centres
from yimen.reference.people import actions as people
from yimen.reference.people.errors import BadEnrolmentCode
from yimen.reference.people.rules import HOUSE, DeviceKind, Right
from yimen.support import guessing
from yimen.support.guessing import Limit

#: What is guessed at, whatever door it is tried at.
GUESSED: Final = "enrol"
#: Eight digits that live for 15 minutes: one address tries some thirty of them in that time.
LIMIT: Final = Limit(tries=10, lock=timedelta(minutes=5))


def enrol(code: str, *, asker: str, at: datetime) -> str:
    """Exchange a one-time code for the device's own key, which is shown this once.

    Args:
        code: as it was typed.
        asker: who asks, for example an address; wrong codes are counted by it.
        at: now.

    Raises:
        TooManyGuesses: too many wrong ones came from `asker` lately; right ones too are refused.
        BadEnrolmentCode: unknown, used or expired.
    """
    guessing.check(GUESSED, asker, LIMIT, at=at)
    try:
        return people.enrol(code, at=at)
    except BadEnrolmentCode:
        guessing.count(GUESSED, asker, LIMIT, at=at)
        raise


def enrol_demo_device(
    kind: DeviceKind, *, name: str, window: int | None, demo: bool, at: datetime
) -> str:
    """A fresh device's key.

    Args:
        kind: machine, board or window screen.
        name: how lists and logs call it.
        window: number of the window a window screen stands at; unknown numbers get the first.
        demo: whether this is the demonstration city.
        at: now.

    Raises:
        NotAllowed: it is not, or the kind is a system, whose key only an operator makes.
        CentreNotFound: there is no centre yet.
    """
    if not demo or kind is DeviceKind.SYSTEM:
        raise NotAllowed(right=Right.DEVICES)
    known = centres.centres()
    centre_id = centres.centre(known[0].id if known else 0).id
    window_id = _window_id(centre_id, window) if kind is DeviceKind.WINDOW_SCREEN else None
    device_id, _ = people.add_device(
        name, kind, centre_id=centre_id, by=HOUSE, at=at, window_id=window_id
    )
    return people.issue_key(device_id, by=HOUSE)


def _window_id(centre_id: int, number: int | None) -> int | None:
    windows = centres.windows(centre_id)
    chosen = [window.id for window in windows if window.number == number]
    return chosen[0] if chosen else next((window.id for window in windows), None)
