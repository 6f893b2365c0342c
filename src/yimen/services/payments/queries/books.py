"""Questions about the ledger and its reconciliation with the gateway."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from yimen.services.payments.models import Difference, Entry, Payment, Reconciliation, Refund
from yimen.services.payments.queries.views import DifferenceView, difference_view
from yimen.services.payments.rules.ledger import Account, Cause
from yimen.services.payments.rules.reconciliation import Booked, Side
from yimen.services.payments.rules.states import RECEIVED, RefundState


@dataclass(frozen=True)
class EntryView:
    """One line of the ledger."""

    posting_id: int
    at: datetime
    cause: Cause
    account: Account
    department_id: int
    bill_id: int
    fen: int
    by: str


@dataclass(frozen=True)
class DayView:
    """A reconciled day: how much moved, and what is not settled."""

    day: date
    run_at: datetime
    runs: int
    matched: int
    paid_fen: int
    refunded_fen: int
    open: int


def ledger(
    *,
    bill_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 200,
) -> list[EntryView]:
    """Lines of the ledger, newest first.

    Args:
        bill_id: of one bill; None: of all.
        since: from then on.
        until: before then.
        before: older than this posting, for the next page.
        limit: how many.
    """
    rows = Entry.objects.select_related("posting").order_by("-posting_id", "pk")
    if bill_id is not None:
        rows = rows.filter(posting__bill=bill_id)
    if since is not None:
        rows = rows.filter(posting__at__gte=since)
    if until is not None:
        rows = rows.filter(posting__at__lt=until)
    if before is not None:
        rows = rows.filter(posting__lt=before)
    return [
        EntryView(
            row.posting_id,
            row.posting.at,
            Cause(row.posting.cause),
            Account(row.account),
            row.department_id,
            row.posting.bill_id,
            row.fen,
            row.posting.by,
        )
        for row in rows[:limit]
    ]


def balances(department_id: int | None = None) -> dict[Account, int]:
    """What stands on each account, in fen; debit is positive. All together are zero."""
    rows = Entry.objects.all()
    if department_id is not None:
        rows = rows.filter(department=department_id)
    sums = dict(rows.values_list("account").annotate(fen=Sum("fen")))
    return {account: sums.get(account.value, 0) for account in Account}


def booked_on(day: date) -> list[Booked]:
    """Every movement of money on a local day, by our books."""
    payments = Payment.objects.filter(
        received_on=day, state__in=[state.value for state in RECEIVED]
    ).values_list("order_no", "received_fen")
    refunds = Refund.objects.filter(done_on=day, state=RefundState.DONE.value).values_list(
        "refund_no", "amount_fen"
    )
    return [
        *(Booked(Side.PAYMENT, number, fen) for number, fen in payments),
        *(Booked(Side.REFUND, number, fen) for number, fen in refunds),
    ]


def reconciled(*, limit: int = 31) -> list[DayView]:
    """The last reconciled days, newest first, each with how many differences are open."""
    return _days(list(Reconciliation.objects.order_by("-day")[:limit]))


def _days(rows: list[Reconciliation]) -> list[DayView]:
    open_ = dict(
        Difference.objects.filter(day__in=[row.day for row in rows])
        .values_list("day")
        .annotate(n=Count("pk", filter=Q(settled_at__isnull=True)))
    )
    return [
        DayView(
            row.day,
            row.run_at,
            row.runs,
            row.matched,
            row.paid_fen,
            row.refunded_fen,
            open_.get(row.day, 0),
        )
        for row in rows
    ]


def reconciled_between(first: date, last: date) -> set[date]:
    """Which days from one to another were compared."""
    rows = Reconciliation.objects.filter(day__range=(first, last))
    return set(rows.values_list("day", flat=True))


def reconciled_day(day: date) -> DayView | None:
    """One day's comparison, however long ago; None where there was none."""
    rows = Reconciliation.objects.filter(day=day)
    return next(iter(_days(list(rows))), None)


def first_booked() -> date | None:
    """The first day on which money came, None before."""
    rows = Payment.objects.filter(received_on__isnull=False).order_by("received_on")
    return rows.values_list("received_on", flat=True).first()


def differences(day: date | None = None) -> list[DifferenceView]:
    """The differences of a day; without a day, all that are not settled."""
    rows = Difference.objects.order_by("day", "pk")
    rows = rows.filter(settled_at__isnull=True) if day is None else rows.filter(day=day)
    return [difference_view(row) for row in rows]
