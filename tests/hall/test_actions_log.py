"""Each act leaves one line in the log and one event, to the right topics, nothing personal."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.builders import CITIZEN, Hall, at
from yimen.journeys import serve
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions, queries
from yimen.services.hall.actions import Holder
from yimen.services.hall.models import TicketEvent
from yimen.services.hall.rules.states import Event as TicketMove
from yimen.services.hall.rules.states import PauseReason
from yimen.support.models import Event

pytestmark = pytest.mark.django_db

DAY = date(2019, 11, 5)


class Stage:
    """A ticket at window 1, moved step by step to where an act can happen."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        hall.open(1)
        issued = actions.issue(
            centre_id=hall.centre_id,
            queue_code="HZ",
            by=HOUSE,
            at=at(0),
            channel="machine",
            holder=Holder(CITIZEN, "张小明", "13800000000"),
        )
        self.ticket, self.public_id = issued.id, issued.public_id

    def go(self, *steps: str) -> "Stage":
        for step in steps:
            ACTS[step](self)
        return self

    def press(self, act: Callable[..., object], minutes: float, **more: Any) -> None:
        self.hall.press(act, 1, minutes, **more)


ACTS: dict[str, Callable[[Stage], object]] = {
    "call": lambda s: s.hall.call(1, 1),
    "call_chosen": lambda s: actions.call_chosen(
        s.ticket, s.hall.windows[1], by=HOUSE, at=at(1), reason="急"
    ),
    "recall": lambda s: s.press(actions.recall, 2),
    "start": lambda s: s.press(actions.start, 3),
    "finish": lambda s: s.press(actions.finish, 4),
    "miss": lambda s: s.press(actions.miss, 4),
    "rejoin": lambda s: actions.rejoin(s.ticket, by=HOUSE, at=at(5)),
    "hold": lambda s: s.press(actions.hold, 4),
    "resume": lambda s: actions.resume(s.ticket, s.hall.windows[1], by=HOUSE, at=at(5)),
    "transfer": lambda s: s.press(actions.transfer, 4, queue_code="CR"),
    "withdraw": lambda s: actions.withdraw(s.ticket, by=HOUSE, at=at(5)),
    "close_day": lambda s: actions.close_day(s.hall.centre_id, DAY, by=HOUSE, at=at(900)),
}

#: act, what leads to it, the log's line, the event's name, whether the window hears of it.
CASES = [
    ("call", [], ("call", "waiting", "called"), "ticket.called", True),
    ("call_chosen", [], ("call", "waiting", "called"), "ticket.called", True),
    ("recall", ["call"], ("recall", "called", "called"), "ticket.called", True),
    ("start", ["call"], ("start", "called", "serving"), "ticket.serving", True),
    ("finish", ["call", "start"], ("finish", "serving", "done"), "ticket.done", True),
    ("miss", ["call"], ("miss", "called", "missed"), "ticket.missed", True),
    ("rejoin", ["call", "miss"], ("rejoin", "missed", "waiting"), "ticket.waiting", False),
    ("hold", ["call", "start"], ("hold", "serving", "held"), "ticket.held", True),
    ("resume", ["call", "start", "hold"], ("resume", "held", "serving"), "ticket.serving", True),
    ("transfer", ["call", "start"], ("transfer", "serving", "waiting"), "ticket.waiting", True),
    ("withdraw", [], ("withdraw", "waiting", "withdrawn"), "ticket.withdrawn", False),
    ("close_day", [], ("close_day", "waiting", "abandoned"), "ticket.abandoned", False),
]


def test_every_event_of_the_table_is_among_the_cases() -> None:
    assert {line[0] for _, _, line, _, _ in CASES} == {move.value for move in TicketMove}


@pytest.mark.parametrize(("act", "before", "line", "name", "at_window"), CASES)
def test_an_act_leaves_one_line_and_one_event(
    hall: Hall,
    act: str,
    before: list[str],
    line: tuple[str, str, str],
    name: str,
    at_window: bool,
) -> None:
    stage = Stage(hall).go(*before)
    lines, events = TicketEvent.objects.count(), Event.objects.count()

    stage.go(act)

    assert TicketEvent.objects.count() == lines + 1
    last = TicketEvent.objects.latest("id")
    assert (last.ticket_id, last.event, last.before, last.after) == (stage.ticket, *line)
    assert last.actor == "house:house"
    queue = queries.ticket(stage.ticket).queue
    topics = {f"centre:{hall.centre_id}", f"queue:{queue.id}", f"ticket:{stage.public_id}"}
    if at_window:
        topics.add(f"window:{hall.windows[1]}")
    published = [
        (e.name, set(e.topics), e.body["number"])
        for e in Event.objects.order_by("id")[events:]
        if e.name != "hall.changed"
    ]
    assert published == [(name, topics, "A001")]


def test_a_number_given_leaves_one_line_and_one_event_without_its_secret_address(
    hall: Hall,
) -> None:
    issued = hall.issue("HZ")

    assert queries.history(issued.id) == [("issue", "", "waiting", at(0), "house:house", "")]
    event = Event.objects.get()
    assert (event.name, event.topics, event.body) == (
        "ticket.issued",
        [f"centre:{hall.centre_id}", f"queue:{hall.queues['HZ']}"],
        {"number": "A001", "queue": "HZ"},
    )


def test_a_repeated_request_leaves_nothing_more(hall: Hall) -> None:
    hall.issue("HZ", key="k")
    hall.issue("HZ", key="k")

    assert TicketEvent.objects.count() == Event.objects.count() == 1


def test_a_refused_act_leaves_nothing(hall: Hall) -> None:
    stage = Stage(hall).go("call", "start", "finish")
    lines, events = TicketEvent.objects.count(), Event.objects.count()

    for act in ("start", "miss", "transfer", "withdraw", "rejoin", "resume"):
        with pytest.raises(Exception, match=r"^hall\."):
            stage.go(act)

    assert (TicketEvent.objects.count(), Event.objects.count()) == (lines, events)


def test_the_log_of_a_long_visit_tells_it_whole(hall: Hall) -> None:
    stage = Stage(hall).go("call", "recall", "miss", "rejoin")
    hall.call(1, 6)
    hall.press(actions.start, 1, 7)
    hall.press(actions.hold, 1, 8, reason="拍照")
    actions.resume(stage.ticket, hall.windows[1], by=HOUSE, at=at(9))
    hall.press(actions.transfer, 1, 10, queue_code="CR", reason="还要办车")

    told = [
        (event, after, reason) for event, _, after, _, _, reason in queries.history(stage.ticket)
    ]
    assert told == [
        ("issue", "waiting", ""),
        ("call", "called", ""),
        ("recall", "called", ""),
        ("miss", "missed", ""),
        ("rejoin", "waiting", ""),
        ("call", "called", ""),
        ("start", "serving", ""),
        ("hold", "held", "拍照"),
        ("resume", "serving", ""),
        ("transfer", "waiting", "还要办车"),
    ]
    last = TicketEvent.objects.latest("id")
    assert last.from_queue_id == hall.queues["HZ"]


def test_windows_tell_what_happens_to_them(hall: Hall) -> None:
    hall.open(1)
    hall.press(actions.pause, 1, 1, reason=PauseReason.MEAL)
    hall.press(actions.resume_duty, 1, 2)
    hall.press(actions.set_skills, 1, 3, queue_codes=["CR"])
    hall.press(actions.log_out, 1, 4)

    topics = [f"centre:{hall.centre_id}", f"window:{hall.windows[1]}"]
    published = Event.objects.order_by("id").values_list("name", "topics", "body")
    assert list(published) == [
        ("window.log_in", topics, {"window": 1, "state": "open", "reason": ""}),
        ("window.pause", topics, {"window": 1, "state": "paused", "reason": "meal"}),
        ("window.resume", topics, {"window": 1, "state": "open", "reason": ""}),
        ("window.skills", topics, {"window": 1, "state": "open", "reason": ""}),
        ("window.log_out", topics, {"window": 1, "state": "closed", "reason": ""}),
    ]


def test_changed_queues_and_an_ended_day_tell_the_whole_centre(hall: Hall) -> None:
    actions.set_queue(
        hall.centre_id, "HZ", by=HOUSE, at=at(0), accepting=False, quota=None, last_ticket_at=None
    )
    actions.close_day(hall.centre_id, DAY, by=HOUSE, at=at(900))

    published = Event.objects.order_by("id").values_list("name", "topics", "body")
    assert list(published) == [("hall.changed", [f"centre:{hall.centre_id}"], {})] * 2


def test_no_event_and_no_log_line_knows_the_person(hall: Hall) -> None:
    Stage(hall).go("call", "start")
    serve.finish(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=at(9))

    said = " ".join(
        [
            *(f"{e.topics} {e.body}" for e in Event.objects.all()),
            *(f"{e.actor} {e.reason}" for e in TicketEvent.objects.all()),
        ]
    )
    for secret in (CITIZEN, CITIZEN[-4:], "张小明", "13800000000"):
        assert secret not in said
