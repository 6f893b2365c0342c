"""Half hours follow hours and plans; what was booked in hours that fall away is not lost."""

from datetime import date, time

import pytest

from tests.booking.builders import LI, SELF, book, bookable_hall, local, slot_at
from tests.builders import build_hall, staff
from yimen.journeys import book as journey
from yimen.journeys import opening
from yimen.kernel.errors import NotAllowed
from yimen.reference.centres.rules import Interval
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.booking import actions, queries
from yimen.services.booking.errors import SlotNotOffered
from yimen.services.booking.models import Slot
from yimen.services.booking.rules.slots import Places
from yimen.services.booking.rules.states import State
from yimen.support.models import Event

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2019, 11, 6)


def test_without_a_plan_the_windows_decide() -> None:
    hall = build_hall()  # HZ: window 1, and half of window 2; ten minutes each

    journey.renew(hall.centre_id, at=local(5, 10))

    slot = Slot.objects.get(pk=slot_at(hall, local(6, 10)))
    assert (slot.capacity_online, slot.capacity_walkin) == (2, 2)  # 1.5 windows: four people
    assert Slot.objects.count() == 2 * 9 * 16


def test_doing_it_again_changes_nothing() -> None:
    hall = bookable_hall()
    before = list(Slot.objects.order_by("pk").values())

    assert journey.renew(hall.centre_id, at=local(5, 10)) == 0
    assert list(Slot.objects.order_by("pk").values()) == before


def test_a_quiet_run_asks_a_few_questions_a_day_however_many_businesses(
    django_assert_num_queries: object,
) -> None:
    hall = bookable_hall()

    with django_assert_num_queries(36):  # type: ignore[operator]
        journey.renew(hall.centre_id, at=local(5, 10))


def test_a_smaller_plan_never_takes_a_place_from_who_has_it() -> None:
    hall = bookable_hall(online=2)
    book(hall)
    book(hall, LI)

    journey.set_plan(hall.centre_id, "HZ", Places(1, 0), by=HOUSE, at=local(5, 11))

    booked, empty = (
        Slot.objects.get(pk=slot_at(hall, when)) for when in (local(6, 10), local(6, 11))
    )
    assert (booked.capacity_online, empty.capacity_online) == (2, 1)
    assert empty.capacity_walkin == 0


def test_a_plan_taken_back_lets_the_windows_decide_again() -> None:
    hall = bookable_hall(online=9)

    journey.set_plan(hall.centre_id, "HZ", None, by=HOUSE, at=local(5, 11))

    assert Slot.objects.get(pk=slot_at(hall, local(6, 10))).capacity_online == 2
    with pytest.raises(NotAllowed):
        actions.set_plan(hall.centre_id, 1, None, by=staff(hall, Role.GUIDE), at=local(5, 11))


def test_a_closed_day_lists_and_tells_those_who_booked_it() -> None:
    hall = bookable_hall()
    made = book(hall)
    other = book(hall, LI, starts_at=local(7, 10))

    opening.set_special_day(
        hall.centre_id, WEDNESDAY, None, reason="停电", by=HOUSE, at=local(5, 12)
    )

    assert [view.id for view in queries.affected(hall.centre_id)] == [made.id]
    assert queries.appointment(made.id).state is State.BOOKED
    assert not queries.appointment(other.id).displaced
    told = Event.objects.get(name="booking.affected")
    assert f"booking:{made.public_id}" in told.topics
    assert Event.objects.get(name="booking.slots_changed").body == {"affected": 1}
    with pytest.raises(SlotNotOffered) as refused:
        book(hall, LI, queue="CR")
    assert refused.value.facts == {"why": "closed"}


def test_the_deadline_does_not_bind_who_was_let_down() -> None:
    hall = bookable_hall()
    made = book(hall)
    opening.set_special_day(
        hall.centre_id, WEDNESDAY, None, reason="停电", by=HOUSE, at=local(6, 9)
    )

    assert actions.cancel(made.id, by=SELF, at=local(6, 9, 30)).state is State.CANCELLED


def test_hours_that_come_back_restore_what_was_booked() -> None:
    hall = bookable_hall()
    made = book(hall)
    opening.set_special_day(
        hall.centre_id, WEDNESDAY, None, reason="停电", by=HOUSE, at=local(5, 12)
    )

    opening.drop_special_day(hall.centre_id, WEDNESDAY, by=HOUSE, at=local(5, 13))

    assert not queries.appointment(made.id).displaced
    assert queries.affected(hall.centre_id) == []
    assert Event.objects.filter(name="booking.restored").count() == 1


def test_shorter_hours_close_only_what_falls_outside() -> None:
    hall = bookable_hall()
    morning, afternoon = book(hall), book(hall, LI, starts_at=local(6, 15))

    opening.set_hours(hall.centre_id, 2, [Interval(time(9), time(12))], by=HOUSE, at=local(5, 12))

    assert [view.id for view in queries.affected(hall.centre_id)] == [afternoon.id]
    assert not queries.appointment(morning.id).displaced


def test_who_was_let_down_has_not_stayed_away() -> None:
    hall = bookable_hall()
    made = book(hall)
    opening.set_special_day(
        hall.centre_id, WEDNESDAY, None, reason="停电", by=HOUSE, at=local(5, 12)
    )

    journey.settle(hall.centre_id, at=local(6, 18))

    assert queries.appointment(made.id).state is State.CALLED_OFF
