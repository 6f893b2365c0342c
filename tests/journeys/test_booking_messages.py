"""Who booked a half hour that closes is told, once, and told again when it opens."""

from datetime import date

import pytest
from pytest_django import Settings

from tests.booking.builders import SELF, book, bookable_hall, local
from tests.builders import Hall
from tests.journeys.builders import react, said, told
from yimen.journeys import opening
from yimen.reference.people.rules import HOUSE
from yimen.services.booking import actions
from yimen.services.notify.models import Message

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2019, 11, 6)


@pytest.fixture(autouse=True)
def _sms(settings: Settings) -> None:
    settings.SMS = "console:"


def close(hall: Hall) -> None:
    opening.set_special_day(
        hall.centre_id, WEDNESDAY, None, reason="停电", by=HOUSE, at=local(5, 12)
    )


def test_who_booked_hears_that_the_half_hour_closed() -> None:
    hall = bookable_hall()
    made = book(hall)
    close(hall)

    react()
    react()

    assert told() == ["booking.affected"]
    assert "（2019年11月6日10:00）" in said("booking.affected")
    assert Message.objects.get().subject == f"booking:{made.public_id}"


def test_who_booked_hears_that_it_holds_again() -> None:
    hall = bookable_hall()
    book(hall)
    close(hall)
    react()

    opening.drop_special_day(hall.centre_id, WEDNESDAY, by=HOUSE, at=local(5, 13))
    react()

    assert told() == ["booking.affected", "booking.restored"]
    assert "照常办理" in said("booking.restored")


def test_who_has_cancelled_meanwhile_hears_nothing() -> None:
    hall = bookable_hall()
    made = book(hall)
    close(hall)
    actions.cancel(made.id, by=SELF, at=local(5, 12, 5))

    react()

    assert told() == []


def test_of_a_closure_undone_in_time_only_that_the_booking_holds_is_said() -> None:
    hall = bookable_hall()
    book(hall)
    close(hall)
    opening.drop_special_day(hall.centre_id, WEDNESDAY, by=HOUSE, at=local(5, 13))

    react()

    assert told() == ["booking.restored"]
