"""The books and the gateway's statement, day by day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.builders import at, staff
from tests.payments.builders import Cash, books, later
from yimen.devices.gateways import StatementLine
from yimen.devices.simulated_gateway import Deed, Fault
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.payments import actions, queries
from yimen.services.payments.errors import (
    DayNotOver,
    DifferenceNotFound,
    GatewayUnavailable,
    ReasonNeeded,
)
from yimen.services.payments.models import Difference
from yimen.services.payments.queries import DifferenceView
from yimen.services.payments.rules.reconciliation import (
    Booked,
    Finding,
    Side,
    compare,
)
from yimen.services.payments.rules.states import BillState

DAY = date(2019, 11, 5)


def run(cash: Cash, day: int = 6) -> list[DifferenceView]:
    return actions.reconcile(DAY, by=HOUSE, at=later(day), gateway=cash.gateway)


def forget(cash: Cash, order_no: str) -> dict[str, object]:
    """The gateway loses an order; what it was."""
    orders = cash.gateway.state.get()["orders"]
    lost = orders.pop(order_no)
    cash.gateway.state.change({"orders": orders})
    return dict(lost)


def test_two_books_are_compared_movement_by_movement() -> None:
    ours = [Booked(Side.PAYMENT, "a", 1), Booked(Side.PAYMENT, "b", 2), Booked(Side.REFUND, "c", 3)]
    theirs = [
        Booked(Side.PAYMENT, "a", 1), Booked(Side.PAYMENT, "b", 5), Booked(Side.PAYMENT, "c", 3)
    ]  # fmt: skip

    compared = compare(ours, theirs)

    assert compared.matched == 1
    assert [(d.finding, d.side, d.number) for d in compared.differences] == [
        (Finding.AMOUNT, Side.PAYMENT, "b"),
        (Finding.ONLY_THEIRS, Side.PAYMENT, "c"),
        (Finding.ONLY_OURS, Side.REFUND, "c"),
    ]


def test_a_day_on_which_all_agrees(cash: Cash) -> None:
    _, payment = cash.paid()
    refund = actions.ask_refund(payment.id, amount_fen=500, reason="x", by=HOUSE, at=at(5))
    actions.approve_refund(refund.id, by=cash.cashier("1001"), at=at(6))
    cash.send_refunds()

    found = run(cash)

    [day] = queries.reconciled()
    assert found == []
    assert (day.day, day.matched, day.paid_fen, day.refunded_fen) == (DAY, 2, 12_000, 500)


def test_money_whose_callback_and_queries_were_lost_is_taken_in(cash: Cash) -> None:
    bill = cash.bill()
    cash.do(cash.start(bill), Deed.PAY_TOLD_NEVER)

    found = run(cash)

    assert found == []
    assert queries.bill(bill.id).state is BillState.PAID
    assert books() == {"gateway": 12_000, "revenue": -12_000}


def test_a_payment_the_gateway_does_not_know_is_a_difference_until_it_does(cash: Cash) -> None:
    _, payment = cash.paid()
    order = forget(cash, payment.order_no)

    first, again = run(cash), run(cash)
    cash.gateway.state.change({"orders": {payment.order_no: order}})
    [settled] = run(cash)

    assert [d.finding for d in first] == [Finding.ONLY_OURS]
    assert again == first
    assert Difference.objects.count() == 1
    assert settled.reason == "agrees_now"


def test_money_at_the_gateway_that_is_not_ours_is_a_difference(cash: Cash) -> None:
    line = StatementLine("payment", "stranger", 700, "t", at(3))
    cash.gateway.state.change(
        {
            "orders": {
                "stranger": {"amount_fen": 700, "paid_fen": 700, "status": "succeeded",
                             "at": line.happened_at.isoformat(), "transaction": "t"}
            }
        }
    )  # fmt: skip

    [found] = run(cash)

    assert (found.finding, found.ours_fen, found.theirs_fen) == (Finding.ONLY_THEIRS, None, 700)


def test_a_difference_is_settled_with_a_reason_once(cash: Cash) -> None:
    _, payment = cash.paid()
    forget(cash, payment.order_no)
    [found] = run(cash)

    with pytest.raises(ReasonNeeded):
        actions.settle_difference(found.id, reason=" ", by=HOUSE, at=later(6))
    settled = actions.settle_difference(found.id, reason="网关漏报", by=HOUSE, at=later(6))

    assert settled.reason == "网关漏报"
    assert run(cash) == [settled]
    assert queries.differences() == []
    with pytest.raises(DifferenceNotFound):
        actions.settle_difference(found.id, reason="再次", by=HOUSE, at=later(6))
    with pytest.raises(IntegrityError, match="with_reason"), transaction.atomic():
        Difference.objects.update(reason="")


def test_a_day_that_is_not_over_and_one_who_may_not(cash: Cash) -> None:
    clerk = staff(cash.hall, Role.CLERK)

    with pytest.raises(DayNotOver):
        actions.reconcile(DAY, by=HOUSE, at=at(5), gateway=cash.gateway)
    with pytest.raises(NotAllowed):
        actions.reconcile(DAY, by=clerk, at=later(6), gateway=cash.gateway)


def test_without_a_statement_nothing_is_noted(cash: Cash) -> None:
    cash.gateway.break_by(Fault.DOWN)

    with pytest.raises(GatewayUnavailable):
        run(cash)

    assert queries.reconciled() == []


def test_days_missed_by_an_outage_are_caught_up_once(cash: Cash) -> None:
    cash.paid()

    done = actions.catch_up(at=later(9), gateway=cash.gateway)

    assert done == [DAY + timedelta(days=n) for n in range(4)]
    assert actions.catch_up(at=later(9), gateway=cash.gateway) == []
    assert [day.matched for day in queries.reconciled()] == [0, 0, 0, 1]


def test_a_later_day_compared_by_hand_hides_no_earlier_one(cash: Cash) -> None:
    cash.paid()
    actions.reconcile(DAY + timedelta(days=2), by=HOUSE, at=later(9), gateway=cash.gateway)

    done = actions.catch_up(at=later(9), gateway=cash.gateway)

    assert done == [DAY + timedelta(days=n) for n in (0, 1, 3)]


def test_a_day_long_ago_is_found_among_more_than_a_list_holds(cash: Cash) -> None:
    for n in range(33):
        day, now = DAY + timedelta(days=n), later(9) + timedelta(days=99)
        actions.reconcile(day, by=HOUSE, at=now, gateway=cash.gateway)

    found = queries.reconciled_day(DAY)

    assert DAY not in {day.day for day in queries.reconciled()}
    assert found is not None
    assert found.day == DAY


def test_without_money_there_is_nothing_to_catch_up(cash: Cash) -> None:
    assert actions.catch_up(at=later(9), gateway=cash.gateway) == []
