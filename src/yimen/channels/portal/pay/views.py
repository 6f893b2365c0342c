"""Paying a bill: what it is for, the QR code while it is good, and the receipt afterwards.

Whoever holds the bill's address may look and pay. Looking changes nothing: the code is made when
somebody asks for it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.channels.doorway.askers import asker
from yimen.channels.doorway.bills import scanned
from yimen.channels.doorway.codes import qr_svg
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.streams import stream_url
from yimen.channels.doorway.who import citizen
from yimen.channels.portal.pay.words import said
from yimen.journeys import verifying
from yimen.services.payments import actions, queries
from yimen.services.payments.errors import (
    BillNotOpen,
    GatewayUnavailable,
    NoGateway,
    ReceiptNotFound,
)
from yimen.services.payments.rules.states import BillState
from yimen.support.guessing import TooManyGuesses


@never_cache
@require_safe
def cashier(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page; htmx asks for its living part alone."""
    bill = queries.bill_by_public_id(public_id)
    is_open = bill.state is BillState.OPEN
    shown = queries.shown_payment(bill.id, at=timezone.now()) if is_open else None
    context: dict[str, Any] = {
        "bill": bill,
        "payment": shown,
        "is_open": is_open,
        "said": said(bill, queries.payments_of(bill.id), showing=shown is not None),
        "receipt": queries.receipt(bill.id),
        "refunds": queries.refunds_of(bill.id),
    }
    if shown is not None:
        text = scanned(request, shown)
        context |= {
            "qr": qr_svg(text, label=_("缴款二维码")),
            "pay_url": text if text.startswith(("http://", "https://")) else "",
        }
    if request.headers.get("HX-Request"):
        return render(request, "portal/pay/cashier.html#paying", context)
    context["live"] = stream_url(request, [f"bill:{public_id}"])
    return render(request, "portal/pay/cashier.html", context)


@never_cache
@require_POST
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for a QR code. A second press shows the same one."""
    bill = queries.bill_by_public_id(public_id)
    try:
        actions.start_payment(bill.id, by=citizen(public_id), at=timezone.now())
    except BillNotOpen:
        return redirect("pay", public_id)  # the page says how it stands
    except (GatewayUnavailable, NoGateway) as refusal:
        messages.error(request, sentence(refusal))
    return redirect("pay", public_id)


@never_cache
@require_safe
def receipt(request: HttpRequest, public_id: str) -> HttpResponse:
    """The non-tax receipt, to be printed."""
    found = queries.receipt(queries.bill_by_public_id(public_id).id)
    if found is None:
        raise ReceiptNotFound
    context = {
        "receipt": found,
        "bill": found.bill,
        "check_url": request.build_absolute_uri(reverse("pay-check")),
    }
    return render(request, "portal/pay/receipt.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Whether a receipt is real, for whoever holds its paper. The code stands in no address."""
    number = request.POST.get("number", "").strip()[:20]
    context: dict[str, Any] = {"number": number, "back_url": reverse("portal-home")}
    status = 200
    if request.method == "POST":
        try:
            context["receipt"] = verifying.receipt(
                number,
                request.POST.get("code", "").strip()[:6],
                asker=asker(request),
                at=timezone.now(),
            )
        except (ReceiptNotFound, TooManyGuesses) as refusal:
            context["refusal"], status = sentence(refusal), 422
    return render(request, "portal/pay/check.html", context, status=status)
