"""The receipt's page: what was taken in, and what it costs: settled, paid by code, receipted."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.desk.intake import later
from yimen.channels.desk.intake.picture import draw
from yimen.channels.desk.intake.views import of_case
from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.channels.doorway import notices
from yimen.channels.doorway.bills import of_case as bill_of
from yimen.channels.doorway.bills import scanned
from yimen.channels.doorway.codes import barcode_svg, qr_svg
from yimen.channels.doorway.phrases import sentence
from yimen.journeys import bills
from yimen.kernel.errors import DomainError
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.progress import query_code
from yimen.services.cases.queries.views import CaseView
from yimen.services.hall import queries as hall
from yimen.services.payments import actions, queries
from yimen.services.payments.rules.bills import amount


@require_safe
@never_cache
@of_case
def receipt(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """The receipt: number, query code, papers with their barcodes, and back to the line."""
    address = settings.PUBLIC_URL or request.build_absolute_uri("/")
    progress_url = f"{address.rstrip('/')}/progress?no={case.number}"
    context = draw(seat, case) | {
        "code": query_code(case.id),
        "papers": [(paper, barcode_svg(paper.barcode)) for paper in papers.papers_of(case.id)],
        "notices": notices.lines(case.id),
        "later": later.drawn(case),
        "progress_url": progress_url,
        "qr": qr_svg(progress_url, label="查进度"),
        **_costs(request, seat, case),
    }
    return render(request, "desk/intake/receipt.html", context)


def _costs(request: SeatedRequest, seat: Seat, case: CaseView) -> dict[str, Any]:
    """What the receipt's page shows of money."""
    costs = bill_of(case)
    context: dict[str, Any] = {"costs": costs, "number": seat.window.number, "case": case}
    if costs is None or costs.bill is None or not costs.is_due:
        return context
    payment = queries.shown_payment(costs.bill.id, at=timezone.now())
    present = hall.at_window(seat.window.id)
    context["on_screen"] = present is not None and present.id == case.ticket_id
    if payment is not None:
        context |= {
            "payment": payment,
            "pay_qr": qr_svg(scanned(request, payment), label="缴款二维码"),
        }
    return context


@require_safe
@never_cache
@of_case
def bill(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """The living part of the receipt's page: asked for again until it is paid."""
    context = _costs(request, seat, case) | {"is_part": True}
    return render(request, "desk/intake/receipt.html#paying", context)


@require_POST
@of_case
def settle(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """Amounts within their ranges; then the bill is made."""
    said = {
        fee.name: amount(request.POST.get(f"fee-{place}", ""))
        for place, fee in enumerate(bills.owed_by(case).open)
    }
    amounts = {name: fen for name, fen in said.items() if fen is not None}
    try:
        bills.raise_for(case.id, by=seat.actor, at=timezone.now(), amounts=amounts)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return _back(seat, case)


@require_POST
@of_case
def show(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """The QR code, here and on the second screen of whoever is served with this case."""
    found = bills.bill_of(case.id)
    if found is not None:
        try:
            actions.start_payment(found.id, by=seat.actor, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
    return _back(seat, case)


def _back(seat: Seat, case: CaseView) -> HttpResponse:
    return redirect("desk-receipt", number=seat.window.number, public_id=case.public_id)
