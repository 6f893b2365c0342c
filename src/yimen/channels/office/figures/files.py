"""Reports as pages and files."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Final

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.figures.period import in_words
from yimen.channels.office.figures.report import Report, day_report, month_report, report
from yimen.channels.office.figures.views import what_is_asked
from yimen.channels.office.frame import page
from yimen.reference.people.rules import Right
from yimen.services.hall import queries as hall
from yimen.support.charts import svg


def _maker(module: str, name: str) -> Callable[[Report], bytes]:
    """A file's maker, imported when first asked for: its libraries are heavy."""

    def make(made: Report) -> bytes:
        written: bytes = getattr(import_module(f"{__package__}.{module}"), name)(made)
        return written

    return make


_KINDS: Final[dict[str, tuple[Callable[[Report], bytes], str]]] = {
    "xlsx": (
        _maker("sheets", "as_xlsx"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": (_maker("sheets", "as_csv"), "text/csv; charset=utf-8"),
    "pdf": (_maker("paper", "as_pdf"), "application/pdf"),
}


@require_safe
@staff_page(Right.READ_FIGURES)
def export(request: StaffRequest, kind: str) -> HttpResponse:
    """The page's figures as a file."""
    what = what_is_asked(request)
    title = f"服务统计 {in_words(what.period)}"
    made = report(what.scope, title, place=_place(request), at=timezone.localtime())
    return _file(made, kind)


@require_safe
@staff_page(Right.READ_FIGURES)
def reports(request: StaffRequest) -> HttpResponse:
    """The daily or the monthly report; `as=xlsx` and `as=pdf` give it as a file."""
    kind = "month" if request.GET.get("kind") == "month" else "day"
    today = hall.business_day(request.centre_id, timezone.now())
    on = _asked(request.GET.get("on", "")) or _latest(today, kind)
    make = month_report if kind == "month" else day_report
    made = make(on, place=_place(request), at=timezone.localtime(), by=request.actor)
    if request.GET.get("as"):
        return _file(made, request.GET["as"])
    address = "?" + urlencode({"kind": kind, "on": on.isoformat()})
    context = {
        "report": made,
        "chart": svg(made.chart) if made.chart else "",
        "kind": kind,
        "on": on,
        "files": address,
    }
    return page(request, "office/figures_report.html", context, here="reports")


def _latest(today: date, kind: str) -> date:
    """Yesterday, or the month before: the last that is complete."""
    if kind == "month":
        return today.replace(day=1) - timedelta(days=1)
    return today - timedelta(days=1)


def _asked(text: str) -> date | None:
    """A day, or a month by its first."""
    return typed.day(text if len(text) > len("2020-01") else f"{text}-01")


def _place(request: StaffRequest) -> str:
    return hall.centre(request.centre_id).name if request.centre_id else "一门"


def _file(made: Report, kind: str) -> HttpResponse:
    if kind not in _KINDS:
        raise Http404
    make, content_type = _KINDS[kind]
    answer = HttpResponse(make(made), content_type=content_type)
    header = content_disposition_header(as_attachment=True, filename=f"{made.title}.{kind}")
    answer["Content-Disposition"] = header or "attachment"
    return answer
