"""What a window prints or looks at of a case: labels of its papers, notices, files."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.desk.intake.occasions import SAY_WHY, occasion
from yimen.channels.desk.intake.views import of_case
from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.channels.doorway import notices
from yimen.channels.doorway.downloads import file_response
from yimen.kernel.documents import Label
from yimen.services.cases.actions import attending, drawing
from yimen.services.cases.errors import NoticeNotFound, ReasonNeeded
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.notices import notice_by_code
from yimen.services.cases.queries.views import CaseView
from yimen.support.paper import pdf


@require_safe
@never_cache
@of_case
def labels(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """A barcode label for each paper that stays, as PDF for the 80 mm printer."""
    wanted = [
        Label(title=paper.name, barcode=paper.barcode, lines=(case.item_name, case.number))
        for paper in papers.papers_of(case.id)
    ]
    return HttpResponse(pdf.labels(wanted), content_type="application/pdf")


@require_safe
@never_cache
@of_case
def notice(request: SeatedRequest, seat: Seat, case: CaseView, code: str) -> HttpResponseBase:
    """A notice of this case, to be printed for the citizen; the look is on record."""
    told = notice_by_code(code)
    if told.case_id != case.id:
        raise NoticeNotFound
    content = drawing.open_notice(told.id, by=seat.actor, at=timezone.now())
    return notices.notice_response(told, content)


@require_safe
@never_cache
@of_case
def file(request: SeatedRequest, seat: Seat, case: CaseView, file_id: str) -> HttpResponseBase:
    """A file of this case or its signature; the look is on record."""
    try:
        attending.open_file(case.id, file_id, occasion(seat), by=seat.actor, at=seat.at)
    except ReasonNeeded:
        messages.error(request, SAY_WHY)
        return redirect("desk-case", number=seat.window.number, public_id=case.public_id)
    return file_response(file_id)
