"""Publishes what happened to appointments. Nothing personal: a business, a time, a state."""

from datetime import datetime

from yimen.services.booking.queries import AppointmentView
from yimen.support.events import Announcement, publish


def appointment_moved(event: str, view: AppointmentView, *, at: datetime) -> None:
    """An appointment was made (by the booking statement itself), moved, or lost its half hour."""
    publish(
        Announcement(
            f"booking.{event}",
            at,
            [f"centre:{view.centre_id}", f"booking:{view.public_id}"],
            {
                "queue_id": view.queue_id,
                "starts_at": view.starts_at.isoformat(),
                "state": view.state.value,
                "displaced": view.displaced,
            },
        )
    )


def slots_changed(centre_id: int, affected: int, *, at: datetime) -> None:
    """Half hours were closed or opened; `affected` appointments stand in closed ones."""
    publish(
        Announcement("booking.slots_changed", at, [f"centre:{centre_id}"], {"affected": affected})
    )
