"""Loading the demonstration city, once and whole."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from yimen.demo import bundles, city, items, past, people
from yimen.devices.lockers import SimulatedLocker
from yimen.journeys import book
from yimen.reference.centres import actions as centres
from yimen.reference.people.rules import HOUSE
from yimen.reference.policy import actions as policy
from yimen.services.delivery import actions as delivery

#: Any number of our own: two loaders at once wait for each other.
_LOCK = 1902003


def load_once() -> None:
    """Make the city; later calls change nothing, an interrupted one left nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if city.loaded():
            return
        centre_id = city.load_places()
        people.load_people(centre_id, at=timezone.now())
        items.load_items(at=timezone.now())
        bundles.load_bundles(at=timezone.now())
        centres.seed_calendar(at=timezone.now())
        _book_round_the_clock()
        book.renew(centre_id, at=timezone.now())
        _stand_a_locker(centre_id)
        past.load_past(centre_id, at=timezone.now())


def _stand_a_locker(centre_id: int) -> None:
    """A pick-up locker at the east door, with as many doors as the simulator has."""
    delivery.enrol_locker(
        centre_id, "一号取件柜", "中心东门 24 小时取件柜", "sim:", SimulatedLocker(), by=HOUSE
    )


def _book_round_the_clock() -> None:
    """The demonstration is tried at any hour, so its half hours are those of the whole day."""
    for key, hour in (("booking.first_hour", 0), ("booking.last_hour", 24)):
        policy.set_value(
            key, hour, effective_from=date(2019, 10, 8), source="演示数据：全天可约", staff_id=None
        )
