"""Money goes back by two people's will, once, and never more than came."""

import pytest
from django.db import IntegrityError, transaction

from tests.builders import at, staff
from tests.payments.builders import Cash, books
from yimen.devices.simulated_gateway import Deed, Fault
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.services.payments import actions, queries
from yimen.services.payments.errors import (
    KeyReused,
    PaymentNotFound,
    ReasonNeeded,
    RefundNotFound,
    RefundTooMuch,
    SamePerson,
    StepNotAllowed,
)
from yimen.services.payments.models import Payment, Refund
from yimen.services.payments.queries import PaymentView, RefundView
from yimen.services.payments.rules.states import RefundState
from yimen.support.audit import entries


def ask(payment: PaymentView, fen: int, *, by: Actor = HOUSE, key: str | None = None) -> RefundView:
    return actions.ask_refund(
        payment.id, amount_fen=fen, reason="多收工本费", by=by, at=at(5), key=key
    )


def test_one_asks_another_approves_and_the_clock_sends(cash: Cash) -> None:
    bill, payment = cash.paid()
    asked = ask(payment, 2_000, by=cash.cashier("1001"))
    untouched = books()

    actions.approve_refund(asked.id, by=cash.cashier("1002"), at=at(6))
    promised = books()
    cash.send_refunds()

    assert untouched == {"gateway": 12_000, "revenue": -12_000}
    assert promised == {"gateway": 12_000, "revenue": -10_000, "refunds_payable": -2_000}
    assert books() == {"gateway": 10_000, "revenue": -10_000}
    assert queries.refund(asked.id).state is RefundState.DONE
    assert queries.bill(bill.id).refunded_fen == 2_000
    assert [entry.act for entry in entries(f"bill:{bill.id}")] == ["ask_refund", "approve_refund"]


def test_nobody_approves_or_declines_what_they_asked_for(cash: Cash) -> None:
    _, payment = cash.paid()
    one = cash.cashier("1001")
    asked = ask(payment, 2_000, by=one)

    with pytest.raises(SamePerson):
        actions.approve_refund(asked.id, by=one, at=at(6))
    with pytest.raises(SamePerson):
        actions.decline_refund(asked.id, by=one, at=at(6))
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Refund.objects.filter(pk=asked.id).update(state="approved", decided_by=one.id)


def test_what_is_declined_stays_and_can_be_asked_for_again(cash: Cash) -> None:
    _, payment = cash.paid()
    asked = ask(payment, 12_000)

    actions.decline_refund(asked.id, by=cash.cashier("1002"), at=at(6))

    assert books() == {"gateway": 12_000, "revenue": -12_000}
    assert ask(payment, 12_000).state is RefundState.REQUESTED
    with pytest.raises(StepNotAllowed):
        actions.approve_refund(asked.id, by=cash.cashier("1003"), at=at(7))


def test_no_more_goes_back_than_came(cash: Cash) -> None:
    _, payment = cash.paid()
    ask(payment, 11_000)

    with pytest.raises(RefundTooMuch) as refusal:
        ask(payment, 1_001)
    with pytest.raises(RefundTooMuch):
        ask(payment, 0)
    with pytest.raises(IntegrityError, match="no_over_refund"), transaction.atomic():
        Payment.objects.filter(pk=payment.id).update(refunded_fen=12_001)

    assert refusal.value.facts == {"left": "10.00"}


def test_the_same_request_asks_once(cash: Cash) -> None:
    _, payment = cash.paid()
    first = ask(payment, 2_000, key="k")

    assert ask(payment, 2_000, key="k") == first
    with pytest.raises(KeyReused):
        ask(payment, 2_001, key="k")
    assert queries.payment(payment.id).refunded_fen == 2_000


def test_a_reason_and_the_right_are_needed(cash: Cash) -> None:
    _, payment = cash.paid()
    clerk = staff(cash.hall, Role.CLERK, "1009")

    with pytest.raises(ReasonNeeded):
        actions.ask_refund(payment.id, amount_fen=1, reason=" ", by=HOUSE, at=at(5))
    with pytest.raises(NotAllowed):
        ask(payment, 1, by=clerk)
    asked = ask(payment, 1)
    with pytest.raises(NotAllowed):
        actions.approve_refund(asked.id, by=clerk, at=at(6))
    with pytest.raises(PaymentNotFound):
        actions.ask_refund(404, amount_fen=1, reason="x", by=HOUSE, at=at(5))
    with pytest.raises(RefundNotFound):
        actions.approve_refund(404, by=HOUSE, at=at(5))


def test_a_gateway_that_is_down_is_asked_again_and_gives_once(cash: Cash) -> None:
    _, payment = cash.paid()
    asked = ask(payment, 2_000)
    actions.approve_refund(asked.id, by=cash.cashier("1002"), at=at(6))
    cash.gateway.break_by(Fault.DOWN)

    failed = cash.send_refunds(7)
    trouble = queries.refund(asked.id)
    cash.gateway.break_by(Fault.NONE)
    done = cash.send_refunds(30)

    assert (failed, trouble.state, trouble.trouble) == (0, RefundState.APPROVED, "down")
    assert (done, cash.send_refunds(60)) == (1, 0)
    assert books() == {"gateway": 10_000, "revenue": -10_000}


def test_a_refund_that_waits_at_the_gateway_is_asked_after(cash: Cash) -> None:
    _, payment = cash.paid()
    asked = ask(payment, 2_000)
    actions.approve_refund(asked.id, by=cash.cashier("1002"), at=at(6))
    cash.gateway.break_by(Fault.REFUNDS_WAIT)

    cash.send_refunds(7)
    sent = queries.refund(asked.id).state
    cash.gateway.break_by(Fault.NONE)
    cash.send_refunds(30)

    assert sent is RefundState.SENT
    assert queries.refund(asked.id).state is RefundState.DONE


def test_a_refund_the_gateway_cannot_make_leaves_the_money_where_it_was(cash: Cash) -> None:
    _, payment = cash.paid()
    asked = ask(payment, 2_000)
    actions.approve_refund(asked.id, by=cash.cashier("1002"), at=at(6))
    cash.gateway.break_by(Fault.REFUNDS_FAIL)

    cash.send_refunds()

    failed = queries.refund(asked.id)
    assert (failed.state, failed.trouble) == (RefundState.FAILED, "account_closed")
    assert books() == {"gateway": 12_000, "revenue": -12_000}
    assert queries.payment(payment.id).left_fen == 12_000


def test_held_money_goes_back_by_two_people(cash: Cash) -> None:
    payment = cash.start(cash.bill())
    cash.do(payment, Deed.PAY_LESS)
    asked = ask(payment, 11_999, by=cash.cashier("1001"))

    actions.approve_refund(asked.id, by=cash.cashier("1002"), at=at(6))
    cash.send_refunds()

    assert books() == {"receivable": 12_000, "revenue": -12_000}


def test_those_who_decide_see_what_waits(cash: Cash) -> None:
    _, payment = cash.paid()

    asked = ask(payment, 2_000)

    assert queries.refunds_waiting(cash.hall.centre_id) == [asked]
    assert queries.refunds_waiting(cash.hall.centre_id + 1) == []
