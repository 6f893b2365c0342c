"""Bills, attempts to pay, what the gateway said, the ledger, refunds, receipts, differences."""

from django.db import models
from django.db.models import F, Q

from yimen.services.payments.rules.states import (
    LIVE,
    BillState,
    PaymentState,
    RefundState,
)

BILL_PER_REFERENCE = "payments_bill_one_per_reference"
MAKE_ONCE = "payments_bill_make_once"
ONE_LIVE_PAYMENT = "payments_payment_one_live"
PAID_ONCE = "payments_payment_paid_once"
NO_OVER_REFUND = "payments_payment_no_over_refund"
FOUR_EYES = "payments_refund_four_eyes"

_LIVE = sorted(state.value for state in LIVE)


class Bill(models.Model):
    """What somebody is to pay for one purpose. Its lines never change."""

    #: In the address of its own page; cannot be guessed.
    public_id = models.CharField(max_length=22, unique=True)
    #: What it is for, in the words of whoever made it: "case:17".
    reference = models.CharField(max_length=64)
    centre_id = models.BigIntegerField()
    department = models.ForeignKey("catalogue.Department", models.PROTECT, related_name="+")
    #: The frozen version of the item whose fees these are; null for what is no item.
    item_version_id = models.BigIntegerField(null=True)
    #: [[name, fen, basis], …]
    lines = models.JSONField()
    total_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, default=BillState.OPEN.value)
    payer_name_sealed = models.BinaryField(default=b"")
    #: Blind index of the payer's number, for their own list; null where it is not known.
    payer_index = models.BinaryField(null=True)
    #: Topics of events, beside the bill's own.
    topics = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    #: "<issuer>:<key>" of the request that made it.
    make_key = models.CharField(max_length=120, null=True)
    paid_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BillState]),
                name="payments_bill_state_known",
            ),
            models.CheckConstraint(condition=Q(total_fen__gt=0), name="payments_bill_costs"),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False)
                | ~Q(state="paid") & Q(paid_at__isnull=True),
                name="payments_bill_paid_when",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | ~Q(state="cancelled") & Q(cancelled_at__isnull=True),
                name="payments_bill_cancelled_when",
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(state="cancelled"), name=BILL_PER_REFERENCE
            ),
            models.UniqueConstraint(fields=["make_key"], name=MAKE_ONCE),
        ]
        indexes = [
            models.Index(fields=["centre_id", "made_at"], name="payments_bill_made"),
            models.Index(fields=["payer_index", "made_at"], name="payments_bill_payer"),
            models.Index(fields=["reference"], name="payments_bill_reference"),
        ]


class Payment(models.Model):
    """One attempt to pay a bill: one order at the gateway, one QR code."""

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="payments")
    #: The order's number at the gateway; ours, and the same for every try.
    order_no = models.CharField(max_length=32, unique=True)
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=10, default=PaymentState.CREATED.value)
    qr_text = models.TextField(blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    #: What came, and when, by the gateway's clock.
    received_fen = models.BigIntegerField(default=0)
    received_at = models.DateTimeField(null=True)
    #: The local day of `received_at`, by which the statement lists it.
    received_on = models.DateField(null=True)
    #: Whether the money paid the bill; other money is on the account of unapplied money.
    applied = models.BooleanField(default=False)
    #: The gateway's own number of the transaction.
    transaction_no = models.CharField(max_length=64, blank=True)
    #: What refunds hold of it, asked for or done.
    refunded_fen = models.BigIntegerField(default=0)
    #: When the gateway is asked next; null: no longer.
    ask_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PaymentState]),
                name="payments_payment_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["succeeded", "held"], received_at__isnull=False)
                | ~Q(state__in=["succeeded", "held"]) & Q(received_fen=0, applied=False),
                name="payments_payment_money_when_received",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(applied=False),
                name="payments_payment_held_not_applied",
            ),
            models.CheckConstraint(
                condition=Q(refunded_fen__gte=0, refunded_fen__lte=F("received_fen")),
                name=NO_OVER_REFUND,
            ),
            models.UniqueConstraint(
                fields=["bill"], condition=Q(state__in=_LIVE), name=ONE_LIVE_PAYMENT
            ),
            models.UniqueConstraint(fields=["bill"], condition=Q(applied=True), name=PAID_ONCE),
        ]
        indexes = [
            models.Index(
                fields=["ask_at"], condition=Q(ask_at__isnull=False), name="payments_payment_ask"
            ),
            models.Index(fields=["received_on"], name="payments_payment_day"),
        ]


class GatewayEvent(models.Model):
    """What the gateway said of an order, each of its events once. Never changed."""

    event_id = models.CharField(max_length=64, unique=True)
    order_no = models.CharField(max_length=32, db_index=True)
    said = models.JSONField()
    #: callback, query, statement.
    way = models.CharField(max_length=10)
    received_at = models.DateTimeField()


class Posting(models.Model):
    """One thing that happened to money; its entries sum to zero. Never changed."""

    cause = models.CharField(max_length=14)
    #: "pay:17": one posting for each thing that happens.
    key = models.CharField(max_length=40, unique=True)
    bill = models.ForeignKey(Bill, models.PROTECT, related_name="postings")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["at"], name="payments_posting_at")]


class Entry(models.Model):
    """One side of a posting. Debit is positive. Never changed."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="entries")
    account = models.CharField(max_length=16)
    department = models.ForeignKey("catalogue.Department", models.PROTECT, related_name="+")
    fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(fen=0), name="payments_entry_moves_something")
        ]
        indexes = [models.Index(fields=["account", "department"], name="payments_entry_account")]


class Refund(models.Model):
    """Part of a payment that goes back."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    refund_no = models.CharField(max_length=32, unique=True)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    #: "<issuer>:<key>" of the request; null for the house's own.
    ask_key = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(max_length=10, default=RefundState.REQUESTED.value)
    asked_at = models.DateTimeField()
    #: Staff numbers' rows; 0 is the house, which gives back what nobody owed.
    asked_by = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    #: The local day of `done_at`, by which the statement lists it.
    done_on = models.DateField(null=True)
    #: When the gateway is told or asked next; null: not any more.
    ask_at = models.DateTimeField(null=True)
    #: What the gateway said last.
    trouble = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RefundState]),
                name="payments_refund_state_known",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payments_refund_costs"),
            models.CheckConstraint(
                condition=Q(state="requested")
                | Q(decided_by__isnull=False, asked_by=0)
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
                name=FOUR_EYES,
            ),
        ]
        indexes = [
            models.Index(
                fields=["ask_at"], condition=Q(ask_at__isnull=False), name="payments_refund_ask"
            ),
            models.Index(fields=["done_on"], name="payments_refund_day"),
        ]


class ReceiptSeries(models.Model):
    """What counts a year's receipts: the row everybody counts on."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Receipt(models.Model):
    """A non-tax receipt (非税收入票据): one for each payment of a bill. Never changed."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="receipt")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    #: Six digits that whoever checks the receipt must know.
    check_code = models.CharField(max_length=6)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="payments_receipt_number_once")
        ]


class Reconciliation(models.Model):
    """The comparison of one day's books with the gateway's statement."""

    day = models.DateField(primary_key=True)
    run_at = models.DateTimeField()
    run_by = models.CharField(max_length=80)
    runs = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    paid_fen = models.BigIntegerField(default=0)
    refunded_fen = models.BigIntegerField(default=0)


class Difference(models.Model):
    """One movement of money on which the two books do not agree."""

    day = models.DateField()
    side = models.CharField(max_length=8)
    number = models.CharField(max_length=64)
    finding = models.CharField(max_length=12)
    ours_fen = models.BigIntegerField(null=True)
    theirs_fen = models.BigIntegerField(null=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "side", "number"], name="payments_difference_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(reason=""),
                name="payments_difference_settled_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["day"],
                condition=Q(settled_at__isnull=True),
                name="payments_difference_open",
            )
        ]
