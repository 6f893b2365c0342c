"""What time does to cases, and that an outage changes nothing about it."""

import logging
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction

from tests.cases.timed import APPROVER, HANDLER, REVIEWER, ZONE, Timed, accepted, build_case, noon
from yimen.services.cases import tasks
from yimen.services.cases.actions import clockwork, extending, special
from yimen.services.cases.models import Card, Case, CaseEvent, Clock, Step
from yimen.services.cases.rules.clocks import ClockKind, ClockState, EndReason, StopReason
from yimen.services.cases.rules.states import State

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def moment(day: str, hour: int, minute: int = 0) -> datetime:
    """An instant of a local day."""
    return datetime.combine(date.fromisoformat(day), time(hour, minute), ZONE).astimezone(UTC)


def in_correction(told: str) -> Timed:
    """A case whose applicant was told on a day what is missing."""
    case = build_case(told)
    case.stop(ClockKind.ACCEPTANCE, told, StopReason.SUPPLEMENT)
    Case.objects.filter(pk=case.id).update(state=State.CORRECTION.value, supplements=1)
    case.start(ClockKind.SUPPLEMENT, told)
    return case


def tolerated(on: str, days: int = 3) -> Timed:
    """A case accepted on a day although something is missing."""
    case = accepted(on)
    case.start(ClockKind.TOLERANT, on, days)
    Case.objects.filter(pk=case.id).update(tolerant=True)
    return case


def suspended(on: str, days: int = 2) -> Timed:
    """A case in a special procedure since a day."""
    case = accepted(on)
    asked = special.ask(
        case.id, StopReason.TESTING, days=days, reason="送检", by=HANDLER, at=noon(on)
    )
    special.approve(asked.id, by=REVIEWER, at=noon(on))
    return case


def picture() -> list[object]:
    """All that time does, without the instants at which the clockwork saw it."""
    cases = list(
        Case.objects.order_by("id").values_list(
            "id", "state", "deemed", "accepted_at", "promised_due", "statutory_due"
        )
    )
    clocks = list(
        Clock.objects.order_by("case_id", "kind", "starts_on").values_list(
            "case_id", "kind", "state", "starts_on", "due_on", "ended_on", "why", "watch_on"
        )
    )
    cards = list(
        Card.objects.order_by("case_id", "clock__kind", "on", "cause").values_list(
            "case_id", "clock__kind", "colour", "cause", "on", "staff"
        )
    )
    steps = list(Step.objects.order_by("case_id", "id").values_list("case_id", "name", "state"))
    events = list(CaseEvent.objects.order_by("case_id", "id").values_list("case_id", "event"))
    return [cases, clocks, cards, steps, sorted(events)]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RECEIVED])
def test_silence_accepts_from_the_day_of_receipt(state: State) -> None:
    case = build_case("2019-11-05", state=state)  # five working days end on 2019-11-12

    before = clockwork.look(at=moment("2019-11-12", 23, 59))
    undone = case.row.state
    after = clockwork.look(at=moment("2019-11-13", 0, 1))

    row = case.row
    assert (before, undone, after) == (1, state.value, 1)  # a prompt and yellow before the end
    assert (row.state, row.deemed, row.accepted_at, row.accepted_by) == (
        "accepted",
        True,
        row.received_at,
        None,
    )
    assert case.dues() == ("2019-11-12", "2019-12-03")
    acceptance = case.clock(ClockKind.ACCEPTANCE)
    assert (acceptance.why, str(acceptance.ended_on)) == (EndReason.DEEMED, "2019-11-13")
    deemed = Card.objects.get(cause="deemed")
    assert (deemed.colour, deemed.on, deemed.staff) == ("red", date(2019, 11, 13), HANDLER.id)
    assert Step.objects.filter(case_id=case.id).exists()


def test_what_was_not_supplemented_in_time_is_terminated() -> None:
    case = in_correction("2019-11-05")  # ten natural days end on Friday 2019-11-15

    before = clockwork.look(at=noon("2019-11-15"))
    after = clockwork.look(at=noon("2019-11-16"))

    assert (before, after, case.row.state) == (0, 1, "terminated")
    kinds = {clock.kind: clock for clock in case.clocks()}
    assert kinds[ClockKind.SUPPLEMENT].why is EndReason.EXPIRED
    assert str(kinds[ClockKind.SUPPLEMENT].ended_on) == "2019-11-16"
    assert kinds[ClockKind.ACCEPTANCE].state is ClockState.ENDED
    log = CaseEvent.objects.filter(case_id=case.id, event="terminate").get()
    assert (log.reason, log.actor) == ("逾期未补正", "house:house")


def test_a_promise_that_was_not_kept_ends_the_case_even_while_it_is_suspended() -> None:
    plain, still = tolerated("2019-11-05"), tolerated("2019-11-05")
    asked = special.ask(
        still.id, StopReason.HEARING, days=20, reason="听证", by=HANDLER, at=noon("2019-11-05")
    )
    special.approve(asked.id, by=REVIEWER, at=noon("2019-11-06"))

    clockwork.look(at=noon("2019-11-09"))

    assert [case.row.state for case in (plain, still)] == ["terminated", "terminated"]
    assert all(
        clock.state is ClockState.ENDED for case in (plain, still) for clock in case.clocks()
    )


def test_a_promise_that_runs_out_after_the_decision_only_ends_its_clock() -> None:
    case = tolerated("2019-11-05")
    case.end(ClockKind.PROMISED, "2019-11-06")
    case.end(ClockKind.STATUTORY, "2019-11-06")
    Case.objects.filter(pk=case.id).update(
        state=State.REFUSED.value, decided_by=1, decided_at=noon("2019-11-06")
    )

    clockwork.look(at=noon("2019-12-01"))

    assert case.row.state == "refused"
    assert case.clock(ClockKind.TOLERANT).why is EndReason.EXPIRED


def test_a_procedure_that_outlasts_what_was_announced_is_warned_of_while_it_goes_on() -> None:
    case = suspended("2019-11-05", days=2)

    clockwork.look(at=noon("2019-11-07"))
    before = Card.objects.count()
    clockwork.look(at=noon("2019-11-08"))

    assert before == 0
    card = Card.objects.get()
    assert (card.cause, card.colour, str(card.on)) == ("special_overrun", "yellow", "2019-11-08")
    assert case.row.state == "suspended"


def test_cards_come_day_by_day() -> None:
    case = accepted("2019-11-05")
    given = []

    for day in ("2019-11-07", "2019-11-08", "2019-11-11", "2019-11-12", "2019-11-13"):
        clockwork.look(at=moment(day, 0, 5))
        given.append(list(case.row.cards.order_by("id").values_list("colour", flat=True)))

    assert given == [
        [],
        ["prompt"],
        ["prompt", "yellow"],
        ["prompt", "yellow"],
        ["prompt", "yellow", "red"],
    ]


def city(start: str) -> list[Timed]:
    """Cases of every kind, some of which time ends."""
    cases = [
        build_case(start),
        build_case(start, state=State.SUBMITTED),
        in_correction(start),
        accepted(start),
        accepted(start, promised=1, statutory=3),
        tolerated(start),
        suspended(start),
    ]
    paused = accepted(start)
    paused.stop(ClockKind.PROMISED, start)
    return [*cases, paused]


@pytest.mark.parametrize("start", ["2019-11-05", "2020-01-19"])
@pytest.mark.parametrize("days", [1, 10, 40])
def test_one_run_after_an_outage_leaves_what_daily_runs_leave(start: str, days: int) -> None:
    city(start)
    first = date.fromisoformat(start)
    with transaction.atomic():
        for after in range(days + 1):
            clockwork.look(at=noon(first + DAY * after))
        daily = picture()
        transaction.set_rollback(True)

    clockwork.look(at=noon(first + DAY * days))

    assert picture() == daily


def test_what_people_do_during_an_outage_leaves_the_same_cards() -> None:
    cases = [accepted("2019-11-05") for _ in range(4)]
    start = date(2019, 11, 5)

    def live(*, with_clockwork: bool) -> list[object]:
        for after in range(20):
            on = (start + DAY * after).isoformat()
            if with_clockwork:
                clockwork.look(at=moment(on, 0, 5))
            if on == "2019-11-11":
                cases[0].end(ClockKind.PROMISED, on)
                cases[1].stop(ClockKind.PROMISED, on)
                request = extending.ask(cases[2].id, days=5, reason="复杂", by=HANDLER, at=noon(on))
                extending.grant(request.id, by=APPROVER, at=noon(on))
            if on == "2019-11-18":
                cases[1].go_on(ClockKind.PROMISED, on)
                cases[3].end_all(on)
        clockwork.look(at=noon(start + DAY * 20))
        return picture()[:4]

    with transaction.atomic():
        daily = live(with_clockwork=True)
        transaction.set_rollback(True)

    assert live(with_clockwork=False) == daily


def test_a_second_run_does_nothing() -> None:
    city("2019-11-05")
    clockwork.look(at=noon("2019-11-20"))
    before = picture()

    again = clockwork.look(at=noon("2019-11-20"))

    assert again == 0
    assert picture() == before


def test_one_bad_case_does_not_keep_the_others_from_their_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bad, good = build_case("2019-11-05"), build_case("2019-11-05")
    Case.objects.filter(pk=bad.id).update(state=State.ACCEPTED.value)  # with its clock left running

    with caplog.at_level(logging.ERROR):
        happened = clockwork.look(at=noon("2019-11-20"))

    assert happened == 1
    assert (bad.row.deemed, good.row.deemed) == (False, True)
    assert [record.getMessage() for record in caplog.records] == ["clockwork failed"]
    assert not Card.objects.filter(case_id=bad.id).exists()


def test_instant_items_get_their_cards_once() -> None:
    slow = build_case("2019-11-05", instant=True)
    done = build_case("2019-11-05", instant=True)
    Case.objects.filter(pk=done.id).update(decided_at=noon("2019-11-05"), decided_by=1)

    counts = [
        clockwork.look_at_instant_items(at=when)
        for when in (
            moment("2019-11-05", 12, 30),
            moment("2019-11-05", 12, 31),
            moment("2019-11-05", 12, 40),
            moment("2019-11-06", 9),
            moment("2019-11-06", 10),
        )
    ]

    assert counts == [0, 1, 0, 1, 0]
    assert set(Card.objects.values_list("case_id", "cause")) == {
        (slow.id, "instant_slow"),
        (slow.id, "instant_overnight"),
    }


def test_the_job_does_all_of_it_in_one_run() -> None:
    silent, slow = build_case("2019-11-05"), build_case("2019-11-05", instant=True)

    tasks.look_at_clocks(timestamp=0)

    assert silent.row.deemed
    causes = set(Card.objects.filter(case_id=slow.id).values_list("cause", flat=True))
    assert {"deemed", "instant_slow", "instant_overnight"} <= causes
