"""What was tolerated (容缺) is brought to a window: shown, kept, or scanned, as at the intake."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from yimen.channels.desk.intake.views import of_case
from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.channels.doorway.phrases import sentence
from yimen.journeys import take_in
from yimen.kernel.errors import DomainError
from yimen.services.cases.queries.cases import case as case_now
from yimen.services.cases.queries.materials import MaterialView, materials
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import Place, PlaceKind
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.states import AT_WORK, MaterialState


def awaited(case: CaseView) -> list[MaterialView]:
    """Materials to be brought later that have not come yet."""
    if not case.tolerant or case.state not in AT_WORK:
        return []
    return [
        each
        for each in materials(case.id)
        if each.need == "later" and each.state is MaterialState.PROMISED and each.way != PROMISE
    ]


def drawn(case: CaseView) -> list[dict[str, Any]]:
    """The same as the receipt's page asks for them."""
    return [
        {"view": each, "takes_files": bool({"upload", "scan"} & set(each.ways))}
        for each in awaited(case)
    ]


@require_POST
@of_case
def bring(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """Take what came: originals looked at, those that stay, and files."""
    asked = {each.key for each in awaited(case)}
    uploads = {key: sent for key in asked if (sent := request.FILES.getlist(f"files-{key}"))}
    kept = asked & set(request.POST.getlist("paper"))
    brought = (asked & set(request.POST.getlist("brought")) | kept) - set(uploads)
    by, at = seat.actor, timezone.now()
    try:
        take_in.bring_later(case.id, brought, uploads, by=by, at=at)
        if kept - set(uploads):
            here = Place(PlaceKind.WINDOW, seat.window.id)
            take_in.keep_papers(case.id, kept - set(uploads), here, by=by, at=at)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _said(case_now(case.id)))
    return redirect("desk-receipt", number=seat.window.number, public_id=case.public_id)


def _said(case: CaseView) -> str:
    if not case.tolerant:
        return "容缺的材料已经补齐。"
    left = "、".join(each.name for each in awaited(case))
    return f"已收下，还差：{left}。" if left else "已收下，文件检查通过后就算补齐。"
