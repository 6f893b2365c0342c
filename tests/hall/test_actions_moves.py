"""What happens to a ticket at and after a window: recall, miss, return, hold, transfer, leave."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from tests.builders import CITIZEN, Hall, at, build_hall, staff
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.people.rules import HOUSE, Actor, DeviceKind, Grant, Right, Role
from yimen.reference.people.rules import RIGHTS_OF_DEVICE as DEVICES
from yimen.reference.policy import actions as policy
from yimen.services.hall import actions, queries
from yimen.services.hall.errors import (
    AlreadyInLine,
    EventNotAllowed,
    NoMoreReturns,
    QueueNotFound,
    RecallLimit,
    RecallTooSoon,
    TicketNotFound,
    WindowBusy,
    WindowHasNobody,
    WindowNotOpen,
)
from yimen.services.hall.models import Ticket
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import PauseReason, State

pytestmark = pytest.mark.django_db

HOLDER = Actor("citizen", 0, "x")


def facts_of(refusal: type[DomainError], deed: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(refusal) as raised:
        deed()
    return raised.value.facts


def called(hall: Hall, queue: str = "HZ", window: int = 1, **more: object) -> int:
    """A ticket just called (minute 1) to a window that opens for it."""
    issued = hall.issue(queue, 0, **more)  # type: ignore[arg-type]
    hall.open(window)
    assert hall.call(window, 1) == issued.id
    return issued.id


def serving(hall: Hall, queue: str = "HZ", window: int = 1, **more: object) -> int:
    ticket = called(hall, queue, window, **more)
    hall.press(actions.start, window, 2)
    return ticket


def missed(hall: Hall, **more: object) -> int:
    ticket = called(hall, **more)  # type: ignore[arg-type]
    hall.press(actions.miss, 1, 2)
    return ticket


def device(hall: Hall, kind: DeviceKind) -> Actor:
    return Actor("device", 1, "设备", (Grant(DEVICES[kind], hall.centre_id),))


def line_of(hall: Hall, window: int = 1) -> list[str]:
    found = queries.line(hall.windows[window], hall.centre_id, date(2019, 11, 5))
    return [view.number for view in found]


def test_a_service_goes_from_call_to_finish_with_its_times(hall: Hall) -> None:
    ticket = serving(hall)

    view = hall.press(actions.finish, 1, 9)

    assert (view.id, view.state) == (ticket, State.DONE)
    assert (view.called_at, view.started_at, view.finished_at) == (at(1), at(2), at(9))
    assert queries.at_window(hall.windows[1]) is None


@pytest.mark.parametrize("press", ["recall", "start", "finish", "miss", "hold"])
def test_nothing_can_be_pressed_while_nobody_is_there(hall: Hall, press: str) -> None:
    hall.open(1)

    facts = facts_of(WindowHasNobody, lambda: hall.press(getattr(actions, press), 1, 1))

    assert facts == {"window": 1}


@pytest.mark.parametrize(
    ("press", "state"),
    [
        ("recall", "serving"),
        ("start", "serving"),
        ("miss", "serving"),
        ("finish", "called"),
        ("hold", "called"),
    ],
)
def test_a_press_the_state_does_not_know_changes_nothing(
    hall: Hall, press: str, state: str
) -> None:
    ticket = called(hall) if state == "called" else serving(hall)
    before = queries.ticket(ticket)

    facts = facts_of(EventNotAllowed, lambda: hall.press(getattr(actions, press), 1, 5))

    assert facts == {"state": state, "event": press}
    assert queries.ticket(ticket) == before


@pytest.mark.parametrize("press", ["recall", "start", "finish", "miss", "hold"])
def test_a_colleague_does_not_press_at_anothers_window(hall: Hall, press: str) -> None:
    called(hall)
    colleague = staff(hall, Role.CLERK)

    deed = getattr(actions, press)
    assert facts_of(NotAllowed, lambda: hall.press(deed, 1, 2, by=colleague)) == {
        "right": Right.SERVE
    }


def test_the_manager_may_help_out_at_any_window(hall: Hall) -> None:
    ticket = called(hall)

    hall.press(actions.start, 1, 2, by=staff(hall, Role.HALL_MANAGER))

    assert queries.ticket(ticket).state is State.SERVING


def test_a_number_is_called_again_after_a_moment_and_three_times_at_most(hall: Hall) -> None:
    called(hall)

    too_soon = facts_of(RecallTooSoon, lambda: hall.press(actions.recall, 1, 1 + 2 / 60))
    second = hall.press(actions.recall, 1, 1 + 5 / 60)
    third = hall.press(actions.recall, 1, 2)
    over = facts_of(RecallLimit, lambda: hall.press(actions.recall, 1, 3))

    assert too_soon == {"wait_seconds": 4}
    assert [(view.calls, view.called_at) for view in (second, third)] == [
        (2, at(1 + 5 / 60)),
        (3, at(2)),
    ]
    assert over == {"limit": 3}


def test_a_missed_number_returns_behind_three_others(hall: Hall) -> None:
    ticket = missed(hall, ticket_class=TicketClass.PRIORITY)
    for minute in (2, 3, 4, 5):
        hall.issue("HZ", minute)

    view = actions.rejoin(ticket, by=HOLDER, at=at(6))

    assert line_of(hall) == ["A001", "A002", "A003", "LA001", "A004"]
    assert (view.number, view.ticket_class, view.calls, view.window) == (
        "LA001",
        TicketClass.ORDINARY,
        0,
        None,
    )


@pytest.mark.parametrize("others", [0, 1, 2])
def test_a_missed_number_returns_behind_all_where_fewer_wait(hall: Hall, others: int) -> None:
    ticket = missed(hall)
    for minute in range(others):
        hall.issue("HZ", 3 + minute)

    actions.rejoin(ticket, by=HOLDER, at=at(6))
    hall.issue("HZ", 7)

    assert line_of(hall).index("A001") == others


def test_one_who_returns_stands_behind_others_who_came_at_the_same_instant(hall: Hall) -> None:
    ticket = missed(hall)
    hall.issue("HZ", 6)

    actions.rejoin(ticket, by=HOLDER, at=at(6))

    assert line_of(hall) == ["A002", "A001"]


def test_with_a_policy_of_none_others_one_returns_to_ones_own_place(hall: Hall) -> None:
    policy.set_value(
        "hall.return_after", 0, effective_from=date(2019, 1, 1), source="测试", staff_id=None
    )
    ticket = missed(hall)
    hall.issue("HZ", 3)

    actions.rejoin(ticket, by=HOLDER, at=at(6))

    assert line_of(hall) == ["A001", "A002"]


def test_a_number_returns_once(hall: Hall) -> None:
    ticket = missed(hall)
    actions.rejoin(ticket, by=HOLDER, at=at(3))
    assert hall.call(1, 4) == ticket
    hall.press(actions.miss, 1, 5)

    assert facts_of(NoMoreReturns, lambda: actions.rejoin(ticket, by=HOLDER, at=at(6))) == {
        "limit": 1
    }
    assert queries.ticket(ticket).state is State.MISSED


def test_a_number_that_was_not_missed_does_not_return(hall: Hall) -> None:
    ticket = called(hall)

    facts = facts_of(EventNotAllowed, lambda: actions.rejoin(ticket, by=HOLDER, at=at(2)))

    assert facts == {"state": "called", "event": "rejoin"}
    with pytest.raises(TicketNotFound):
        actions.rejoin(0, by=HOLDER, at=at(2))


def test_who_took_a_new_number_meanwhile_does_not_return_with_the_old_one(hall: Hall) -> None:
    ticket = missed(hall, citizen_id=CITIZEN)
    new = hall.issue("HZ", 3, citizen_id=CITIZEN)

    facts = facts_of(AlreadyInLine, lambda: actions.rejoin(ticket, by=HOLDER, at=at(4)))

    assert facts == {"number": new.number, "ticket": new.public_id}
    assert queries.ticket(ticket).state is State.MISSED


def test_clerks_and_machines_return_numbers_and_boards_do_not(hall: Hall) -> None:
    ticket = missed(hall)
    for kind in (DeviceKind.BOARD, DeviceKind.WINDOW_SCREEN):
        deed = partial(actions.rejoin, ticket, by=device(hall, kind), at=at(3))
        assert facts_of(NotAllowed, deed) == {"right": Right.ISSUE}

    view = actions.rejoin(ticket, by=device(hall, DeviceKind.TICKET_MACHINE), at=at(3))

    assert view.state is State.WAITING


@pytest.mark.django_db(transaction=True)
def test_on_hold_the_window_is_free_and_the_held_wait_until_it_is_again() -> None:
    hall = build_hall()
    ticket = serving(hall)
    other = hall.issue("HZ", 3)

    held = hall.press(actions.hold, 1, 4, reason="填表")
    assert hall.call(1, 5) == other.id
    busy = facts_of(WindowBusy, lambda: actions.resume(ticket, hall.windows[1], by=HOUSE, at=at(6)))

    assert held.state is State.HELD
    assert busy == {"window": 1, "number": "A002"}


def test_the_held_go_on_at_any_open_window_with_their_times(hall: Hall) -> None:
    ticket = serving(hall)
    hall.press(actions.hold, 1, 4)
    hall.open(2)
    hall.call(2, 4)  # stands by

    view = actions.resume(ticket, hall.windows[2], by=HOUSE, at=at(6))

    assert (view.state, view.window, view.started_at) == (State.SERVING, 2, at(2))
    assert not queries.duty(hall.windows[2]).standby
    assert facts_of(WindowHasNobody, lambda: hall.press(actions.finish, 1, 7)) == {"window": 1}


def test_the_held_do_not_go_on_at_a_closed_or_paused_window(hall: Hall) -> None:
    ticket = serving(hall)
    hall.press(actions.hold, 1, 4)
    hall.press(actions.pause, 1, 5, reason=PauseReason.SYSTEM)

    paused = facts_of(
        WindowNotOpen, lambda: actions.resume(ticket, hall.windows[1], by=HOUSE, at=at(6))
    )
    closed = facts_of(
        WindowNotOpen, lambda: actions.resume(ticket, hall.windows[2], by=HOUSE, at=at(6))
    )

    assert (paused, closed) == (
        {"window": 1, "state": "paused"},
        {"window": 2, "state": "closed"},
    )
    with pytest.raises(NotAllowed):
        actions.resume(ticket, 0, by=HOUSE, at=at(6))


def test_only_the_held_go_on(hall: Hall) -> None:
    ticket = missed(hall)

    facts = facts_of(
        EventNotAllowed, lambda: actions.resume(ticket, hall.windows[1], by=HOUSE, at=at(6))
    )

    assert facts == {"state": "missed", "event": "resume"}


def test_a_transfer_keeps_number_and_time(hall: Hall) -> None:
    ticket = serving(hall)
    before = queries.ticket(ticket)

    view = hall.press(actions.transfer, 1, 5, queue_code="CR", reason="还要办车")

    assert (view.number, view.arrived_at, view.line_at, view.ticket_class) == (
        before.number,
        before.arrived_at,
        before.line_at,
        before.ticket_class,
    )
    assert (view.state, view.queue.code) == (State.WAITING, "CR")
    later = hall.issue("CR", -1)  # came earlier than the transferred
    hall.open(3)
    assert hall.call(3, 6) == later.id


def test_the_transferred_are_called_again_as_the_first_time(hall: Hall) -> None:
    ticket = called(hall)
    hall.press(actions.recall, 1, 2)
    hall.press(actions.start, 1, 3)
    hall.press(actions.transfer, 1, 5, queue_code="CR")
    hall.open(3)

    assert hall.call(3, 6) == ticket
    view = queries.ticket(ticket)
    assert (view.calls, view.called_at, view.window) == (1, at(6), 3)


@pytest.mark.parametrize("queue", ["HZ", "ZZ"])
def test_a_transfer_leads_to_another_known_business(hall: Hall, queue: str) -> None:
    ticket = serving(hall)

    deed = lambda: hall.press(actions.transfer, 1, 5, queue_code=queue)  # noqa: E731
    assert facts_of(QueueNotFound, deed) == {"queue": queue}
    assert queries.ticket(ticket).queue.code == "HZ"


def test_who_holds_a_number_there_already_is_not_transferred(hall: Hall) -> None:
    ticket = serving(hall, citizen_id=CITIZEN)
    held = hall.issue("CR", 3, citizen_id=CITIZEN)

    facts = facts_of(AlreadyInLine, lambda: hall.press(actions.transfer, 1, 5, queue_code="CR"))

    assert facts == {"number": held.number, "ticket": held.public_id}
    view = queries.ticket(ticket)
    assert (view.state, view.queue.code) == (State.SERVING, "HZ")
    assert hall.press(actions.finish, 1, 6).state is State.DONE


@pytest.mark.parametrize("state", ["waiting", "called", "held", "missed"])
def test_a_citizen_gives_the_number_back_until_it_is_served(hall: Hall, state: str) -> None:
    if state == "waiting":
        ticket = hall.issue("HZ").id
    elif state == "held":
        ticket = serving(hall)
        hall.press(actions.hold, 1, 3)
    else:
        ticket = called(hall) if state == "called" else missed(hall)

    view = actions.withdraw(ticket, by=HOLDER, at=at(4))

    assert view.state is State.WITHDRAWN
    assert queries.at_window(hall.windows[1]) is None


@pytest.mark.parametrize("state", ["serving", "done", "withdrawn"])
def test_a_served_or_ended_number_is_not_given_back(hall: Hall, state: str) -> None:
    ticket = hall.issue("HZ").id if state == "withdrawn" else serving(hall)
    if state == "withdrawn":
        actions.withdraw(ticket, by=HOLDER, at=at(1))
    if state == "done":
        hall.press(actions.finish, 1, 3)

    facts = facts_of(EventNotAllowed, lambda: actions.withdraw(ticket, by=HOLDER, at=at(4)))

    assert facts == {"state": state, "event": "withdraw"}


def test_staff_withdraw_by_right_and_machines_what_they_may_give(hall: Hall) -> None:
    clerk, guide = staff(hall, Role.CLERK), staff(hall, Role.GUIDE, "1002")
    tickets = [hall.issue("HZ").id for _ in range(2)]

    refused = [
        facts_of(NotAllowed, partial(actions.withdraw, tickets[0], by=by, at=at(1)))
        for by in (clerk, device(hall, DeviceKind.BOARD))
    ]
    actions.withdraw(tickets[0], by=guide, at=at(2), reason="本人要求")
    actions.withdraw(tickets[1], by=device(hall, DeviceKind.TICKET_MACHINE), at=at(2))

    assert refused == [{"right": Right.WITHDRAW_ANY}, {"right": Right.ISSUE}]
    assert [queries.ticket(t).state for t in tickets] == [State.WITHDRAWN] * 2
    with pytest.raises(TicketNotFound):
        actions.withdraw(0, by=HOUSE, at=at(3))


def test_rights_of_another_centre_do_not_count(hall: Hall) -> None:
    ticket = hall.issue("HZ").id
    guide = Actor("staff", 9, "9", (Grant(frozenset(Right), hall.centre_id + 1),))

    assert facts_of(NotAllowed, lambda: actions.withdraw(ticket, by=guide, at=at(1))) == {
        "right": Right.WITHDRAW_ANY
    }


def test_the_end_of_the_day_abandons_what_is_open_and_nothing_else(hall: Hall) -> None:
    done = serving(hall)
    hall.press(actions.finish, 1, 3)
    waiting, withdrawn = hall.issue("HZ", 4).id, hall.issue("CR", 4).id
    actions.withdraw(withdrawn, by=HOLDER, at=at(5))
    tomorrow = hall.issue("HZ", 24 * 60).id
    hall.open(2)
    hall.call(2, 6)
    day = queries.ticket(done).day

    closed = actions.close_day(hall.centre_id, day, by=HOUSE, at=at(15 * 60))
    again = actions.close_day(hall.centre_id, day, by=HOUSE, at=at(15 * 60 + 1))

    assert (closed, again) == (1, 0)
    states = [queries.ticket(t).state for t in (done, waiting, withdrawn, tomorrow)]
    assert states == [State.DONE, State.ABANDONED, State.WITHDRAWN, State.WAITING]
    assert not queries.has_open_tickets(hall.centre_id, day)


@pytest.mark.parametrize("state", ["called", "serving", "held", "missed"])
def test_the_end_of_the_day_ends_every_open_state(hall: Hall, state: str) -> None:
    ticket = called(hall) if state in {"called", "missed"} else serving(hall)
    if state in {"missed", "held"}:
        hall.press(actions.miss if state == "missed" else actions.hold, 1, 3)

    closed = actions.close_day(hall.centre_id, queries.ticket(ticket).day, by=HOUSE, at=at(15 * 60))

    assert closed == 1
    assert queries.ticket(ticket).state is State.ABANDONED


def test_ending_yesterday_closes_its_windows_and_leaves_todays(hall: Hall) -> None:
    hall.open(1)
    hall.open(2, minutes=14 * 60 + 5)  # five past midnight of the next day

    actions.close_day(hall.centre_id, date(2019, 11, 5), by=HOUSE, at=at(15 * 60))

    states = [duty.state.value for duty in queries.duties(hall.centre_id)]
    assert states == ["closed", "open", "closed"]


def test_only_who_runs_the_hall_ends_the_day(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)

    facts = facts_of(
        NotAllowed,
        lambda: actions.close_day(hall.centre_id, date(2019, 11, 5), by=clerk, at=at(0)),
    )

    assert facts == {"right": Right.RUN_HALL}


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_end_of_day_is_simply_run_again() -> None:
    hall = build_hall()
    tickets = [hall.issue("HZ", minute).id for minute in range(3)]
    Ticket.objects.filter(pk=tickets[0]).update(state="abandoned")

    assert actions.close_day(hall.centre_id, date(2019, 11, 5), by=HOUSE, at=at(900)) == 2
    assert [queries.ticket(t).state for t in tickets] == [State.ABANDONED] * 3


def test_the_wait_before_a_recall_is_a_dated_parameter(hall: Hall) -> None:
    policy.set_value(
        "hall.recall_gap_seconds", 20, effective_from=date(2019, 1, 1), source="测试", staff_id=None
    )
    called(hall)

    with pytest.raises(RecallTooSoon):
        hall.press(actions.recall, 1, 1 + timedelta(seconds=19).total_seconds() / 60)
    assert hall.press(actions.recall, 1, 1 + 20 / 60).calls == 2
