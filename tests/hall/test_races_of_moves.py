"""Two people press different keys at one ticket or one window: one wins, the other is told."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.builders import CITIZEN, Hall, at, build_hall
from tests.hall.test_races import at_once
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions, queries
from yimen.services.hall.models import Ticket, TicketEvent, WindowDuty
from yimen.services.hall.rules.states import PauseReason, State

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def outcome(deed: Callable[[], object]) -> str:
    """Either "done" or the code of the refusal."""
    try:
        deed()
    except DomainError as refusal:
        return refusal.code
    return "done"


def serving(hall: Hall, window: int = 1, **more: object) -> int:
    ticket = hall.issue("HZ", 0, **more).id  # type: ignore[arg-type]
    hall.open(window)
    assert hall.call(window, 1) == ticket
    hall.press(actions.start, window, 2)
    return ticket


def test_finish_pressed_eight_times_finishes_once() -> None:
    hall = build_hall()
    ticket = serving(hall)

    told = at_once(lambda _: outcome(lambda: hall.press(actions.finish, 1, 5)), 8)

    assert told.count("done") == 1
    assert set(told) <= {"done", "hall.event_not_allowed", "hall.window_has_nobody"}
    assert TicketEvent.objects.filter(ticket_id=ticket, event="finish").count() == 1


def test_one_who_is_held_goes_on_at_one_of_eight_windows() -> None:
    hall = build_hall({number: ["HZ"] for number in range(1, 9)})
    ticket = serving(hall)
    hall.press(actions.hold, 1, 3)
    hall.open(*range(2, 9))

    told = at_once(
        lambda place: outcome(
            lambda: actions.resume(ticket, hall.windows[place + 1], by=HOUSE, at=at(4))
        ),
        8,
    )

    assert sorted(told) == ["done"] + ["hall.event_not_allowed"] * 7
    assert queries.ticket(ticket).state is State.SERVING


@pytest.mark.parametrize("_round", range(5))
def test_a_window_that_calls_and_resumes_at_once_has_one_citizen(_round: int) -> None:
    hall = build_hall()
    ticket = serving(hall)
    hall.press(actions.hold, 1, 3)
    hall.issue("HZ", 3)

    told = at_once(
        lambda place: outcome(
            (lambda: hall.call(1, 4))
            if place
            else (lambda: actions.resume(ticket, hall.windows[1], by=HOUSE, at=at(4)))
        ),
        2,
    )

    assert sorted(told) == ["done", "hall.window_busy"]
    assert Ticket.objects.filter(state__in=["called", "serving"]).count() == 1


def test_a_transfer_and_a_new_number_of_the_same_person_leave_one_live_number() -> None:
    hall = build_hall()
    serving(hall, citizen_id=CITIZEN)

    told = at_once(
        lambda place: outcome(
            (lambda: hall.issue("CR", 5, citizen_id=CITIZEN))
            if place
            else (lambda: hall.press(actions.transfer, 1, 5, queue_code="CR"))
        ),
        2,
    )

    assert sorted(told) == ["done", "hall.already_in_line"]
    live = Ticket.objects.filter(queue_id=hall.queues["CR"], state="waiting")
    assert live.count() == 1


def come_or_call(hall: Hall, minute: float, place: int) -> int | None:
    return hall.issue("HZ", minute).id if place else hall.call(1, minute)


def test_an_arrival_in_the_moment_a_window_begins_to_stand_by_is_not_left_waiting() -> None:
    hall = build_hall({1: ["HZ"]})
    hall.open(1)

    for round_ in range(10):
        minute = round_ * 5.0
        at_once(partial(come_or_call, hall, minute), 2)
        actions.offer_all(hall.centre_id, at=at(minute + 1))  # what the clock does in any case
        assert not Ticket.objects.filter(state="waiting").exists()
        assert not WindowDuty.objects.filter(standby_since__isnull=False).exists()
        hall.press(actions.start, 1, minute + 2)
        hall.press(actions.finish, 1, minute + 3)


@pytest.mark.parametrize("_round", range(8))
def test_a_pause_in_the_instant_of_a_call_comes_before_it_or_after(_round: int) -> None:
    hall = build_hall({1: ["HZ"]})
    hall.issue("HZ", 0)
    hall.open(1)

    told = at_once(
        lambda place: outcome(
            (lambda: hall.call(1, 4))
            if place
            else (lambda: hall.press(actions.pause, 1, 4, reason=PauseReason.MEAL))
        ),
        2,
    )

    paused = WindowDuty.objects.get(pk=hall.windows[1]).state == "paused"
    called = Ticket.objects.filter(state="called").exists()
    assert (paused, called) in {(True, False), (False, True)}
    assert sorted(told) in (["done", "hall.window_busy"], ["done", "hall.window_not_open"])
