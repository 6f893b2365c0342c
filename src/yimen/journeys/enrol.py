"""A device of the demonstration city, enrolled at the device itself without a code."""

from datetime import datetime

from yimen.kernel.errors import NotAllowed
from yimen.reference.centres import queries as centres
from yimen.reference.people import actions as people
from yimen.reference.people.rules import HOUSE, DeviceKind, Right


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
