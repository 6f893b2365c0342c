"""What people and the clock can do with half hours and appointments."""

from yimen.services.booking.actions.booking import Person, book, cancel
from yimen.services.booking.actions.moves import (
    arrive,
    finish,
    lapse,
    lift_bar,
    locked_arrival,
    miss,
)
from yimen.services.booking.actions.retention import wipe_personal_data
from yimen.services.booking.actions.settling import settle_slots
from yimen.services.booking.actions.slots import (
    Business,
    renew_slots,
    set_plan,
    take_walk_in_place,
)

__all__ = [
    "Business",
    "Person",
    "arrive",
    "book",
    "cancel",
    "finish",
    "lapse",
    "lift_bar",
    "locked_arrival",
    "miss",
    "renew_slots",
    "set_plan",
    "settle_slots",
    "take_walk_in_place",
    "wipe_personal_data",
]
