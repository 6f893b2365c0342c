"""The order in which rows are told, whoever commits late."""

from datetime import UTC, datetime, timedelta

from yimen.channels.live.events import LogEvent, Position
from yimen.channels.live.order import Order

AT = datetime(2020, 1, 17, 9, 30, tzinfo=UTC)


def row(transaction: int, number: int) -> LogEvent:
    return LogEvent(Position(transaction, number), "ticket.called", AT, frozenset({"centre:1"}), {})


def places(events: list[LogEvent]) -> list[Position]:
    return [event.position for event in events]


def test_rows_of_ended_transactions_are_told_in_the_order_of_the_log() -> None:
    order = Order()
    order.seen(row(12, 4), now=0)
    order.seen(row(11, 5), now=0)
    order.seen(row(11, 3), now=0)

    told = order.due(settled_below=13, now=0)

    assert places(told) == [(11, 3), (11, 5), (12, 4)]


def test_a_row_waits_for_an_older_transaction_that_is_still_open() -> None:
    order = Order()
    order.seen(row(12, 4), now=0)

    before = order.due(settled_below=11, now=0.1)
    order.seen(row(11, 9), now=0.2)
    after = order.due(settled_below=13, now=0.2)

    assert before == []
    assert places(after) == [(11, 9), (12, 4)]


def test_a_writer_that_stays_open_holds_nobody_up_for_longer_than_the_patience() -> None:
    order = Order(timedelta(seconds=1))
    order.seen(row(12, 4), now=0)
    order.seen(row(14, 5), now=0.5)

    first = order.due(settled_below=11, now=1.0)
    second = order.due(settled_below=11, now=1.5)
    order.seen(row(11, 9), now=60)
    last = order.due(settled_below=15, now=60)

    assert places(first) == [(12, 4)]
    assert places(second) == [(14, 5)]
    assert places(last) == [(11, 9)]
    assert len(order) == 0
