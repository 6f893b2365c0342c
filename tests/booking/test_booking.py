"""Making appointments and giving them back: places, limits, refusals, what is kept."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.booking.builders import LI, SELF, ZHANG, book, bookable_hall, local, slot_at
from tests.builders import staff
from yimen.journeys import book as journey
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.people.rules import HOUSE, Role
from yimen.reference.policy import actions as policy
from yimen.services.booking import actions, queries
from yimen.services.booking.actions import Person
from yimen.services.booking.errors import (
    AlreadyBooked,
    AppointmentNotFound,
    CancelTooLate,
    DayLimit,
    EventNotAllowed,
    KeyReused,
    SlotFull,
    SlotNotFound,
    SlotNotOffered,
)
from yimen.services.booking.models import Appointment, AppointmentEvent, PersonDay, Slot
from yimen.services.booking.rules.slots import Crowd
from yimen.services.booking.rules.states import State
from yimen.services.hall import actions as hall_actions
from yimen.support.models import Event
from yimen.support.secrets import blind_index, unseal

pytestmark = pytest.mark.django_db


def facts_of(refusal: type[DomainError], deed: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(refusal) as raised:
        deed()
    return raised.value.facts


def test_a_booking_takes_a_place_and_has_a_code_and_a_trace() -> None:
    hall = bookable_hall()

    made = book(hall)

    assert (made.state, made.name, made.phone) == (State.BOOKED, "张*明", "138****1234")
    assert len(made.code) == 8
    assert made.code.isdecimal()
    assert Slot.objects.get(pk=made.slot_id).booked == 1
    assert list(AppointmentEvent.objects.values_list("event", "after")) == [("book", "booked")]
    told = Event.objects.get(name="booking.made")
    assert told.topics == [f"centre:{hall.centre_id}"]
    assert set(told.body) == {"queue_id", "starts_at"}


def test_the_person_is_kept_sealed_and_found_by_blind_index() -> None:
    made = book(bookable_hall())

    row = Appointment.objects.get(pk=made.id)
    assert bytes(row.holder_index or b"") == blind_index(ZHANG.citizen_id)
    assert unseal(bytes(row.holder_name_sealed)) == "张小明"
    assert ZHANG.citizen_id.encode() not in bytes(row.holder_id_sealed)


def test_the_last_place_is_given_once() -> None:
    hall = bookable_hall(online=1)
    book(hall)

    assert facts_of(SlotFull, lambda: book(hall, LI)) == {}
    assert Slot.objects.get(pk=slot_at(hall, local(6, 10))).booked == 1
    assert PersonDay.objects.count() == 1  # the refused one left no trace of a day


def test_the_seventh_day_ahead_opens_at_nine_and_not_before() -> None:
    hall = bookable_hall()
    day = local(12, 10)

    early = facts_of(SlotNotOffered, lambda: book(hall, starts_at=day, at=local(5, 8, 59)))
    made = book(hall, starts_at=day, at=local(5, 9))

    assert early == {"why": "not_released", "opens": "11-05 09:00"}
    assert made.day == date(2019, 11, 12)


def test_the_eighth_day_ahead_is_prepared_but_not_offered() -> None:
    hall = bookable_hall()

    shown = [day.day for day in journey.days(hall.centre_id, "HZ", at=local(5, 10))]

    assert (shown[0], shown[-1], len(shown)) == (date(2019, 11, 5), date(2019, 11, 12), 8)
    assert queries.next_release(hall.queues["HZ"], at=local(5, 10)) == (
        local(6, 9),
        date(2019, 11, 13),
    )


def test_today_can_be_booked_until_the_half_hour_is_over() -> None:
    hall = bookable_hall()

    book(hall, starts_at=local(5, 10), at=local(5, 10, 29))
    late = facts_of(
        SlotNotOffered, lambda: book(hall, LI, starts_at=local(5, 10), at=local(5, 10, 30))
    )

    assert late == {"why": "over"}


def test_one_live_appointment_for_each_business() -> None:
    hall = bookable_hall()
    book(hall)

    assert facts_of(AlreadyBooked, lambda: book(hall, starts_at=local(7, 10))) == {}
    assert book(hall, queue="CR").state is State.BOOKED
    assert Slot.objects.get(pk=slot_at(hall, local(7, 10))).booked == 0


def test_two_appointments_for_a_day_and_no_third() -> None:
    hall = bookable_hall()
    policy.set_value(
        "booking.day_limit", 1, effective_from=date(2019, 11, 6), source="通知", staff_id=None
    )
    book(hall)

    assert facts_of(DayLimit, lambda: book(hall, queue="CR")) == {"limit": 1}
    assert book(hall, queue="CR", starts_at=local(7, 10)).state is State.BOOKED


def test_a_repeated_request_is_the_same_appointment() -> None:
    hall = bookable_hall()

    first, second = book(hall, key="k"), book(hall, key="k")

    assert first == second
    assert Slot.objects.get(pk=first.slot_id).booked == 1


def test_a_key_used_for_another_half_hour_or_person_is_refused() -> None:
    hall = bookable_hall()
    book(hall, key="k")

    facts_of(KeyReused, lambda: book(hall, starts_at=local(7, 10), key="k"))
    facts_of(KeyReused, lambda: book(hall, LI, key="k"))


def test_a_half_hour_of_another_centre_or_of_a_paused_business_is_not_found() -> None:
    hall = bookable_hall()
    slot = slot_at(hall, local(6, 10))
    ask = {"by": HOUSE, "at": local(5, 10), "channel": "api"}

    with pytest.raises(SlotNotFound):
        actions.book(queries.slot(slot), ZHANG, centre_id=hall.centre_id + 1, **ask)  # type: ignore[arg-type]
    hall_actions.set_queue(
        hall.centre_id, "HZ", by=HOUSE, at=local(5, 10), accepting=False, quota=None,
        last_ticket_at=None,
    )  # fmt: skip
    with pytest.raises(SlotNotFound):
        book(hall)
    assert [o.queue.code for o in journey.offered(hall.centre_id, at=local(5, 10))] == ["CR"]


def test_only_who_gives_numbers_books_for_others() -> None:
    hall = bookable_hall()
    clerk = staff(hall, Role.CLERK)

    with pytest.raises(NotAllowed):
        journey.book(
            slot_at(hall, local(6, 10)), ZHANG, centre_id=hall.centre_id, by=clerk,
            at=local(5, 10), channel="reception",
        )  # fmt: skip


def test_an_agent_is_named_and_found_by_their_own_card() -> None:
    hall = bookable_hall()
    made = book(hall, Person(ZHANG.citizen_id, ZHANG.name, ZHANG.phone, LI.citizen_id, LI.name))

    found = queries.found_at_door(hall.centre_id, made.day, citizen_id=LI.citizen_id)

    assert [(view.id, view.agent) for view in found] == [(made.id, "李*")]


def test_giving_back_frees_the_place_and_the_day() -> None:
    hall = bookable_hall(online=1)
    made = book(hall)

    given = actions.cancel(made.id, by=SELF, at=local(5, 11))
    again = actions.cancel(made.id, by=SELF, at=local(5, 12))

    assert given.state is again.state is State.CANCELLED
    assert PersonDay.objects.get().booked == 0
    assert book(hall, LI).state is State.BOOKED
    assert book(hall, starts_at=local(6, 11)).state is State.BOOKED


def test_citizens_keep_the_deadline_and_staff_need_not() -> None:
    hall = bookable_hall()
    made = book(hall)
    guide = staff(hall, Role.GUIDE)

    facts = facts_of(CancelTooLate, lambda: actions.cancel(made.id, by=SELF, at=local(6, 8, 1)))
    actions.cancel(made.id, by=guide, at=local(6, 9))

    assert facts == {"until": "11-06 08:00"}
    with pytest.raises(NotAllowed):
        actions.cancel(made.id, by=staff(hall, Role.CLERK, "1002"), at=local(5, 11))


def test_what_was_missed_cannot_be_given_back() -> None:
    hall = bookable_hall()
    made = book(hall)
    journey.settle(hall.centre_id, at=local(6, 10, 31))

    facts = facts_of(EventNotAllowed, lambda: actions.cancel(made.id, by=SELF, at=local(6, 11)))

    assert facts == {"state": "no_show", "event": "cancel"}


@pytest.mark.parametrize("tail", ["0016", "1234"])
def test_code_and_the_end_of_id_or_phone_prove_an_appointment(tail: str) -> None:
    made = book(bookable_hall())

    assert queries.proven(made.code, tail).id == made.id


@pytest.mark.parametrize(
    ("code", "tail"), [("", "0016"), ("99", "0016"), (None, "0017"), (None, "")]
)
def test_a_wrong_proof_finds_nothing(code: str | None, tail: str) -> None:
    made = book(bookable_hall())

    with pytest.raises(AppointmentNotFound):
        queries.proven(made.code if code is None else code, tail)


def test_the_crowd_picture_counts_by_half_hour() -> None:
    hall = bookable_hall(online=2)
    book(hall)
    book(hall, LI)
    book(hall, queue="CR")

    one = journey.crowd(hall.centre_id, date(2019, 11, 6), "HZ")
    whole = journey.crowd(hall.centre_id, date(2019, 11, 6))

    ten = next(item for item in one if item.starts_at == local(6, 10))
    assert (ten.booked, ten.capacity, ten.share, ten.crowd) == (2, 2, 100, Crowd.FULL)
    all_ten = next(item for item in whole if item.starts_at == local(6, 10))
    assert (all_ten.booked, all_ten.capacity, all_ten.crowd) == (3, 4, Crowd.BUSY)
    assert len(whole) == 16


def test_people_are_forgotten_and_appointments_stay() -> None:
    hall = bookable_hall()
    book(hall)

    ask = {"before": date(2019, 11, 7), "at": local(7, 1) + timedelta(days=90)}
    first = actions.wipe_personal_data(hall.centre_id, **ask)  # type: ignore[arg-type]
    second = actions.wipe_personal_data(hall.centre_id, **ask)  # type: ignore[arg-type]

    row = Appointment.objects.get()
    assert (first, second) == (1, 0)
    assert (row.code, row.holder_index, bytes(row.phone_sealed)) == (None, None, b"")
    assert PersonDay.objects.count() == 0
