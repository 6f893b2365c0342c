"""Windows in use: seats, pauses, skills, plans, and the queue's own settings."""

from collections.abc import Callable
from datetime import time
from functools import partial
from typing import Any

import pytest

from tests.builders import Hall, at, staff
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.centres.errors import BadHours, WindowNotFound
from yimen.reference.centres.rules import Interval
from yimen.reference.people.rules import HOUSE, Right, Role
from yimen.services.hall import actions, queries
from yimen.services.hall.actions.plans import plan_window
from yimen.services.hall.errors import (
    EventNotAllowed,
    QueueNotFound,
    ReasonNeeded,
    WindowBusy,
    WindowTaken,
)
from yimen.services.hall.models import DutyEvent, WindowDuty
from yimen.services.hall.queries.today import planned_hours
from yimen.services.hall.rules.states import Duty, PauseReason

pytestmark = pytest.mark.django_db


def facts_of(refusal: type[DomainError], deed: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(refusal) as raised:
        deed()
    return raised.value.facts


def duty(hall: Hall, number: int) -> tuple[str, int | None, str]:
    view = queries.duty(hall.windows[number])
    return view.state.value, view.staff_id, view.pause_reason


def test_a_seat_is_taken_paused_resumed_and_left(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)

    steps = [hall.press(actions.log_in, 1, 0, by=clerk)]
    steps.append(hall.press(actions.pause, 1, 1, by=clerk, reason=PauseReason.MEAL))
    steps.append(hall.press(actions.resume_duty, 1, 2, by=clerk))
    steps.append(hall.press(actions.log_out, 1, 3, by=clerk))

    assert [(s.state, s.staff_id, s.pause_reason, s.since) for s in steps] == [
        (Duty.OPEN, clerk.id, "", at(0)),
        (Duty.PAUSED, clerk.id, "meal", at(1)),
        (Duty.OPEN, clerk.id, "", at(2)),
        (Duty.CLOSED, None, "", at(3)),
    ]
    logged = DutyEvent.objects.order_by("id").values_list("event", "actor", "reason")
    assert list(logged) == [
        ("log_in", "staff:1001", ""),
        ("pause", "staff:1001", "meal"),
        ("resume", "staff:1001", ""),
        ("log_out", "staff:1001", ""),
    ]


def test_the_same_person_logging_in_again_changes_nothing(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)
    first = hall.press(actions.log_in, 1, 0, by=clerk)

    again = hall.press(actions.log_in, 1, 5, by=clerk)

    assert again == first
    assert DutyEvent.objects.count() == 1


def test_a_taken_window_is_refused(hall: Hall) -> None:
    first, second = staff(hall, Role.CLERK), staff(hall, Role.CLERK, "1002")
    hall.press(actions.log_in, 1, by=first)

    for by in (second, HOUSE):
        facts = facts_of(WindowTaken, partial(hall.press, actions.log_in, 1, 1, by=by))
        assert facts == {"window": 1}
    assert duty(hall, 1) == ("open", first.id, "")


def test_one_clerk_does_not_sit_at_two_windows(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)
    hall.press(actions.log_in, 1, by=clerk)

    assert facts_of(WindowTaken, lambda: hall.press(actions.log_in, 2, 1, by=clerk)) == {
        "window": 2
    }
    assert duty(hall, 2) == ("closed", None, "")
    hall.press(actions.log_out, 1, 2, by=clerk)
    assert hall.press(actions.log_in, 2, 3, by=clerk).state is Duty.OPEN


def test_who_does_not_serve_takes_no_seat(hall: Hall) -> None:
    guide = staff(hall, Role.GUIDE)

    assert facts_of(NotAllowed, lambda: hall.press(actions.log_in, 1, by=guide)) == {
        "right": Right.SERVE
    }


def test_a_window_the_centre_does_not_have_is_refused(hall: Hall) -> None:
    elsewhere = {"centre_id": hall.centre_id, "by": HOUSE, "at": at(0)}

    for deed in (
        lambda: actions.log_in(0, **elsewhere),  # type: ignore[arg-type]
        lambda: actions.set_skills(0, ["HZ"], **elsewhere),  # type: ignore[arg-type]
        lambda: plan_window(0, [], **elsewhere),  # type: ignore[arg-type]
    ):
        assert facts_of(WindowNotFound, deed) == {"window_id": 0}
    for deed in (
        lambda: actions.log_out(0, **elsewhere),  # type: ignore[arg-type]
        lambda: actions.stand_down(0, centre_id=hall.centre_id, by=HOUSE),
    ):
        assert facts_of(NotAllowed, deed) == {"right": Right.SERVE}
    assert WindowDuty.objects.count() == 0


@pytest.mark.parametrize("press", ["pause", "log_out"])
@pytest.mark.parametrize("state", ["called", "serving"])
def test_nobody_leaves_while_a_citizen_is_there(hall: Hall, press: str, state: str) -> None:
    hall.issue("HZ")
    hall.open(1)
    hall.call(1, 1)
    if state == "serving":
        hall.press(actions.start, 1, 2)
    more: dict[str, Any] = {"reason": PauseReason.MEAL} if press == "pause" else {}

    facts = facts_of(WindowBusy, lambda: hall.press(getattr(actions, press), 1, 3, **more))

    assert facts == {"window": 1, "number": "A001"}
    assert duty(hall, 1) == ("open", None, "")


@pytest.mark.parametrize(
    ("press", "state"), [("pause", "closed"), ("resume_duty", "open"), ("log_out", "closed")]
)
def test_moves_a_window_does_not_know_are_refused(hall: Hall, press: str, state: str) -> None:
    if state == "open":
        hall.open(1)
    more: dict[str, Any] = {"reason": PauseReason.MEAL} if press == "pause" else {}

    facts = facts_of(EventNotAllowed, lambda: hall.press(getattr(actions, press), 1, 3, **more))

    assert facts == {"state": state, "event": press.removesuffix("_duty")}


def test_a_colleague_neither_pauses_nor_closes_anothers_window(hall: Hall) -> None:
    first, second = staff(hall, Role.CLERK), staff(hall, Role.CLERK, "1002")
    hall.press(actions.log_in, 1, by=first)

    for deed in (
        lambda: hall.press(actions.pause, 1, 1, by=second, reason=PauseReason.REST),
        lambda: hall.press(actions.log_out, 1, 1, by=second),
        lambda: actions.stand_down(hall.windows[1], centre_id=hall.centre_id, by=second),
    ):
        assert facts_of(NotAllowed, deed) == {"right": Right.SERVE}


def test_leaving_or_pausing_ends_standing_by(hall: Hall) -> None:
    hall.open(1)
    hall.call(1, 1)
    assert queries.duty(hall.windows[1]).standby

    hall.press(actions.pause, 1, 2, reason=PauseReason.REST)

    assert not queries.duty(hall.windows[1]).standby


def test_new_skills_decide_the_next_call(hall: Hall) -> None:
    hall.issue("HZ", 0)
    car = hall.issue("CR", 1)
    hall.open(1)

    view = hall.press(actions.set_skills, 1, 2, queue_codes=["CR"], reason="潮汐")

    assert view.queues == ("CR",)
    assert hall.call(1, 3) == car.id
    assert list(DutyEvent.objects.filter(event="skills").values_list("reason", flat=True)) == [
        "CR 潮汐"
    ]


def test_who_is_being_served_stays_through_new_skills(hall: Hall) -> None:
    issued = hall.issue("HZ", 0)
    hall.open(1)
    hall.call(1, 1)

    hall.press(actions.set_skills, 1, 2, queue_codes=["CR", "HZ", "CR"])

    assert queries.duty(hall.windows[1]).queues == ("CR", "HZ")  # the first is its home
    assert hall.press(actions.start, 1, 3).id == issued.id


def test_skills_are_refused_without_right_without_any_and_with_an_unknown_one(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)

    right = facts_of(
        NotAllowed,
        lambda: hall.press(actions.set_skills, 1, by=clerk, queue_codes=["CR"]),
    )
    none = facts_of(ReasonNeeded, lambda: hall.press(actions.set_skills, 1, queue_codes=[]))
    unknown = facts_of(
        QueueNotFound, lambda: hall.press(actions.set_skills, 1, queue_codes=["HZ", "ZZ"])
    )

    assert (right, none, unknown) == (
        {"right": Right.RUN_HALL},
        {"act": "set_skills"},
        {"queue": "ZZ"},
    )
    assert queries.duty(hall.windows[1]).queues == ("HZ",)


def test_queue_settings_need_the_right_and_a_known_queue(hall: Hall) -> None:
    def change(code: str, by: object) -> None:
        actions.set_queue(
            hall.centre_id,
            code,
            by=by,  # type: ignore[arg-type]
            at=at(0),
            accepting=False,
            quota=5,
            last_ticket_at=time(16),
        )

    clerk = staff(hall, Role.CLERK)
    assert facts_of(NotAllowed, lambda: change("HZ", clerk)) == {"right": Right.RUN_HALL}
    assert facts_of(QueueNotFound, lambda: change("ZZ", HOUSE)) == {"queue": "ZZ"}

    change("HZ", HOUSE)

    view = queries.queue(hall.centre_id, "HZ")
    assert (view.accepting, view.quota, view.last_ticket_at) == (False, 5, time(16))


def test_a_windows_plan_is_replaced_whole(hall: Hall) -> None:
    morning, afternoon = Interval(time(9), time(12)), Interval(time(13), time(17))
    hall.press(plan_window, 1, intervals=[morning])

    hall.press(plan_window, 1, intervals=[afternoon, morning])

    assert planned_hours(hall.centre_id) == {hall.windows[1]: (morning, afternoon)}


def test_a_plan_is_refused_without_right_and_where_hours_overlap(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)
    twice = [Interval(time(9), time(12)), Interval(time(11), time(13))]

    assert facts_of(NotAllowed, lambda: hall.press(plan_window, 1, by=clerk, intervals=[])) == {
        "right": Right.RUN_HALL
    }
    assert facts_of(BadHours, lambda: hall.press(plan_window, 1, intervals=twice)) == {"weekday": 1}
    assert planned_hours(hall.centre_id) == {}
