"""Publishes what was said. Nothing personal: a key, and whose inbox by a part of its index."""

from datetime import datetime

from yimen.support.events import Announcement, publish


def inbox_topic(recipient_index: bytes) -> str:
    """The live topic of somebody's inbox: enough of the index to be theirs, not all of it."""
    return f"inbox:{recipient_index.hex()[:24]}"


def message_said(template: str, recipient_index: bytes | None, *, at: datetime) -> None:
    """Somebody has a new message in the inbox."""
    if recipient_index is not None:
        publish(
            Announcement("message.said", at, [inbox_topic(recipient_index)], {"template": template})
        )


def sms_dead(message_id: int, error: str, *, at: datetime) -> None:
    """An SMS will not arrive; somebody may want to call instead."""
    publish(Announcement("sms.dead", at, ["notify"], {"message": message_id, "error": error}))
