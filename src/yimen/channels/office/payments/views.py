"""A day's bills, refunds that wait for a second person, and one bill with its books."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.payments import (
    ACCOUNTS,
    BILL_STATES,
    CAUSES,
    PAYMENT_STATES,
    REASONS,
    REFUND_STATES,
)
from yimen.channels.office.frame import page
from yimen.channels.office.payments.forms import RefundForm
from yimen.channels.office.today import Figure
from yimen.kernel.errors import DomainError
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.centres import queries as centres
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Right
from yimen.services.payments import actions, queries
from yimen.services.payments.errors import BillNotFound
from yimen.services.payments.queries import BillView, PaymentView, RefundView
from yimen.services.payments.rules.states import BillState, RefundState
from yimen.support.writing import fen

TONES: Final = {
    "open": "wait", "paid": "good", "pending": "blue", "succeeded": "good", "refused": "bad",
    "held": "bad", "requested": "wait", "approved": "blue", "sent": "blue", "done": "good",
    "failed": "bad",
}  # fmt: skip


@dataclass(frozen=True)
class RefundRow:
    """A refund in a list, with who asked, and whether the reader may decide."""

    refund: RefundView
    word: str
    tone: str
    reason: str
    asked_by: str
    decided_by: str
    may_decide: bool


@never_cache
@require_safe
@staff_page(Right.RECONCILE)
def index(request: StaffRequest) -> HttpResponse:
    """A day's bills, made or paid; above them refunds to decide on."""
    zone = centres.centre(request.centre_id).zone
    today = timezone.localtime(timezone.now(), zone).date()
    day = typed.day(request.GET.get("day", "")) or today
    since = datetime.combine(day, time(), zone)
    bills = queries.bills_made(request.centre_id, since, since + timedelta(days=1))
    waiting = queries.refunds_waiting(request.centre_id)
    context = {
        "day": day,
        "is_today": day == today,
        "rows": [_row(view) for view in bills],
        "figures": _figures(request.centre_id, since, bills, waiting),
        "waiting": _refund_rows(request, waiting),
    }
    return page(request, "office/payments/index.html", context, here="payments")


def _row(view: BillView) -> dict[str, Any]:
    word, tone = BILL_STATES[view.state.value], TONES.get(view.state.value, "")
    return {"view": view, "word": word, "tone": tone}


def _figures(
    centre_id: int, since: datetime, bills: Sequence[BillView], waiting: Sequence[RefundView]
) -> list[Figure]:
    count, received = queries.received_between(centre_id, since, since + timedelta(days=1))
    owed = [bill.total_fen for bill in bills if bill.state is BillState.OPEN]
    differences = len(queries.differences())
    return [
        Figure(
            "到账",
            fen(received),
            note=f"{count} 笔",
            formula="这一天支付网关收到的款，按网关的时间，含金额不符和待退的",
        ),
        Figure("待缴", fen(sum(owed)), note=f"{len(owed)} 张", formula="列表中还没有缴清的缴款单"),
        Figure("待审核退款", str(len(waiting)), "笔", alarm=bool(waiting)),
        Figure("未核销差异", str(differences), "条", alarm=differences > 0),
    ]


def _refund_rows(request: StaffRequest, refunds: Sequence[RefundView]) -> list[RefundRow]:
    who = people.named({ids for each in refunds for ids in (each.asked_by, each.decided_by)})
    me = request.actor.id

    def name(staff_id: int | None) -> str:
        if staff_id is None:
            return ""
        return who[staff_id].name if staff_id in who else "系统自动"

    return [
        RefundRow(
            refund=each,
            word=REFUND_STATES[each.state.value],
            tone=TONES.get(each.state.value, ""),
            reason=REASONS.get(each.reason, each.reason),
            asked_by=name(each.asked_by),
            decided_by=name(each.decided_by),
            may_decide=each.state is RefundState.REQUESTED and each.asked_by != me,
        )
        for each in refunds
    ]


@never_cache
@require_safe
@staff_page(Right.RECONCILE)
def bill(request: StaffRequest, bill_id: int) -> HttpResponse:
    """One bill: what it asks for, attempts, refunds, and its lines of the ledger."""
    return _bill_page(request, _own_bill(request, bill_id))


def _own_bill(request: StaffRequest, bill_id: int) -> BillView:
    view = queries.bill(bill_id)
    if view.centre_id != request.centre_id:
        raise BillNotFound
    return view


def _bill_page(
    request: StaffRequest, view: BillView, *, form: RefundForm | None = None, of: int | None = None
) -> HttpResponse:
    """The page; `form` and `of`: a request for a refund of an attempt that was refused."""
    attempts = [
        {
            "view": payment,
            "word": PAYMENT_STATES[payment.state.value],
            "tone": TONES.get(payment.state.value, ""),
            "form": form if payment.id == of else _refund_form(payment),
            "is_open": payment.id == of,
        }
        for payment in queries.payments_of(view.id)
    ]
    context = {
        "bill": view,
        "row": _row(view),
        "department": catalogue.department(view.department_id).name,
        "attempts": attempts,
        "refunds": _refund_rows(request, queries.refunds_of(view.id)),
        "receipt": queries.receipt(view.id),
        "entries": [
            (line, CAUSES[line.cause.value], ACCOUNTS[line.account.value])
            for line in queries.ledger(bill_id=view.id)
        ],
    }
    status = 422 if form is not None else 200
    return page(request, "office/payments/bill.html", context, here="payments", status=status)


def _refund_form(payment: PaymentView) -> RefundForm | None:
    if not payment.left_fen:
        return None
    return RefundForm(left_fen=payment.left_fen, key=secrets.token_urlsafe(12))


@require_POST
@staff_page(Right.RECONCILE)
def ask(request: StaffRequest, payment_id: int) -> HttpResponse:
    """Ask for a refund; the page again with what is wrong."""
    payment = queries.payment(payment_id)
    view = _own_bill(request, payment.bill_id)
    form = RefundForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_refund(
                payment_id,
                amount_fen=form.fen(),
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
                key=form.cleaned_data["key"] or None,
            )
        except DomainError as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, "已申请退款，等另一位同事审核。")
            return redirect("office-bill", view.id)
    return _bill_page(request, view, form=form, of=payment_id)


_DECISIONS: Final[dict[str, tuple[Callable[..., RefundView], str]]] = {
    "approve": (actions.approve_refund, "已同意，系统会原路退回。"),
    "decline": (actions.decline_refund, "已不同意这笔退款。"),
}


@require_POST
@staff_page(Right.RECONCILE)
def decide(request: StaffRequest, refund_id: int, name: str) -> HttpResponse:
    """Agree to a refund, or not."""
    if name not in _DECISIONS:
        raise Http404
    view = _own_bill(request, queries.refund(refund_id).bill_id)
    action, done = _DECISIONS[name]
    try:
        action(refund_id, by=request.actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, done)
    return redirect("office-bill", view.id)
