"""Publishes what happened to bills. Nothing personal: a reference, a state and an amount."""

from datetime import datetime

from yimen.services.payments.queries import BillView
from yimen.support.events import Announcement, publish


def bill_moved(event: str, view: BillView, *, fen: int, at: datetime) -> None:
    """`event`: made, offered, paid, cancelled, refused, expired … `fen`: how much."""
    publish(
        Announcement(
            f"bill.{event}",
            at,
            [f"centre:{view.centre_id}", f"bill:{view.public_id}", *view.topics],
            {
                "bill": view.id,
                "reference": view.reference,
                "state": view.state.value,
                "fen": fen,
            },
        )
    )
