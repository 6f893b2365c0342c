"""Who is told what, who is let go, and what a returning reader catches up on."""

from datetime import UTC, datetime, timedelta

import pytest

from yimen.channels.live import hub as hub_module
from yimen.channels.live.events import LogEvent, Position, position
from yimen.channels.live.hub import Hub, Listener, TooMuchMissed
from yimen.channels.live.origins import allowed

AT = datetime(2020, 1, 17, 9, 30, tzinfo=UTC)
ALL = frozenset({"centre:1"})


def event(number: int, *topics: str, at: datetime = AT) -> LogEvent:
    return LogEvent(
        Position(number, number), "ticket.called", at, frozenset(topics or ALL), {"number": "A012"}
    )


def heard(listener: Listener) -> list[object]:
    found: list[object] = []
    while not listener.queue.empty():
        item = listener.queue.get_nowait()
        found.append(item.position if isinstance(item, LogEvent) else item)
    return found


def test_an_event_reaches_exactly_those_who_follow_one_of_its_topics_once() -> None:
    hub = Hub()
    both, window, other = Listener(["centre:1", "window:7"]), Listener(["window:7"]), Listener("x")
    for listener in (both, window, other):
        hub.join(listener)

    hub.publish(event(5, "centre:1", "window:7"), at=AT)

    assert (heard(both), heard(window), heard(other)) == ([(5, 5)], [(5, 5)], [])


def test_nobody_hears_after_leaving_and_the_log_is_wanted_only_while_somebody_listens() -> None:
    hub, listener = Hub(), Listener(ALL)

    hub.join(listener)
    wanted = hub.wanted.is_set()
    hub.leave(listener)
    hub.leave(listener)
    hub.publish(event(5), at=AT)

    assert wanted
    assert not hub.wanted.is_set()
    assert heard(listener) == []


def test_a_reader_that_is_too_slow_is_let_go_and_the_others_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "QUEUE_LIMIT", 2)
    hub, slow, quick = Hub(), Listener(ALL), Listener(ALL)
    hub.join(slow)
    hub.join(quick)

    told = []
    for number in range(1, 5):
        hub.publish(event(number), at=AT)
        told += heard(quick)

    assert heard(slow) == [None]
    assert told == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_a_returning_reader_gets_what_was_told_after_its_last_event() -> None:
    hub = Hub()
    hub.begin(Position(1, 1))
    for number, topic in ((5, "centre:1"), (6, "centre:2"), (3, "centre:1")):
        hub.publish(event(number, topic), at=AT)

    from_start = hub.missed(Position(1, 1), ALL) or []
    from_five = hub.missed(Position(5, 5), ALL) or []

    assert [e.position for e in from_start] == [(5, 5), (3, 3)]
    assert [e.position for e in from_five] == [(3, 3)]
    assert hub.missed(Position(3, 3), ALL) == []
    assert hub.missed(Position(4, 4), ALL) is None


def test_ten_minutes_are_kept_and_older_events_have_to_be_asked_of_the_database() -> None:
    hub = Hub()
    hub.begin(Position(1, 1))
    hub.publish(event(5), at=AT)
    hub.publish(event(6, at=AT + timedelta(minutes=11)), at=AT + timedelta(minutes=11))

    assert hub.missed(Position(1, 1), ALL) is None
    assert [e.position for e in hub.missed(Position(5, 5), ALL) or []] == [(6, 6)]


def test_who_missed_a_thousand_events_is_told_to_load_the_page_again() -> None:
    hub = Hub()
    hub.begin(Position(0, 1))
    for number in range(1, hub_module.CATCH_UP_LIMIT + 2):
        hub.publish(event(number), at=AT)

    with pytest.raises(TooMuchMissed):
        hub.missed(Position(0, 1), ALL)


def test_a_wall_never_learns_the_secret_address_of_a_ticket() -> None:
    called = event(5, "centre:1", "ticket:secret")

    wall = called.message(frozenset({"centre:1"}))
    own_page = called.message(frozenset({"ticket:secret"}))

    assert b"secret" not in wall
    assert b'"topics":["ticket:secret"]' in own_page
    assert wall.startswith(b"id: 5-5\nevent: ticket.called\ndata: {")
    assert wall.endswith(b"}\n\n")


@pytest.mark.parametrize("text", ["", "5", "5-", "-5", "a-b", "5-5-5", "5-99999999999999999999"])
def test_what_is_no_position_is_taken_as_none(text: str) -> None:
    assert position(text) is None


def test_a_position_reads_as_it_is_written() -> None:
    assert position(str(Position(731, 12))) == Position(731, 12)


@pytest.mark.parametrize(
    ("origin", "host", "may"),
    [
        ("http://localhost:8000", "localhost:8001", True),
        ("https://hall.example.cn", "hall.example.cn", True),
        ("http://[::1]:8000", "[::1]:8001", True),
        ("https://city.example.cn", "live.example.cn", True),
        ("https://evil.example", "hall.example.cn", False),
        ("https://hall.example.cn.evil.example", "hall.example.cn", False),
        ("null", "hall.example.cn", False),
        ("http://[", "hall.example.cn", False),
        ("file://localhost", "localhost:8001", False),
    ],
)
def test_pages_of_the_same_host_or_a_named_origin_may_read(
    origin: str, host: str, may: bool
) -> None:
    assert allowed(origin, host=host, origins={"https://city.example.cn"}) is may
