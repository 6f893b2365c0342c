"""The order in which rows are told, whoever commits late."""

from datetime import UTC, datetime, timedelta

from yimen.channels.live.events import LogEvent, Position
from yimen.channels.live.order import Order, snapshot

AT = datetime(2020, 1, 17, 9, 30, tzinfo=UTC)


def row(transaction: int, number: int) -> LogEvent:
    return LogEvent(Position(transaction, number), "ticket.called", AT, frozenset({"centre:1"}), {})


def places(events: list[LogEvent]) -> list[Position]:
    return [event.position for event in events]


def test_rows_of_ended_transactions_are_told_in_the_order_of_the_log() -> None:
    order = Order()
    order.seen([row(12, 4), row(11, 5), row(11, 3)])

    told = order.due(snapshot("13:13:"), now=0)

    assert places(told) == [(11, 3), (11, 5), (12, 4)]


def test_a_row_waits_for_an_older_transaction_that_is_still_open() -> None:
    order = Order()
    order.seen([row(12, 4)])

    before = order.due(snapshot("11:13:11"), now=0.1)
    order.seen([row(11, 9)])
    after = order.due(snapshot("13:13:"), now=0.2)

    assert before == []
    assert places(after) == [(11, 9), (12, 4)]


def test_a_row_does_not_wait_for_a_younger_transaction() -> None:
    order = Order()
    order.seen([row(12, 4)])

    assert places(order.due(snapshot("14:15:14"), now=0)) == [(12, 4)]


def test_nobody_waits_for_a_writer_that_stays_open_beyond_the_patience() -> None:
    order = Order(timedelta(seconds=1))
    order.seen([row(12, 4)])

    early = order.due(snapshot("11:13:11"), now=0)
    first = order.due(snapshot("11:13:11"), now=1)
    order.seen([row(14, 5)])
    second = order.due(snapshot("11:15:11"), now=1.1)
    order.seen([row(16, 6)])
    third = order.due(snapshot("11:17:11,15"), now=1.2)
    order.seen([row(11, 9)])
    last = order.due(snapshot("17:17:"), now=60)

    assert (places(early), places(first), places(second)) == ([], [(12, 4)], [(14, 5)])
    assert places(third) == []
    assert places(last) == [(11, 9), (16, 6)]
    assert len(order) == 0
