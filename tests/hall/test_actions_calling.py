"""Calling: who comes first, who may call, what a repeated press gets, who is told of an arrival."""

import pytest

from tests.builders import Hall, at, build_hall, staff
from yimen.kernel.errors import NotAllowed
from yimen.reference.centres.errors import WindowNotFound
from yimen.reference.people.rules import HOUSE, Actor, Right, Role
from yimen.services.hall import actions, queries
from yimen.services.hall.errors import (
    EventNotAllowed,
    NotSkilled,
    ReasonNeeded,
    TicketNotFound,
    WindowBusy,
    WindowNotOpen,
)
from yimen.services.hall.models import Ticket, WindowDuty
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import PauseReason, State

pytestmark = pytest.mark.django_db

PRIORITY, BOOKED = TicketClass.PRIORITY, TicketClass.BOOKED


def called_in_turn(hall: Hall, window: int, minutes: float, times: int) -> list[str]:
    """The numbers a window calls, each served in no time."""
    numbers = []
    for _ in range(times):
        called = hall.call(window, minutes)
        assert called is not None
        numbers.append(queries.ticket(called).number)
        hall.press(actions.start, window, minutes)
        hall.press(actions.finish, window, minutes)
    return numbers


def standing_by(hall: Hall) -> set[int]:
    ids = WindowDuty.objects.filter(standby_since__isnull=False).values_list("pk", flat=True)
    return {number for number, window in hall.windows.items() if window in set(ids)}


def test_first_come_first_called_within_a_class(hall: Hall) -> None:
    for minute in (2, 0, 1):
        hall.issue("HZ", minute)
    hall.open(1)

    assert called_in_turn(hall, 1, 10, 3) == ["A002", "A003", "A001"]


def test_priority_accumulates_with_the_rate_of_the_class(hall: Hall) -> None:
    hall.issue("HZ", 0)  # at 30: 30 points
    hall.issue("HZ", 16, ticket_class=BOOKED)  # 2 x 14 = 28
    hall.issue("HZ", 19, ticket_class=PRIORITY)  # 3 x 11 = 33
    hall.open(1)

    assert called_in_turn(hall, 1, 30, 3) == ["LA001", "A001", "YA001"]


def test_who_waits_too_long_goes_before_all_classes(hall: Hall) -> None:
    hall.issue("HZ", 0)  # 46 minutes: overdue
    hall.issue("HZ", 1, ticket_class=PRIORITY)  # 45 minutes sharp: 135 points, not overdue
    hall.open(1)

    assert called_in_turn(hall, 1, 46, 2) == ["A001", "LA001"]


def test_a_tie_goes_to_the_earlier_ticket(hall: Hall) -> None:
    for _ in range(3):
        hall.issue("HZ", 0)
    hall.open(1)

    assert called_in_turn(hall, 1, 10, 3) == ["A001", "A002", "A003"]


def test_an_early_booking_is_called_only_where_nobody_else_waits(hall: Hall) -> None:
    hall.issue("HZ", 0, ticket_class=BOOKED, slot_start=at(30))
    hall.issue("HZ", 9)
    hall.open(1)

    assert called_in_turn(hall, 1, 10, 2) == ["A001", "YA001"]


def test_a_window_calls_its_own_lines_only(hall: Hall) -> None:
    hall.issue("HZ", 0)
    hall.issue("CR", 1)
    hall.open(3)

    assert called_in_turn(hall, 3, 10, 1) == ["B001"]
    assert hall.call(3, 10) is None


def test_yesterdays_tickets_are_not_called(hall: Hall) -> None:
    hall.issue("HZ", 0)
    hall.open(1)

    assert hall.call(1, 24 * 60) is None


def test_a_call_keeps_when_and_where(hall: Hall) -> None:
    issued = hall.issue("HZ")
    hall.open(1)

    hall.call(1, 5)

    view = queries.ticket(issued.id)
    assert (view.state, view.window, view.called_at, view.calls) == (State.CALLED, 1, at(5), 1)


def test_a_window_with_somebody_calls_nobody_and_says_whom_it_has(hall: Hall) -> None:
    hall.issue("HZ")
    hall.issue("HZ")
    hall.open(1)
    hall.call(1, 1)

    with pytest.raises(WindowBusy) as refusal:
        hall.call(1, 2)

    assert refusal.value.facts == {"window": 1, "number": "A001"}
    hall.press(actions.start, 1, 3)
    with pytest.raises(WindowBusy):
        hall.call(1, 4)


def test_a_closed_and_a_paused_window_call_nobody(hall: Hall) -> None:
    hall.issue("HZ")
    with pytest.raises(WindowNotOpen) as never_opened:
        hall.call(1)
    hall.open(1)
    hall.press(actions.pause, 1, 1, reason=PauseReason.MEAL)
    with pytest.raises(WindowNotOpen) as paused:
        hall.call(1, 2)

    assert never_opened.value.facts == {"window": 1, "state": "closed"}
    assert paused.value.facts == {"window": 1, "state": "paused"}
    assert Ticket.objects.get().state == "waiting"


def test_only_the_clerk_on_duty_calls(hall: Hall) -> None:
    on_duty, other = staff(hall, Role.CLERK), staff(hall, Role.CLERK, "1002")
    guide = staff(hall, Role.GUIDE, "1003")
    issued = hall.issue("HZ")
    hall.press(actions.log_in, 1, by=on_duty)

    for actor in (other, guide):
        with pytest.raises(NotAllowed) as refusal:
            hall.call(1, 1, by=actor)
        assert refusal.value.facts == {"right": Right.SERVE}
    assert hall.call(1, 1, by=on_duty) == issued.id


def test_a_window_of_another_centre_is_not_called_for(hall: Hall) -> None:
    with pytest.raises(NotAllowed):
        actions.call_next(0, centre_id=hall.centre_id, by=HOUSE, at=at(0))


@pytest.mark.django_db(transaction=True)
def test_a_repeated_press_gets_the_same_ticket_even_after_it_was_finished() -> None:
    hall = build_hall()
    first = hall.issue("HZ", 0)
    hall.open(1)

    answers = [hall.call(1, 1, key="press-1"), hall.call(1, 2, key="press-1")]
    hall.press(actions.start, 1, 3)
    hall.press(actions.finish, 1, 4)
    answers.append(hall.call(1, 5, key="press-1"))  # nobody waits
    second = hall.issue("HZ", 5)
    answers.append(hall.call(1, 6, key="press-1"))  # somebody waits
    assert queries.ticket(second.id).state is State.WAITING
    assert hall.call(1, 7, key="press-2") == second.id
    answers.append(hall.call(1, 8, key="press-1"))  # somebody else is there

    assert answers == [first.id] * 5


@pytest.mark.django_db(transaction=True)
def test_a_key_means_nothing_at_another_window() -> None:
    hall = build_hall()
    tickets = [hall.issue("HZ", minute).id for minute in (0, 1)]
    hall.open(1, 2)

    assert [hall.call(1, 5, key="1"), hall.call(2, 5, key="1")] == tickets


@pytest.mark.django_db(transaction=True)
def test_a_ticket_taken_over_by_another_window_does_not_bring_its_call_key() -> None:
    """Windows that count their own presses use the same keys; that must not stop a take-over."""
    hall = build_hall({1: ["HZ"], 2: ["HZ"]})
    held, other = hall.issue("HZ", 0), hall.issue("HZ", 1)
    hall.open(1, 2)
    hall.call(1, 2, key="1")
    hall.press(actions.start, 1, 2)
    hall.press(actions.hold, 1, 3)
    hall.call(2, 3, key="1")
    hall.press(actions.start, 2, 3)
    hall.press(actions.finish, 2, 4)

    view = actions.resume(held.id, hall.windows[2], by=HOUSE, at=at(5))

    assert (view.state, view.window) == (State.SERVING, 2)
    assert hall.call(2, 6, key="1") == other.id


def test_a_window_without_work_stands_by_and_gets_the_next_arrival(hall: Hall) -> None:
    hall.open(1)
    assert hall.call(1, 1) is None
    assert standing_by(hall) == {1}

    issued = hall.issue("HZ", 5)

    assert issued.somebody_stands_by
    assert queries.ticket(issued.id).window == 1
    assert standing_by(hall) == set()


def test_an_arrival_goes_to_the_most_specialised_window_then_to_the_lowest_number() -> None:
    hall = build_hall({1: ["HZ", "CR"], 2: ["HZ"], 3: ["HZ"], 4: ["CR"]})
    hall.open()
    for number in hall.windows:
        assert hall.call(number, 1) is None

    taken = [queries.ticket(hall.issue("HZ", 2).id).window for _ in range(4)]

    assert taken == [2, 3, 1, None]
    assert standing_by(hall) == {4}


def test_an_arrival_passes_over_windows_that_paused_or_closed_or_stood_down(hall: Hall) -> None:
    hall.open(1, 2)
    hall.call(1, 1)
    hall.call(2, 1)
    hall.press(actions.pause, 1, 2, reason=PauseReason.REST)
    actions.stand_down(hall.windows[2], centre_id=hall.centre_id, by=HOUSE)

    issued = hall.issue("HZ", 3)

    assert not issued.somebody_stands_by
    assert queries.ticket(issued.id).state is State.WAITING


def test_a_stale_offer_skips_a_window_that_is_busy_by_now() -> None:
    hall = build_hall({1: ["HZ"], 2: ["HZ", "CR"]})
    hall.open()
    hall.issue("HZ", 0)
    hall.call(1, 1)
    hall.call(2, 1)
    # what a colleague's press leaves for an instant: standing by, and yet somebody is there
    WindowDuty.objects.filter(pk=hall.windows[1]).update(standby_since=at(1))

    issued = hall.issue("HZ", 2)

    assert queries.ticket(issued.id).window == 2


def test_a_transferred_and_a_returned_ticket_reach_a_window_that_stands_by(hall: Hall) -> None:
    first = hall.issue("HZ", 0)
    hall.open(1, 3)
    hall.call(1, 1)
    hall.press(actions.start, 1, 1)
    hall.call(3, 1)

    moved = hall.press(actions.transfer, 1, 2, queue_code="CR")

    assert (moved.id, moved.state, moved.window) == (first.id, State.CALLED, 3)
    hall.press(actions.miss, 3, 3)
    assert hall.call(3, 3) is None
    back = actions.rejoin(first.id, by=HOUSE, at=at(4))
    assert (back.state, back.window) == (State.CALLED, 3)


def test_a_new_skill_gives_work_to_a_window_that_stands_by(hall: Hall) -> None:
    waiting = hall.issue("CR", 0)
    hall.open(1)
    assert hall.call(1, 1) is None

    duty = hall.press(actions.set_skills, 1, 2, queue_codes=["HZ", "CR"])

    assert not duty.standby
    assert queries.ticket(waiting.id).window == 1


def test_nobody_is_left_waiting_for_a_window_that_stands_by(hall: Hall) -> None:
    """The number was given, and the process died before the offer."""
    hall.open(1, 2, 3)
    for number in hall.windows:
        hall.call(number, 1)
    stranded = [
        actions.issue(
            centre_id=hall.centre_id, queue_code=code, by=HOUSE, at=at(2), channel="machine"
        ).id
        for code in ("HZ", "HZ", "CR", "CR")
    ]

    assert actions.offer_all(hall.centre_id, at=at(3)) == 3
    assert [queries.ticket(t).window for t in stranded] == [1, 2, 3, None]
    assert actions.offer_all(hall.centre_id, at=at(4)) == 0


def call_chosen(
    hall: Hall, ticket_id: int, window: int, *, by: Actor = HOUSE, reason: str = "老人不适"
) -> queries.TicketView:
    return actions.call_chosen(ticket_id, hall.windows[window], by=by, at=at(5), reason=reason)


def test_a_special_call_takes_a_number_out_of_order_and_keeps_the_reason(hall: Hall) -> None:
    manager = staff(hall, Role.HALL_MANAGER)
    hall.issue("HZ", 0)
    later = hall.issue("HZ", 1)
    hall.open(1)

    view = call_chosen(hall, later.id, 1, by=manager)

    assert (view.number, view.state, view.window) == ("A002", State.CALLED, 1)
    assert queries.history(later.id)[-1] == (
        "call",
        "waiting",
        "called",
        at(5),
        "staff:1001",
        "老人不适",
    )


def test_a_special_call_needs_right_reason_and_skill(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)
    issued = hall.issue("HZ")
    hall.open(1, 3)

    with pytest.raises(NotAllowed) as no_right:
        call_chosen(hall, issued.id, 1, by=clerk)
    with pytest.raises(ReasonNeeded) as no_reason:
        call_chosen(hall, issued.id, 1, reason="  ")
    with pytest.raises(NotSkilled) as no_skill:
        call_chosen(hall, issued.id, 3)

    assert no_right.value.facts == {"right": Right.CALL_CHOSEN}
    assert no_reason.value.facts == {"act": "call_chosen"}
    assert no_skill.value.facts == {"window": 3, "queue": "HZ"}
    assert queries.ticket(issued.id).state is State.WAITING


def test_a_special_call_needs_a_waiting_number_and_an_open_free_window(hall: Hall) -> None:
    first, second = hall.issue("HZ", 0), hall.issue("HZ", 1)
    with pytest.raises(WindowNotOpen) as closed:
        call_chosen(hall, first.id, 1)
    hall.open(1, 2)
    call_chosen(hall, first.id, 1)
    with pytest.raises(EventNotAllowed) as called_already:
        call_chosen(hall, first.id, 2)
    with pytest.raises(TicketNotFound):
        call_chosen(hall, 0, 1)
    with pytest.raises(WindowNotFound):
        actions.call_chosen(second.id, 0, by=HOUSE, at=at(5), reason="误")

    assert closed.value.facts == {"window": 1, "state": "closed"}
    assert called_already.value.facts == {"state": "called", "event": "call"}


@pytest.mark.django_db(transaction=True)
def test_a_special_call_to_a_busy_window_says_whom_it_has() -> None:
    hall = build_hall()
    hall.issue("HZ", 0)
    second = hall.issue("HZ", 1)
    hall.open(1)
    hall.call(1, 2)

    with pytest.raises(WindowBusy) as refusal:
        call_chosen(hall, second.id, 1)

    assert refusal.value.facts == {"window": 1, "number": "A001"}
    assert queries.ticket(second.id).state is State.WAITING
