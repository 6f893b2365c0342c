"""From an appointment to a number: in time, early, late, twice; and what becomes of it."""

from datetime import date, datetime, timedelta

import pytest

from tests.booking.builders import LI, SELF, ZHANG, book, bookable_hall, local
from tests.builders import Hall, staff
from yimen.journeys import book as journey
from yimen.journeys.check_in import check_in, find
from yimen.journeys.take_ticket import take_ticket
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Role
from yimen.reference.policy import actions as policy
from yimen.services.booking import actions, queries
from yimen.services.booking.errors import (
    AppointmentNotFound,
    Barred,
    DayOver,
    EventNotAllowed,
    TooEarly,
    WalkInFull,
)
from yimen.services.booking.models import Bar, Slot
from yimen.services.booking.queries import AppointmentView
from yimen.services.booking.rules.states import State
from yimen.services.hall import actions as hall_actions
from yimen.services.hall.errors import AlreadyInLine
from yimen.services.hall.models import Ticket
from yimen.services.hall.rules.dispatch import TicketClass

pytestmark = pytest.mark.django_db


def arrive(hall: Hall, view: AppointmentView, at: datetime) -> tuple[str, bool]:
    """Check in as the machine does: the number, and whether it was given before."""
    ticket, again = check_in(view.id, centre_id=hall.centre_id, by=HOUSE, at=at)
    return ticket.number, again


def state_of(view: AppointmentView) -> State:
    return queries.appointment(view.id).state


def test_who_comes_in_time_gets_a_booked_number_that_counts_from_the_slot() -> None:
    hall = bookable_hall()
    made = book(hall)

    number, again = arrive(hall, made, local(6, 9, 35))

    ticket = Ticket.objects.get()
    assert (ticket.number, again) == (number, False)
    assert (ticket.ticket_class, ticket.channel) == ("booked", "booking")
    assert ticket.slot_start == ticket.line_at == local(6, 10)
    view = queries.appointment(made.id)
    assert (view.state, view.ticket_id) == (State.CHECKED_IN, ticket.pk)


def test_checking_in_again_shows_the_same_number() -> None:
    hall = bookable_hall()
    made = book(hall)

    first = arrive(hall, made, local(6, 10))
    second = arrive(hall, made, local(6, 10, 1))

    assert second == (first[0], True)
    assert Ticket.objects.count() == 1


def test_before_the_check_in_time_nothing_is_given() -> None:
    hall = bookable_hall()
    made = book(hall)

    with pytest.raises(TooEarly) as refused:
        arrive(hall, made, local(6, 9, 29))

    assert refused.value.facts == {"opens": "11-06 09:30"}
    assert Ticket.objects.count() == 0
    assert state_of(made) is State.BOOKED


def test_who_comes_late_gets_an_ordinary_number() -> None:
    hall = bookable_hall()
    made = book(hall)

    arrive(hall, made, local(6, 10, 45))

    ticket = Ticket.objects.get()
    assert (ticket.ticket_class, ticket.slot_start) == ("ordinary", None)
    assert state_of(made) is State.LATE


def test_who_was_marked_missing_and_still_comes_has_not_stayed_away() -> None:
    hall = bookable_hall()
    made = book(hall)
    journey.settle(hall.centre_id, at=local(6, 10, 31))
    assert state_of(made) is State.NO_SHOW

    arrive(hall, made, local(6, 15))

    assert state_of(made) is State.LATE


def test_the_next_day_is_too_late() -> None:
    hall = bookable_hall()
    made = book(hall)

    with pytest.raises(DayOver):
        arrive(hall, made, local(7, 10))


def test_a_cancelled_appointment_gives_no_number() -> None:
    hall = bookable_hall()
    made = book(hall)
    actions.cancel(made.id, by=SELF, at=local(5, 11))

    with pytest.raises(EventNotAllowed):
        arrive(hall, made, local(6, 10))


def test_a_number_that_cannot_be_given_leaves_the_appointment_as_it_was() -> None:
    hall = bookable_hall()
    made = book(hall)
    take_ticket(
        centre_id=hall.centre_id, queue_code="HZ", by=HOUSE, at=local(6, 9, 40), channel="machine",
        holder=hall_actions.Holder(citizen_id=ZHANG.citizen_id),
    )  # fmt: skip

    with pytest.raises(AlreadyInLine):
        arrive(hall, made, local(6, 10))

    assert state_of(made) is State.BOOKED
    assert queries.appointment(made.id).ticket_id is None


def test_another_centre_does_not_know_the_appointment() -> None:
    hall = bookable_hall()
    made = book(hall)

    with pytest.raises(AppointmentNotFound):
        actions.locked_arrival(
            made.id, centre_id=hall.centre_id + 1, at=local(6, 10), today=date(2019, 11, 6)
        )


@pytest.mark.parametrize("proof", ["code", "citizen_id", "phone"])
def test_code_id_or_phone_find_it_at_the_door(proof: str) -> None:
    hall = bookable_hall()
    made = book(hall)
    book(hall, LI, starts_at=local(6, 11))
    said = {"code": made.code, "citizen_id": ZHANG.citizen_id, "phone": ZHANG.phone}[proof]

    found = find(hall.centre_id, by=HOUSE, at=local(6, 9, 40), **{proof: said})

    assert [view.id for view in found] == [made.id]


def test_nobody_is_found_by_nothing_and_clerks_do_not_look() -> None:
    hall = bookable_hall()

    with pytest.raises(AppointmentNotFound):
        find(hall.centre_id, by=HOUSE, at=local(6, 9, 40))
    with pytest.raises(NotAllowed):
        find(hall.centre_id, by=staff(hall, Role.CLERK), at=local(6, 9, 40), code="1")


def test_a_served_number_makes_the_appointment_done() -> None:
    hall = bookable_hall()
    made = book(hall)
    arrive(hall, made, local(6, 10))
    window, said = hall.windows[1], {"centre_id": hall.centre_id, "by": HOUSE}
    hall_actions.log_in(window, at=local(6, 10), **said)  # type: ignore[arg-type]
    hall_actions.call_next(window, at=local(6, 10), key=None, **said)  # type: ignore[arg-type]
    hall_actions.start(window, at=local(6, 10), **said)  # type: ignore[arg-type]
    journey.settle(hall.centre_id, at=local(6, 10, 5))
    assert state_of(made) is State.CHECKED_IN
    hall_actions.finish(window, at=local(6, 10, 6), **said)  # type: ignore[arg-type]

    journey.settle(hall.centre_id, at=local(6, 10, 10))

    assert state_of(made) is State.DONE
    assert book(hall, starts_at=local(7, 10), at=local(6, 11)).state is State.BOOKED


@pytest.mark.parametrize(("misses", "state"), [(1, State.EXPIRED), (2, State.NO_SHOW)])
def test_passing_twice_is_staying_away_and_once_is_not(misses: int, state: State) -> None:
    hall = bookable_hall()
    made = book(hall)
    arrive(hall, made, local(6, 10))
    Ticket.objects.update(state="missed", misses=misses)
    hall_actions.close_day(hall.centre_id, date(2019, 11, 6), by=HOUSE, at=local(7, 1))

    journey.settle(hall.centre_id, at=local(7, 1))

    assert state_of(made) is state


def test_unused_places_go_to_the_walk_ins_of_the_next_half_hour() -> None:
    hall = bookable_hall(online=3, walk_in=2)
    came, _missed = book(hall), book(hall, LI)
    arrive(hall, came, local(6, 10))

    journey.settle(hall.centre_id, at=local(6, 10, 30))
    journey.settle(hall.centre_id, at=local(6, 10, 31))

    ten, half_past = (
        Slot.objects.get(queue_id=hall.queues["HZ"], starts_at=local(6, 10, minute))
        for minute in (0, 30)
    )
    assert ten.returned == 2
    # the half hours before ten were empty: their three places went on as well
    assert half_past.capacity_walkin == 2 + 2
    journey.renew(hall.centre_id, at=local(6, 10, 32))
    half_past.refresh_from_db()
    assert half_past.capacity_walkin == 4  # not taken away again


def stay_away(hall: Hall, days: range) -> None:
    for day in days:
        journey.renew(hall.centre_id, at=local(day, 8))
        book(hall, starts_at=local(day, 10), at=local(day, 9))
        journey.settle(hall.centre_id, at=local(day, 17))


def test_the_fourth_miss_in_a_month_bars_for_a_month() -> None:
    hall = bookable_hall()
    stay_away(hall, range(6, 9))
    assert Bar.objects.count() == 0

    stay_away(hall, range(9, 10))

    bar = Bar.objects.get()
    assert bar.until - bar.since == timedelta(days=30)
    with pytest.raises(Barred) as refused:
        book(hall, starts_at=local(10, 10), at=local(10, 9))
    assert refused.value.facts == {"until": "2019-12-09"}


def test_a_manager_lifts_a_bar_and_the_old_misses_count_no_more() -> None:
    hall = bookable_hall()
    stay_away(hall, range(6, 10))
    ask = {"centre_id": hall.centre_id, "at": local(9, 18)}
    with pytest.raises(NotAllowed):
        actions.lift_bar(ZHANG.citizen_id, by=staff(hall, Role.GUIDE), **ask)  # type: ignore[arg-type]

    lifted = actions.lift_bar(ZHANG.citizen_id, by=HOUSE, **ask)  # type: ignore[arg-type]

    assert lifted == 1
    stay_away(hall, range(10, 11))
    assert Bar.objects.filter(lifted_at=None).count() == 0


def walk_in(hall: Hall, minute: int) -> str:
    return take_ticket(
        centre_id=hall.centre_id, queue_code="HZ", by=HOUSE, at=local(6, 10, minute),
        channel="machine", ticket_class=TicketClass.ORDINARY, key=f"k{minute}",
    ).number  # fmt: skip


def test_where_bookings_come_first_walk_ins_get_what_is_left() -> None:
    hall = bookable_hall(walk_in=1)
    policy.set_value(
        "booking.walk_in_limited", True, effective_from=date(2019, 11, 6), source="通知",
        staff_id=None,
    )  # fmt: skip
    late = book(hall, starts_at=local(6, 9))

    first, again = walk_in(hall, 1), walk_in(hall, 1)
    with pytest.raises(WalkInFull):
        walk_in(hall, 2)
    numbers = [first, arrive(hall, late, local(6, 10, 3))[0], walk_in(hall, 31 - 30 + 29)]

    assert first == again
    assert numbers == ["A001", "A002", "A003"]
