"""A small centre with half hours to book, and people to book them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall, build_hall
from yimen.journeys import book as journey
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.booking.actions import Person
from yimen.services.booking.models import Slot
from yimen.services.booking.queries import AppointmentView
from yimen.services.booking.rules.slots import Places

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: Whoever books on the phone.
SELF = Actor("citizen", 0, "")
ZHANG = Person(CITIZEN, "张小明", "13800001234")
LI = Person(OTHER_CITIZEN, "李芳", "13900005678")

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2019 in the centre's own time."""
    return datetime(2019, 11, day, hour, minute, tzinfo=SHANGHAI)


def person(place: int) -> Person:
    """The n-th synthetic person, with a good check digit."""
    body = f"441900{1950 + place // 1000:04d}0101{place % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return Person(body + "10X98765432"[total % 11], f"演示{place}", f"138{place:08d}")


def bookable_hall(online: int = 2, walk_in: int = 2, at: datetime | None = None) -> Hall:
    """The usual small hall with as many places in each half hour; Tuesday the 5th, 10:00."""
    hall = build_hall()
    at = at or local(5, 10)
    for code in hall.queues:
        journey.set_plan(hall.centre_id, code, Places(online, walk_in), by=HOUSE, at=at)
    return hall


def slot_at(hall: Hall, starts_at: datetime, queue: str = "HZ") -> int:
    """The half hour of a business that begins then."""
    return Slot.objects.get(queue_id=hall.queues[queue], starts_at=starts_at).pk


def book(
    hall: Hall,
    who: Person = ZHANG,
    starts_at: datetime | None = None,
    queue: str = "HZ",
    *,
    at: datetime | None = None,
    key: str | None = None,
) -> AppointmentView:
    """Book for Wednesday the 6th at 10:00, on Tuesday at 10:00, unless told otherwise."""
    made, _ = journey.book(
        slot_at(hall, starts_at or local(6, 10), queue),
        who,
        centre_id=hall.centre_id,
        by=SELF,
        at=at or local(5, 10),
        channel="phone",
        key=key,
    )
    return made


HALF_HOUR = timedelta(minutes=30)
