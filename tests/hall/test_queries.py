"""Questions about tickets, lines and windows: what screens are drawn from."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta

import pytest

from tests.builders import CITIZEN, Hall, at
from yimen.reference.centres.errors import WindowNotFound
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions, queries
from yimen.services.hall.errors import QueueNotFound, TicketNotFound
from yimen.services.hall.models import Forecast, Queue
from yimen.services.hall.queries import memory
from yimen.services.hall.queries.memory import remembered
from yimen.services.hall.queries.today import deeds, figures
from yimen.services.hall.queries.views import TicketView, complete
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import PauseReason
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db

DAY = date(2019, 11, 5)


def serve(hall: Hall, window: int, called: float, started: float, finished: float) -> None:
    assert hall.call(window, called) is not None
    hall.press(actions.start, window, started)
    hall.press(actions.finish, window, finished)


def test_a_ticket_is_found_by_each_of_its_names(hall: Hall) -> None:
    issued = hall.issue("HZ")
    view = queries.ticket(issued.id)

    assert queries.ticket_by_public_id(issued.public_id) == view
    assert queries.ticket_by_number(hall.centre_id, " a001 ", DAY) == view


def test_what_is_not_there_is_not_found(hall: Hall) -> None:
    hall.issue("HZ")

    asked: list[Callable[[], object]] = [
        lambda: queries.ticket(0),
        lambda: queries.ticket_by_public_id("x"),
        lambda: queries.ticket_by_number(hall.centre_id, "A002", DAY),
        lambda: queries.ticket_by_number(hall.centre_id, "A001", DAY + timedelta(days=1)),
        lambda: queries.ticket_by_number(hall.centre_id + 1, "A001", DAY),
    ]
    for ask in asked:
        with pytest.raises(TicketNotFound) as refusal:
            ask()
        assert refusal.value.facts == {}
    with pytest.raises(QueueNotFound):
        queries.queue(hall.centre_id, "ZZ")
    with pytest.raises(WindowNotFound):
        queries.duty(0)


def test_a_ticket_as_others_see_it_has_no_place_for_personal_data() -> None:
    names = {field.name for field in fields(TicketView)}

    assert names.isdisjoint({"holder_index", "holder_id", "name", "phone", "citizen_id"})
    assert not any("seal" in name or "holder" in name for name in names)


def test_the_place_in_line_counts_those_who_stand_before(hall: Hall) -> None:
    tickets = [hall.issue("HZ", minute).id for minute in (0, 0, 1)]
    hall.issue("CR", 0)
    hall.open(1)

    before = [queries.ahead(queries.ticket(ticket)) for ticket in tickets]
    hall.call(1, 2)
    after = [queries.ahead(queries.ticket(ticket)) for ticket in tickets]

    assert before == [0, 1, 2]
    assert after == [0, 0, 1]


def test_a_window_sees_its_own_lines_whom_it_serves_and_whom_it_holds(hall: Hall) -> None:
    for queue, minute in (("HZ", 0), ("CR", 1), ("HZ", 2), ("HZ", 3)):
        hall.issue(queue, minute)
    hall.open(1)
    hall.call(1, 4)
    hall.press(actions.start, 1, 4)
    hall.press(actions.hold, 1, 5)
    hall.call(1, 6)

    line = [t.number for t in queries.line(hall.windows[2], hall.centre_id, DAY)]
    present = queries.at_window(hall.windows[1])
    assert line == ["B001", "A003"]
    assert present is not None
    assert present.number == "A002"
    assert [t.number for t in queries.held_at(hall.windows[1], DAY)] == ["A001"]
    assert {w: t.number for w, t in queries.present_by_window(hall.centre_id).items()} == {
        hall.windows[1]: "A002"
    }


def test_lines_tell_who_waits_since_when_how_long_and_for_how_many_windows(hall: Hall) -> None:
    hall.issue("HZ", 3)
    hall.issue("HZ", 1)
    hall.open(1, 2)
    Forecast.objects.create(
        queue_id=hall.queues["HZ"], as_of=at(3), waiting=2, p10=60, p50=120, p90=240
    )

    found = [
        (line.queue.code, line.waiting, line.since, line.range, line.open_windows)
        for line in queries.lines(hall.centre_id, DAY)
    ]

    assert found == [("HZ", 2, at(1), (60, 120, 240), 2), ("CR", 0, None, None, 1)]


def test_lines_cost_the_same_for_one_ticket_and_for_three(
    hall: Hall, django_assert_num_queries: object
) -> None:
    queries.queues(hall.centre_id)
    for minute in range(3):
        hall.issue("HZ", minute)
        with django_assert_num_queries(3):  # type: ignore[operator]
            queries.lines(hall.centre_id, DAY)


def test_the_latest_calls_come_first_and_only_once_a_ticket(hall: Hall) -> None:
    for minute in (0, 1):
        hall.issue("HZ", minute)
    hall.issue("CR", 2)
    hall.open(1, 2, 3)
    hall.call(1, 5)
    hall.call(2, 6)
    hall.call(3, 7)
    hall.press(actions.recall, 1, 8)

    def shown(**only: object) -> list[tuple[str, int, int]]:
        calls = queries.last_calls(hall.centre_id, DAY, **only)  # type: ignore[arg-type]
        return [(call.number, call.window, call.calls) for call in calls]

    assert shown() == [("A001", 1, 2), ("B001", 3, 1), ("A002", 2, 1)]
    assert shown(limit=1) == [("A001", 1, 2)]
    assert shown(window_id=hall.windows[2]) == [("A002", 2, 1)]
    assert len(shown(area="A")) == 3
    assert shown(area="B") == []


def test_missed_numbers_are_listed_until_they_return(hall: Hall) -> None:
    ticket = hall.issue("HZ").id
    hall.open(1)
    hall.call(1, 1)
    hall.press(actions.miss, 1, 2)

    before = [t.number for t in queries.missed(hall.centre_id, DAY)]
    actions.rejoin(ticket, by=HOUSE, at=at(3))

    assert before == ["A001"]
    assert queries.missed(hall.centre_id, DAY) == []


def test_a_persons_live_number_is_found_by_the_blind_index(hall: Hall) -> None:
    issued = hall.issue("HZ", citizen_id=CITIZEN)

    found = queries.live_ticket_of(blind_index(CITIZEN), hall.queues["HZ"], DAY)
    assert found is not None
    assert found.id == issued.id
    actions.withdraw(issued.id, by=HOUSE, at=at(1))
    assert queries.live_ticket_of(blind_index(CITIZEN), hall.queues["HZ"], DAY) is None


def test_windows_show_who_sits_there_and_what_they_serve(hall: Hall) -> None:
    hall.open(2)
    hall.press(actions.pause, 2, 1, reason=PauseReason.MEAL)

    found = [
        (d.window, d.state.value, d.pause_reason, d.queues) for d in queries.duties(hall.centre_id)
    ]
    assert found == [
        (1, "closed", "", ("HZ",)),
        (2, "paused", "meal", ("HZ", "CR")),
        (3, "closed", "", ("CR",)),
    ]
    assert queries.duty_of_staff(0) is None


def test_a_window_knows_its_days_work(hall: Hall) -> None:
    for minute in (0, 1):
        hall.issue("HZ", minute)
    hall.open(1)
    serve(hall, 1, 2, 3, 7)
    serve(hall, 1, 8, 9, 15)

    assert queries.window_today(hall.windows[1], DAY) == (2, timedelta(minutes=5))
    assert queries.window_today(hall.windows[2], DAY) == (0, None)


def test_the_days_figures_by_hand(hall: Hall) -> None:
    Queue.objects.filter(code="CR").update(counts_in_average=False)  # as tax is
    hall.open(1, 3)
    hall.issue("HZ", 0)
    serve(hall, 1, 4, 5, 11)  # waited 4, handled 6
    hall.issue("HZ", 12, ticket_class=TicketClass.BOOKED, slot_start=at(20))
    serve(hall, 1, 30, 30, 34)  # waited 10 from the slot on, handled 4
    hall.issue("CR", 0)
    serve(hall, 3, 40, 40, 90)  # left out
    hall.issue("HZ", 41)
    hall.call(1, 42)
    hall.press(actions.miss, 1, 43)
    actions.withdraw(hall.issue("HZ", 44).id, by=HOUSE, at=at(45))
    hall.issue("HZ", 46)

    found = figures(hall.centre_id, DAY)

    assert (found.issued, found.done, found.missed, found.left, found.waiting) == (6, 3, 1, 1, 1)
    assert (found.counted, found.mean_wait, found.mean_handling) == (
        2,
        timedelta(minutes=7),
        timedelta(minutes=5),
    )
    assert found.missed_rate == 1 / 5


def test_a_day_without_tickets_has_no_means(hall: Hall) -> None:
    found = figures(hall.centre_id, DAY)

    assert (found.issued, found.mean_wait, found.missed_rate) == (0, None, None)


def test_the_halls_log_joins_windows_and_numbers_newest_first(hall: Hall) -> None:
    hall.open(1)
    hall.issue("HZ", 1)
    hall.call(1, 2)

    found = [(d.about, d.name, d.event) for d in deeds(hall.centre_id, at(0), at(60))]

    assert found == [
        ("ticket", "A001", "call"),
        ("ticket", "A001", "issue"),
        ("window", str(hall.windows[1]), "log_in"),
    ]


@pytest.mark.parametrize(
    ("told", "range_"),
    [(None, None), ((1, 2, 3), (1, 2, 3)), ((None, 2, 3), None), ((0, 0, 0), (0, 0, 0))],
)
def test_a_range_is_whole_or_none(
    told: tuple[int | None, ...] | None, range_: tuple[int, ...] | None
) -> None:
    assert complete(told) == range_


def test_an_answer_is_remembered_until_it_is_forgotten() -> None:
    asked: list[int] = []

    @remembered(60)
    def question(number: int) -> int:
        asked.append(number)
        return number * 2

    assert [question(1), question(1), question(2)] == [2, 2, 4]
    queries.forget()
    assert question(1) == 2
    assert asked == [1, 2, 1]


def test_old_answers_do_not_pile_up() -> None:
    @remembered(0)
    def question(day: int) -> int:
        return day

    for day in range(1000):
        question(day)

    assert len(memory._caches[-1]) == 1
    memory._caches.pop()
