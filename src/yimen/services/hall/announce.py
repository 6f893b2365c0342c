"""Publishes what happened to a ticket or a window, for whoever follows."""

from datetime import datetime

from yimen.services.hall.queries import DutyView, TicketView
from yimen.support.events import Announcement, publish


def ticket_moved(event: str, ticket: TicketView, *, at: datetime) -> None:
    """A ticket moved. Screens get the number, the window and the business, nothing personal."""
    topics = [
        f"centre:{ticket.centre_id}",
        f"queue:{ticket.queue.id}",
        f"ticket:{ticket.public_id}",
    ]
    if ticket.window_id is not None:
        topics.append(f"window:{ticket.window_id}")
    place = ticket.window
    publish(
        Announcement(
            f"ticket.{event}",
            at,
            topics,
            {
                "number": ticket.number,
                "window": place,
                "area": ticket.queue.area,
                "queue": ticket.queue.code,
                "queue_name": ticket.queue.name,
                "calls": ticket.calls,
                "state": ticket.state.value,
            },
        )
    )


def window_changed(event: str, duty: DutyView, *, centre_id: int, at: datetime) -> None:
    """A window opened, paused, closed, or serves other businesses now."""
    publish(
        Announcement(
            f"window.{event}",
            at,
            [f"centre:{centre_id}", f"window:{duty.window_id}"],
            {"window": duty.window, "state": duty.state.value, "reason": duty.pause_reason},
        )
    )


def hall_changed(centre_id: int, *, at: datetime) -> None:
    """Queues, hours or the day changed; screens draw anew."""
    publish(Announcement("hall.changed", at, [f"centre:{centre_id}"]))
