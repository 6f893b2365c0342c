"""Sixteen people after the same places at once, and each race again without its lock."""

from collections import Counter
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from tests.booking.builders import SELF, ZHANG, book, bookable_hall, local, person, slot_at
from tests.builders import Hall
from tests.hall.test_races import CLIENTS, at_once
from yimen.journeys import book as journey
from yimen.journeys import opening
from yimen.journeys.check_in import check_in
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import HOUSE
from yimen.services.booking import actions, queries
from yimen.services.booking.models import Appointment, PersonDay, Slot
from yimen.services.booking.rules.states import State
from yimen.services.hall.models import Ticket

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def try_to(deed: object) -> str:
    """What came of it: a code, or nothing."""
    try:
        deed()  # type: ignore[operator]
    except DomainError as refusal:
        return refusal.code
    return "done"


def test_ten_places_are_given_to_ten_of_many() -> None:
    hall = bookable_hall(online=10)

    came = at_once(lambda n: [try_to(lambda p=p: book(hall, person(n * 3 + p))) for p in range(3)])

    answers = Counter(answer for batch in came for answer in batch)
    assert answers == {"done": 10, "booking.slot_full": CLIENTS * 3 - 10}
    assert Slot.objects.get(pk=slot_at(hall, local(6, 10))).booked == 10
    assert Appointment.objects.count() == 10
    assert PersonDay.objects.count() == 10


def test_the_harness_would_see_a_place_given_twice() -> None:
    """Guards the test above: read, then write what was read plus one, and two share a place."""
    hall = bookable_hall(online=10)
    slot = slot_at(hall, local(6, 10))
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> int:
        booked = Slot.objects.get(pk=slot).booked
        all_have_read.wait()
        Slot.objects.filter(pk=slot).update(booked=booked + 1)
        return booked

    assert len(set(at_once(careless))) == 1


def test_the_database_itself_refuses_to_oversell() -> None:
    slot = slot_at(bookable_hall(online=1), local(6, 10))

    with pytest.raises(IntegrityError, match="booking_slot_no_oversell"), transaction.atomic():
        Slot.objects.filter(pk=slot).update(booked=F("capacity_online") + 1)


def test_one_person_sixteen_times_gets_one_appointment_of_a_business() -> None:
    hall = bookable_hall(online=50)

    answers = Counter(at_once(lambda n: try_to(lambda: book(hall, starts_at=local(6 + n % 4, 10)))))

    assert answers["done"] == 1
    assert set(answers) <= {"done", "booking.already_booked"}
    assert Appointment.objects.count() == 1
    assert sum(Slot.objects.values_list("booked", flat=True)) == 1
    assert sum(PersonDay.objects.values_list("booked", flat=True)) == 1


def test_the_days_limit_holds_at_sixteen_doors() -> None:
    hall = bookable_hall(online=50)
    Appointment.objects.all().delete()
    person_day = PersonDay.objects.create(holder_index=_index(), day=local(6, 0).date(), booked=1)

    answers = at_once(lambda n: try_to(lambda: book(hall, queue="HZ" if n % 2 else "CR")))

    assert Counter(answers)["done"] == 1
    assert "booking.day_limit" in answers
    person_day.refresh_from_db()
    assert person_day.booked == 2


def _index() -> bytes:
    from yimen.support.secrets import blind_index  # noqa: PLC0415 - one use

    return blind_index(ZHANG.citizen_id)


def test_one_request_sent_sixteen_times_is_one_appointment() -> None:
    hall = bookable_hall(online=50)

    codes = at_once(lambda _: book(hall, key="retry").code)

    assert len(set(codes)) == 1
    assert Appointment.objects.count() == 1
    assert Slot.objects.get(pk=slot_at(hall, local(6, 10))).booked == 1


def test_booking_and_giving_back_at_once_lose_no_place() -> None:
    hall = bookable_hall(online=4)

    def come_and_go(n: int) -> None:
        for _ in range(4):
            if try_to(lambda: book(hall, person(n))) == "done":
                held = Appointment.objects.filter(state="booked", holder_index__isnull=False)
                mine = held.filter(phone_index=_phone(n)).get()
                actions.cancel(mine.pk, by=SELF, at=local(5, 11))

    at_once(come_and_go)

    assert Slot.objects.get(pk=slot_at(hall, local(6, 10))).booked == 0
    assert set(PersonDay.objects.values_list("booked", flat=True)) <= {0}


def _phone(n: int) -> bytes:
    from yimen.support.secrets import blind_index  # noqa: PLC0415 - one use

    return blind_index(person(n).phone)


def test_one_appointment_at_sixteen_machines_becomes_one_number() -> None:
    hall = bookable_hall()
    made = book(hall)

    numbers = at_once(
        lambda _: check_in(made.id, centre_id=hall.centre_id, by=HOUSE, at=local(6, 10))[0].number
    )

    assert len(set(numbers)) == 1
    assert Ticket.objects.count() == 1


def test_the_harness_would_see_two_numbers_for_one_appointment() -> None:
    """Guards the test above: look whether it is booked, then give a number, without the lock."""
    hall = bookable_hall()
    made = book(hall)
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> str:
        assert queries.appointment(made.id).state is State.BOOKED
        all_have_read.wait()
        return hall.issue("HZ").number

    assert len(set(at_once(careless))) == CLIENTS


def test_checking_in_while_the_half_hour_is_settled_is_in_time_or_late_never_lost() -> None:
    hall = bookable_hall(online=8)
    made = [book(hall, person(n)) for n in range(8)]

    def both(n: int) -> str:
        if n % 2:
            return str(journey.settle(hall.centre_id, at=local(6, 10, 30)))
        return check_in(made[n // 2].id, centre_id=hall.centre_id, by=HOUSE, at=local(6, 10, 30))[
            0
        ].number

    at_once(both)

    states = Counter(Appointment.objects.values_list("state", flat=True))
    assert sum(states.values()) == 8
    assert set(states) <= {"checked_in", "late"}
    assert Ticket.objects.count() == 8


def close_wednesday(hall: Hall) -> None:
    day = local(6, 0).date()
    opening.set_special_day(hall.centre_id, day, None, reason="停电", by=HOUSE, at=local(5, 10))


def test_who_books_while_the_day_is_closed_is_listed_or_refused() -> None:
    hall = bookable_hall(online=50)

    answers = at_once(
        lambda n: try_to(lambda: book(hall, person(n))) if n else try_to(
            lambda: close_wednesday(hall)
        )
    )  # fmt: skip

    booked = Counter(answers[1:])["done"]
    assert set(answers) <= {"done", "booking.slot_not_offered"}
    assert len(queries.affected(hall.centre_id)) == booked
