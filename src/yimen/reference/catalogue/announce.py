"""Tells screens that an item's version in force, or its state, has changed."""

from datetime import datetime

from yimen.support.events import Announcement, publish


def item_changed(code: str, number: int, *, at: datetime) -> None:
    """A guide page open on this item should look again."""
    publish(Announcement("item.changed", at, [f"item:{code}"], {"item": code, "version": number}))
