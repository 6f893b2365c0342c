"""Days compared with the gateway's statement, and settling what does not agree."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.payments import ACCOUNTS, FINDINGS, REASONS, SIDES
from yimen.channels.office import words
from yimen.channels.office.frame import page
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Right
from yimen.services.payments import actions, queries
from yimen.services.payments.queries import DifferenceView


@never_cache
@require_safe
@staff_page(Right.RECONCILE)
def index(request: StaffRequest) -> HttpResponse:
    """What is not settled, the last days, and what stands on the accounts."""
    context = {
        "open": _rows(queries.differences()),
        "days": queries.reconciled(),
        "yesterday": timezone.localdate() - timedelta(days=1),
        "balances": [(ACCOUNTS[key.value], value) for key, value in queries.balances().items()],
    }
    return page(request, "office/payments/reconciling.html", context, here="reconciling")


@never_cache
@require_safe
@staff_page(Right.RECONCILE)
def day(request: StaffRequest, day: str) -> HttpResponse:
    """One day's comparison with all its differences."""
    wanted = typed.day(day)
    compared = queries.reconciled_day(wanted) if wanted is not None else None
    if compared is None:
        raise Http404
    context = {"compared": compared, "rows": _rows(queries.differences(compared.day))}
    return page(request, "office/payments/day.html", context, here="reconciling")


def _rows(found: Iterable[DifferenceView]) -> list[dict[str, Any]]:
    return [
        {
            "view": each,
            "side": SIDES[each.side.value],
            "finding": FINDINGS[each.finding.value],
            "reason": REASONS.get(each.reason, each.reason),
            "settled_by": words.actor(each.settled_by) if each.settled_by else "",
        }
        for each in found
    ]


@require_POST
@staff_page(Right.RECONCILE)
def run(request: StaffRequest) -> HttpResponse:
    """Compare a day, or compare it again."""
    wanted = typed.day(request.POST.get("day", ""))
    if wanted is None:
        messages.error(request, "请选择日期。")
        return redirect("office-reconciling")
    try:
        found = actions.reconcile(wanted, by=request.actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("office-reconciling")
    left = sum(each.settled_at is None for each in found)
    if left:
        messages.warning(request, f"对账完成，有 {left} 条差异要核对。")
    else:
        messages.success(request, "对账完成，双方一致。")
    return redirect("office-reconciled", wanted.isoformat())


@require_POST
@staff_page(Right.RECONCILE)
def settle(request: StaffRequest, difference_id: int) -> HttpResponse:
    """Say why two books do not agree."""
    try:
        settled = actions.settle_difference(
            difference_id,
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("office-reconciling")
    messages.success(request, "已核销。")
    return redirect("office-reconciled", settled.day.isoformat())
