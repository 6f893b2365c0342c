"""Money told of by many at once, and each race again without its lock."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction

from tests.builders import at, build_hall
from tests.hall.test_races import CLIENTS, at_once
from tests.payments.builders import Cash, books, cash_desk
from yimen.devices.simulated_gateway import Deed
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import HOUSE
from yimen.services.payments import actions, queries
from yimen.services.payments.models import Payment, Posting, Receipt, ReceiptSeries, Refund
from yimen.services.payments.rules.states import BillState, PaymentState

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cash(db: None) -> Cash:
    return cash_desk(build_hall())


def answer(deed: Callable[[], object]) -> str:
    """What came of it: a code, or nothing."""
    try:
        deed()
    except DomainError as refusal:
        return refusal.code
    return "done"


def test_one_callback_sixteen_times_at_once_is_one_payment(cash: Cash) -> None:
    bill = cash.bill()
    payment = cash.start(bill)
    [told] = cash.gateway.do(payment.order_no, Deed.PAY, at=at(2))

    answers = at_once(
        lambda _: answer(lambda: actions.receive_callback(told.body, told.headers, at=at(2)))
    )

    assert Counter(answers) == {"done": CLIENTS}
    assert books() == {"gateway": 12_000, "revenue": -12_000}
    assert Receipt.objects.count() == 1


def test_the_harness_would_see_a_payment_booked_twice(cash: Cash) -> None:
    """Guards the test above: look whether it is paid, then book, without the lock."""
    bill = cash.bill()
    all_have_read = Barrier(CLIENTS)

    def careless(place: int) -> None:
        assert queries.bill(bill.id).state is BillState.OPEN
        all_have_read.wait()
        Posting.objects.create(
            cause="pay", key=f"careless:{place}", bill_id=bill.id, at=at(2), by="x"
        )

    at_once(careless)

    assert Posting.objects.filter(cause="pay").count() == CLIENTS


def test_the_database_itself_refuses_to_let_two_payments_pay_a_bill(cash: Cash) -> None:
    bill, payment = cash.paid()
    first = Payment.objects.get(pk=payment.id)

    with pytest.raises(IntegrityError, match="payments_payment_paid_once"), transaction.atomic():
        Payment.objects.create(
            bill_id=bill.id, order_no="other", amount_fen=12_000, state="succeeded", applied=True,
            made_at=at(1), expires_at=at(2), received_at=at(2), received_fen=12_000,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="payments_posting"), transaction.atomic():
        Posting.objects.create(
            cause="pay", key=f"pay:{first.pk}", bill_id=bill.id, at=at(2), by="x"
        )


@pytest.mark.parametrize("turn", range(3))
def test_cancelling_while_money_comes_ends_paid_or_returned_never_both(
    cash: Cash, turn: int
) -> None:
    bill = cash.bill()
    payment = cash.start(bill)
    [told] = cash.gateway.do(payment.order_no, Deed.PAY, at=at(2))

    def both(place: int) -> str:
        if place % 2 == turn % 2:
            return answer(lambda: actions.cancel_bill(bill.id, by=HOUSE, at=at(2)))
        return answer(lambda: actions.receive_callback(told.body, told.headers, at=at(2)))

    answers = Counter(at_once(both))
    ended = queries.bill(bill.id).state
    cash.send_refunds()

    assert set(answers) <= {"done", "payments.bill_not_open"}
    if ended is BillState.PAID:
        assert answers["payments.bill_not_open"] == CLIENTS // 2
        assert books() == {"gateway": 12_000, "revenue": -12_000}
    else:
        assert ended is BillState.CANCELLED
        assert books() == {}
        assert Refund.objects.count() == 1


def test_sixteen_tabs_share_one_order(cash: Cash) -> None:
    bill = cash.bill()

    orders = at_once(lambda _: cash.start(bill).order_no)

    assert len(set(orders)) == 1
    assert [payment.state for payment in queries.payments_of(bill.id)] == [PaymentState.PENDING]


def test_sixteen_refunds_at_once_return_no_more_than_came(cash: Cash) -> None:
    _, payment = cash.paid()

    answers = at_once(
        lambda _: answer(
            lambda: actions.ask_refund(
                payment.id, amount_fen=5_000, reason="退费", by=HOUSE, at=at(5)
            )
        )
    )

    assert Counter(answers) == {"done": 2, "payments.refund_too_much": CLIENTS - 2}
    assert queries.payment(payment.id).refunded_fen == 10_000


def test_the_harness_would_see_more_returned_than_came(cash: Cash) -> None:
    """Guards the test above: read what is left, then ask for it, without the lock."""
    _, payment = cash.paid()
    all_have_read = Barrier(CLIENTS)

    def careless(place: int) -> None:
        assert queries.payment(payment.id).left_fen == 12_000
        all_have_read.wait()
        Refund.objects.create(
            payment_id=payment.id, refund_no=f"careless{place}", amount_fen=12_000, reason="x",
            asked_at=at(5), asked_by=0,
        )  # fmt: skip

    at_once(careless)

    assert Refund.objects.filter(payment=payment.id).count() == CLIENTS


def test_two_workers_send_a_refund_once(cash: Cash) -> None:
    _, payment = cash.paid()
    asked = actions.ask_refund(payment.id, amount_fen=5_000, reason="x", by=HOUSE, at=at(5))
    actions.approve_refund(asked.id, by=cash.cashier("1001"), at=at(6))

    ended = at_once(lambda _: cash.send_refunds())

    assert sum(ended) == 1
    assert books() == {"gateway": 7_000, "revenue": -7_000}


def test_sixteen_payments_at_once_get_receipts_without_gap(cash: Cash) -> None:
    told = []
    for place in range(CLIENTS):
        payment = cash.start(cash.bill(f"case:{place}"))
        told += cash.gateway.do(payment.order_no, Deed.PAY, at=at(2))

    at_once(lambda place: actions.receive_callback(told[place].body, told[place].headers, at=at(2)))

    serials = sorted(Receipt.objects.values_list("serial", flat=True))
    assert serials == list(range(1, CLIENTS + 1))


def test_the_harness_would_see_a_receipt_number_twice(cash: Cash) -> None:
    """Guards the test above: read the last number and add one, without the lock."""
    ReceiptSeries.objects.create(year=2019)
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> int:
        last = ReceiptSeries.objects.get(pk=2019).last
        all_have_read.wait()
        ReceiptSeries.objects.filter(pk=2019).update(last=last + 1)
        return last + 1

    assert len(set(at_once(careless))) < CLIENTS


def test_one_purpose_sixteen_times_is_one_bill(cash: Cash) -> None:
    answers = at_once(lambda _: answer(cash.bill))

    assert Counter(answers) == {"done": 1, "payments.bill_exists": CLIENTS - 1}
    assert books() == {"receivable": 12_000, "revenue": -12_000}
