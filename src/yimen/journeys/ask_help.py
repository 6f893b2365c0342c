"""A citizen at a machine asks for a person: the guide desk hears of it."""

from datetime import datetime

from yimen.reference.people.rules import Actor, Right, require
from yimen.support.events import Announcement, publish


def ask_help(*, centre_id: int, by: Actor, at: datetime) -> None:
    """Publish `help.asked` with the machine's name.

    Raises:
        NotAllowed: `by` does not belong to the centre.
    """
    require(by, Right.LOOK, centre_id=centre_id)
    publish(Announcement("help.asked", at, [f"centre:{centre_id}"], {"device": by.label}))
