"""Comparing a day with the gateway's statement, and settling what does not agree."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from yimen.devices.gateways import (
    OrderStatus,
    PayDown,
    PaymentGateway,
    PayRefused,
    RefundStatus,
    RefundTold,
    StatementLine,
    Told,
)
from yimen.reference.people.rules import HOUSE, Actor, Right, require
from yimen.services.payments import queries
from yimen.services.payments.actions import contracts
from yimen.services.payments.actions.refunding import take_refund
from yimen.services.payments.actions.rows import name_of
from yimen.services.payments.actions.taking import take
from yimen.services.payments.errors import (
    DayNotOver,
    DifferenceNotFound,
    GatewayUnavailable,
    ReasonNeeded,
)
from yimen.services.payments.models import Difference, Reconciliation, Refund
from yimen.services.payments.queries import DifferenceView
from yimen.services.payments.rules.reconciliation import Booked, Compared, Side, compare
from yimen.support import audit

#: Why a difference was settled by the house: a later run found both books alike.
AGREES_NOW: Final = "agrees_now"
_DAY: Final = timedelta(days=1)


def reconcile(
    day: date, *, by: Actor, at: datetime, gateway: PaymentGateway | None = None
) -> list[DifferenceView]:
    """Compare a day that is over; its differences. Again: the same, and what agrees now is settled.

    What the statement tells of our own orders and refunds, and no callback or query told before,
    is taken in first: such money is not a difference but news.

    Args:
        day: the local day.
        by: who reconciles; the books are the whole city's.
        at: now.
        gateway: another one than the city's.

    Raises:
        NotAllowed: `by` does not reconcile.
        DayNotOver: money may still move on it.
        NoGateway, GatewayUnavailable: there is no statement.
    """
    require(by, Right.RECONCILE)
    if day >= timezone.localdate(at):
        raise DayNotOver(day=day.isoformat())
    try:
        lines = (gateway or contracts.gateway()).statement(day, at=at)
    except (PayDown, PayRefused) as trouble:
        raise GatewayUnavailable(gateway_says=trouble.code) from None
    for line in lines:
        _take_in(line, at=at)
    with transaction.atomic():
        Reconciliation.objects.bulk_create(
            [Reconciliation(day=day, run_at=at, run_by=name_of(by))], ignore_conflicts=True
        )
        run = Reconciliation.objects.select_for_update().get(pk=day)
        theirs = [Booked(Side(line.kind), line.number, line.amount_fen) for line in lines]
        compared = compare(queries.booked_on(day), theirs)
        _note(run, compared, theirs, by=by, at=at)
        _keep_differences(day, compared, at=at)
    return queries.differences(day)


def _take_in(line: StatementLine, *, at: datetime) -> None:
    if line.kind == Side.PAYMENT:
        told = Told(
            f"statement:{line.number}"[:64],
            line.number,
            OrderStatus.SUCCEEDED,
            line.amount_fen,
            line.transaction,
            line.happened_at,
        )
        take(told, way="statement", at=at)
        return
    refund = Refund.objects.filter(refund_no=line.number, amount_fen=line.amount_fen).first()
    if refund is not None:
        take_refund(refund.pk, RefundTold(RefundStatus.DONE, line.happened_at), at=at)


def _note(
    run: Reconciliation, compared: Compared, theirs: Iterable[Booked], *, by: Actor, at: datetime
) -> None:
    run.run_at, run.run_by, run.runs = at, name_of(by), run.runs + 1
    run.matched = compared.matched
    sums = {side: sum(item.fen for item in theirs if item.side is side) for side in Side}
    run.paid_fen, run.refunded_fen = sums[Side.PAYMENT], sums[Side.REFUND]
    run.save()


def _keep_differences(day: date, compared: Compared, *, at: datetime) -> None:
    found = {(item.side.value, item.number): item for item in compared.differences}
    for row in Difference.objects.select_for_update().filter(day=day).order_by("pk"):
        item = found.pop((row.side, row.number), None)
        if item is None and row.settled_at is None:
            row.settled_at, row.settled_by, row.reason = at, name_of(HOUSE), AGREES_NOW
        elif item is not None and (row.ours_fen, row.theirs_fen) != (
            item.ours_fen,
            item.theirs_fen,
        ):
            row.finding, row.ours_fen, row.theirs_fen = item.finding, item.ours_fen, item.theirs_fen
            row.settled_at, row.settled_by, row.reason = None, "", ""
        row.save()
    Difference.objects.bulk_create(
        Difference(
            day=day,
            side=item.side.value,
            number=item.number,
            finding=item.finding.value,
            ours_fen=item.ours_fen,
            theirs_fen=item.theirs_fen,
            found_at=at,
        )
        for item in found.values()
    )


def settle_difference(
    difference_id: int, *, reason: str, by: Actor, at: datetime
) -> DifferenceView:
    """Somebody has looked into it, and says why it is so.

    Raises:
        NotAllowed: `by` does not reconcile.
        ReasonNeeded: none was given.
        DifferenceNotFound: no such difference, or it was settled.
    """
    require(by, Right.RECONCILE)
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        open_ = Difference.objects.select_for_update().filter(settled_at__isnull=True)
        row = open_.filter(pk=difference_id).first()
        if row is None:
            raise DifferenceNotFound
        row.settled_at, row.settled_by = at, name_of(by)
        row.reason = " ".join(reason.split())[:200]
        row.save(update_fields=["settled_at", "settled_by", "reason"])
        facts = {"number": row.number, "finding": row.finding}
        audit.append(
            f"reconciliation:{row.day}", "settle", actor=row.settled_by, at=at, facts=facts
        )
    return next(view for view in queries.differences(row.day) if view.id == difference_id)


def catch_up(*, at: datetime, gateway: PaymentGateway | None = None) -> list[date]:
    """Reconcile every day that is over and was not compared yet; which these were.

    Days in between as well: somebody may have compared a later one by hand. As far back as the
    parameter `payments.catch_up_days` says, and not before the first money came.
    """
    yesterday = timezone.localdate(at) - _DAY
    first = queries.first_booked()
    if first is None:
        return []
    longest = queries.rules_on(yesterday).catch_up_days
    first = max(first, yesterday - _DAY * (longest - 1))
    compared = queries.reconciled_between(first, yesterday)
    days = [first + _DAY * place for place in range((yesterday - first).days + 1)]
    missed = [day for day in days if day not in compared]
    for day in missed:
        reconcile(day, by=HOUSE, at=at, gateway=gateway)
    return missed
