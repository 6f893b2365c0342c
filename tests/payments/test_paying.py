"""From bill to receipt, and everything a gateway can do on the way."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.builders import at, staff
from tests.payments.builders import CITIZEN_ACTOR, PASSPORT, Cash, books
from yimen.devices import asking
from yimen.devices.simulated_gateway import Deed, Fault, SimulatedGateway
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.payments import actions, queries
from yimen.services.payments.errors import (
    BadBill,
    BadCallback,
    BadSignature,
    BillExists,
    BillNotFound,
    BillNotOpen,
    GatewayUnavailable,
    KeyReused,
    NoGateway,
)
from yimen.services.payments.models import Bill, Entry, GatewayEvent, Posting, Receipt
from yimen.services.payments.rules.bills import BillLine
from yimen.services.payments.rules.states import BillState, PaymentState, RefundState
from yimen.support.models import Event


def test_a_bill_is_owed_and_then_paid_and_its_receipt_says_so(cash: Cash) -> None:
    bill = cash.bill()
    owed = books()

    cash.do(cash.start(bill))

    receipt = queries.receipt(bill.id)
    assert owed == {"receivable": 12_000, "revenue": -12_000}
    assert books() == {"gateway": 12_000, "revenue": -12_000}
    assert queries.bill(bill.id).state is BillState.PAID
    assert receipt is not None
    assert (receipt.number, receipt.paid_fen) == ("2019-00000001", 12_000)
    assert receipt.bill.payer == "张*明"
    assert queries.receipt_by_number(receipt.number, receipt.check_code) == receipt


def test_who_made_the_bill_hears_of_it_on_topics_of_their_own(cash: Cash) -> None:
    bill, _ = cash.paid("case:17")

    told = Event.objects.get(name="bill.paid")
    assert told.topics == [f"centre:{bill.centre_id}", f"bill:{bill.public_id}", "case:17"]
    assert told.body == {
        "bill": bill.id, "reference": "case:17", "state": "paid", "fen": 12_000
    }  # fmt: skip


def test_the_same_request_makes_one_bill_and_another_one_is_refused(cash: Cash) -> None:
    first = cash.bill(key="intake")

    again = cash.bill(key="intake")

    assert again == first
    with pytest.raises(KeyReused):
        cash.bill("case:2", key="intake")
    with pytest.raises(BillExists):
        cash.bill()
    assert Bill.objects.count() == 1


def test_a_cancelled_bill_leaves_room_for_another(cash: Cash) -> None:
    first = cash.bill()
    actions.cancel_bill(first.id, by=HOUSE, at=at(1))
    actions.cancel_bill(first.id, by=HOUSE, at=at(2))

    second = cash.bill(minutes=3)

    assert queries.bill_for("case:1") == second
    assert queries.bill_for("case:404") is None
    assert books() == {"receivable": 12_000, "revenue": -12_000}


@pytest.mark.parametrize(
    "lines", [(), (BillLine(" ", 5),), (BillLine("费", 0),), (BillLine("费", 100_000_001),)]
)
def test_a_bill_that_cannot_be_paid_is_refused(cash: Cash, lines: tuple[BillLine, ...]) -> None:
    with pytest.raises(BadBill):
        cash.bill(lines=lines)


def test_a_guide_makes_no_bills_and_cancels_none(cash: Cash) -> None:
    guide = staff(cash.hall, Role.GUIDE)
    bill = cash.bill()

    with pytest.raises(NotAllowed):
        actions.cancel_bill(bill.id, by=guide, at=at(1))
    with pytest.raises(NotAllowed):
        actions.make_bill(
            "case:2", PASSPORT, centre_id=cash.hall.centre_id, department_id=bill.department_id,
            by=guide, at=at(1),
        )  # fmt: skip


def test_a_second_tab_shows_the_same_code_and_a_later_one_another(cash: Cash) -> None:
    bill = cash.bill()
    first = cash.start(bill, 1)

    second_tab = cash.start(bill, 10)
    later = cash.start(bill, 17)

    assert second_tab == first
    assert first.qr_text == f"/pay/simulated/{first.order_no}"
    assert later.order_no != first.order_no
    assert queries.payment(first.id).state is PaymentState.EXPIRED


def test_a_gateway_that_is_down_takes_nothing_and_is_asked_again_with_the_same_number(
    cash: Cash,
) -> None:
    bill = cash.bill()
    cash.gateway.break_by(Fault.DOWN)
    with pytest.raises(GatewayUnavailable):
        cash.start(bill)
    [stuck] = queries.payments_of(bill.id)
    cash.gateway.break_by(Fault.NONE)

    shown = cash.start(bill, 2)

    assert stuck.state is PaymentState.CREATED
    assert (shown.order_no, shown.state) == (stuck.order_no, PaymentState.PENDING)


def test_an_order_the_gateway_refuses_is_followed_by_a_new_one(cash: Cash) -> None:
    bill = cash.bill()
    cash.gateway.break_by(Fault.REFUSES)
    with pytest.raises(GatewayUnavailable):
        cash.start(bill)
    cash.gateway.break_by(Fault.NONE)

    cash.start(bill, 2)

    states = [payment.state for payment in queries.payments_of(bill.id)]
    assert states == [PaymentState.PENDING, PaymentState.REFUSED]


def test_a_city_without_a_gateway_says_so(cash: Cash, settings: Any) -> None:
    settings.PAY = ""

    with pytest.raises(NoGateway):
        actions.start_payment(cash.bill().id, by=CITIZEN_ACTOR, at=at(1))


def test_who_is_refused_may_try_again(cash: Cash) -> None:
    bill = cash.bill()
    cash.do(cash.start(bill), Deed.REFUSE)

    cash.do(cash.start(bill, 3), Deed.PAY, 4)

    assert queries.bill(bill.id).state is BillState.PAID
    states = [payment.state for payment in queries.payments_of(bill.id)]
    assert states == [PaymentState.SUCCEEDED, PaymentState.REFUSED]


def test_a_callback_told_twice_is_one_payment(cash: Cash) -> None:
    bill = cash.bill()

    cash.do(cash.start(bill), Deed.PAY_TOLD_TWICE)

    assert GatewayEvent.objects.count() == 1
    assert Receipt.objects.count() == 1
    assert books() == {"gateway": 12_000, "revenue": -12_000}


def test_one_payment_told_by_two_events_is_one_payment(cash: Cash) -> None:
    bill = cash.bill()
    payment = cash.start(bill)
    [callback] = cash.gateway.do(payment.order_no, Deed.PAY, at=at(2))
    said = json.loads(callback.body) | {"event": "another-id"}
    other = json.dumps(said).encode()

    for body in (callback.body, other):
        actions.receive_callback(body, asking.signed(body, secret="present", at=at(2)), at=at(2))

    assert GatewayEvent.objects.count() == 2
    assert books() == {"gateway": 12_000, "revenue": -12_000}


def test_a_lost_callback_is_found_by_asking(cash: Cash) -> None:
    bill = cash.bill()
    cash.do(cash.start(bill), Deed.PAY_TOLD_NEVER)
    before = queries.bill(bill.id).state

    cash.ask(3)

    assert before is BillState.OPEN
    assert queries.bill(bill.id).state is BillState.PAID
    assert cash.ask(60) == 0


def test_what_the_gateway_does_not_know_yet_is_asked_again(cash: Cash) -> None:
    bill = cash.bill()
    cash.gateway.delay(300)
    cash.do(cash.start(bill), Deed.PAY_TOLD_NEVER)

    cash.ask(3)
    early = queries.bill(bill.id).state
    cash.ask(8)

    assert early is BillState.OPEN
    assert queries.bill(bill.id).state is BillState.PAID


def test_money_that_comes_after_the_code_expired_pays_the_open_bill(cash: Cash) -> None:
    bill = cash.bill()
    payment = cash.start(bill)
    expired = actions.expire_payments(at=at(20))

    cash.do(payment, Deed.PAY, 25)

    assert expired == 1
    assert queries.payment(payment.id).state is PaymentState.SUCCEEDED
    assert queries.bill(bill.id).state is BillState.PAID


def test_late_money_without_a_callback_is_found_too(cash: Cash) -> None:
    bill = cash.bill()
    payment = cash.start(bill)
    actions.expire_payments(at=at(20))
    cash.do(payment, Deed.PAY_TOLD_NEVER, 25)

    cash.ask(40)

    assert queries.bill(bill.id).state is BillState.PAID


def test_money_for_a_cancelled_bill_goes_back_of_itself(cash: Cash) -> None:
    bill = cash.bill()
    payment = cash.start(bill)
    actions.cancel_bill(bill.id, by=HOUSE, at=at(2))

    cash.do(payment, Deed.PAY, 3)
    held = books()
    cash.send_refunds()

    assert held == {"gateway": 12_000, "refunds_payable": -12_000}
    assert books() == {}
    assert queries.bill(bill.id).state is BillState.CANCELLED
    assert queries.receipt(bill.id) is None
    [refund] = queries.refunds_of(bill.id)
    assert (refund.state, refund.amount_fen) == (RefundState.DONE, 12_000)
    names = list(Event.objects.order_by("id").values_list("name", flat=True))
    assert names[-2:] == ["bill.unapplied", "bill.refunded"]


def test_a_bill_paid_by_an_old_code_and_a_new_one_keeps_one_and_returns_the_other(
    cash: Cash,
) -> None:
    bill = cash.bill()
    old = cash.start(bill, 1)
    new = cash.start(bill, 17)

    cash.do(old, Deed.PAY, 18)
    closed = queries.payment(new.id).state
    cash.do(new, Deed.PAY, 19)
    cash.send_refunds()

    assert closed is PaymentState.EXPIRED
    assert queries.payment(old.id).applied
    assert not queries.payment(new.id).applied
    assert books() == {"gateway": 12_000, "revenue": -12_000}


def test_another_amount_is_held_for_a_person_to_see(cash: Cash) -> None:
    bill = cash.bill()
    payment = cash.start(bill)

    cash.do(payment, Deed.PAY_LESS)

    assert queries.payment(payment.id).state is PaymentState.HELD
    assert queries.bill(bill.id).state is BillState.OPEN
    assert books() == {
        "receivable": 12_000, "revenue": -12_000, "gateway": 11_999, "unapplied": -11_999
    }  # fmt: skip
    assert queries.refunds_of(bill.id) == []


def test_a_paid_bill_is_neither_paid_again_nor_cancelled(cash: Cash) -> None:
    bill, _ = cash.paid()

    with pytest.raises(BillNotOpen):
        cash.start(bill, 5)
    with pytest.raises(BillNotOpen):
        actions.cancel_bill(bill.id, by=HOUSE, at=at(5))


def test_a_forged_callback_pays_nothing(cash: Cash) -> None:
    bill = cash.bill()

    with pytest.raises(BadSignature):
        cash.do(cash.start(bill), Deed.PAY_FORGED)

    assert queries.bill(bill.id).state is BillState.OPEN
    assert GatewayEvent.objects.count() == 0


def test_the_former_secret_counts_while_secrets_are_changed_and_no_longer_after(
    cash: Cash, settings: Any
) -> None:
    cash.gateway = SimulatedGateway("former")
    first, second = cash.bill("case:1"), cash.bill("case:2")

    cash.do(cash.start(first))
    settings.PAY_SECRETS = ("present",)

    assert queries.bill(first.id).state is BillState.PAID
    with pytest.raises(BadSignature):
        cash.do(cash.start(second))


def test_an_old_callback_is_not_believed(cash: Cash) -> None:
    payment = cash.start(cash.bill())
    [callback] = cash.gateway.do(payment.order_no, Deed.PAY, at=at(2))

    with pytest.raises(BadSignature):
        actions.receive_callback(callback.body, callback.headers, at=at(2) + timedelta(minutes=6))


@pytest.mark.parametrize(
    "change",
    [
        {"amount_fen": "12000"}, {"amount_fen": -1}, {"amount_fen": True}, {"status": "maybe"},
        {"happened_at": "2019-11-05T10:00:00"}, {"happened_at": "soon"}, {"event": ""},
        {"order": "x" * 33},
    ],
)  # fmt: skip
def test_a_signed_callback_that_makes_no_sense_is_refused(
    cash: Cash, change: dict[str, object]
) -> None:
    said: dict[str, object] = {
        "event": "e1", "order": "o1", "status": "succeeded", "amount_fen": 1,
        "happened_at": at(1).isoformat(),
    }  # fmt: skip
    body = json.dumps(said | change).encode()

    with pytest.raises(BadCallback):
        actions.receive_callback(body, asking.signed(body, secret="present", at=at(1)), at=at(1))


@pytest.mark.parametrize("body", [b"[]", b"\xff", b"7", b""])
def test_a_signed_callback_that_is_no_object_is_refused(cash: Cash, body: bytes) -> None:
    with pytest.raises(BadCallback):
        actions.receive_callback(body, asking.signed(body, secret="present", at=at(1)), at=at(1))


def test_an_order_that_is_not_ours_is_kept_and_answered(cash: Cash) -> None:
    said = {
        "event": "e1", "order": "o1", "status": "succeeded", "amount_fen": 1,
        "happened_at": at(1).isoformat(),
    }  # fmt: skip
    body = json.dumps(said).encode()

    told = actions.receive_callback(body, asking.signed(body, secret="present", at=at(1)), at=at(1))

    assert told is None
    assert GatewayEvent.objects.get().order_no == "o1"


def test_what_is_not_there_is_not_found(cash: Cash) -> None:
    with pytest.raises(BillNotFound):
        queries.bill(404)
    with pytest.raises(BillNotFound):
        queries.bill_by_public_id("nothing")
    with pytest.raises(BillNotFound):
        actions.start_payment(404, by=CITIZEN_ACTOR, at=at(1), gateway=cash.gateway)


def test_the_ledger_the_gateways_words_and_receipts_are_only_added_to(cash: Cash) -> None:
    cash.paid()

    for rows in (Entry.objects, Posting.objects, GatewayEvent.objects, Receipt.objects):
        field = {"Entry": "fen", "Posting": "by", "GatewayEvent": "way", "Receipt": "check_code"}
        with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
            rows.update(**{field[rows.model.__name__]: "1"})
        with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
            rows.filter(pk=rows.first().pk)._raw_delete(rows.db)  # type: ignore[union-attr]


def test_a_posting_that_does_not_sum_to_zero_is_refused(cash: Cash) -> None:
    bill = cash.bill()
    posting = Posting.objects.create(cause="pay", key="odd", bill_id=bill.id, at=at(1), by="x")

    with pytest.raises(IntegrityError, match="sum to zero"), transaction.atomic():
        Entry.objects.create(
            posting=posting, account="gateway", department_id=bill.department_id, fen=5
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_a_bill_asks_for_does_not_change(cash: Cash) -> None:
    bill = cash.bill()

    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Bill.objects.filter(pk=bill.id).update(total_fen=1)


def test_the_books_of_a_bill_can_be_read(cash: Cash) -> None:
    bill, _ = cash.paid()

    lines = queries.ledger(bill_id=bill.id)

    assert [(line.cause.value, line.account.value, line.fen) for line in lines] == [
        ("pay", "gateway", 12_000),
        ("pay", "receivable", -12_000),
        ("bill", "receivable", 12_000),
        ("bill", "revenue", -12_000),
    ]
    assert queries.ledger(since=at(5)) == []
