"""Publishes what happened to parcels and deposits. Nothing personal: a reference and a state."""

from datetime import datetime

from yimen.services.delivery.queries.views import DepositView, ParcelView
from yimen.support.events import Announcement, publish


def parcel_moved(view: ParcelView, *, at: datetime) -> None:
    """A parcel was made, or came into another state."""
    publish(
        Announcement(
            f"parcel.{view.state.value}",
            at,
            [f"centre:{view.centre_id}", f"parcel:{view.public_id}", view.reference],
            {
                "parcel": view.id,
                "reference": view.reference,
                "direction": view.direction.value,
                "problem": view.problem.value,
            },
        )
    )


def parcel_alarm(view: ParcelView, *, at: datetime) -> None:
    """Somebody should look after a parcel."""
    publish(
        Announcement(
            "parcel.alarm",
            at,
            [f"centre:{view.centre_id}"],
            {"parcel": view.id, "alarm": view.alarm.value},
        )
    )


def deposit_moved(view: DepositView, *, at: datetime) -> None:
    """Something was laid into a locker, taken, or has lain there too long."""
    publish(
        Announcement(
            f"locker.{view.state.value}",
            at,
            [f"centre:{view.centre_id}", view.reference],
            {"deposit": view.id, "reference": view.reference, "slot": view.slot},
        )
    )


def door_trouble(centre_id: int, slot: str, code: str, *, at: datetime) -> None:
    """A door jammed, stands open, or does not answer."""
    publish(
        Announcement("locker.trouble", at, [f"centre:{centre_id}"], {"slot": slot, "code": code})
    )
