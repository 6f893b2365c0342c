"""Queues: whether they give numbers, how many, until when."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.floor.forms import QueueForm
from yimen.channels.office.frame import page, sent
from yimen.channels.office.tables import Column, arrange
from yimen.reference.people.rules import Right
from yimen.services.hall import actions, queries
from yimen.services.hall.queries import LineView


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    q: str
    accepting: str

    def match(self, line: LineView) -> bool:
        queue = line.queue
        words = f"{queue.name} {queue.code} {queue.prefix} {queue.department}".lower()
        return self.q.lower() in words and self.accepting in ("", "1" if queue.accepting else "0")


@require_safe
@staff_page(Right.RUN_HALL)
def index(request: StaffRequest) -> HttpResponse:
    """All queues with their lines."""
    day = queries.business_day(request.centre_id, timezone.now())
    lines = queries.lines(request.centre_id, day)
    filters = Filters(request.GET.get("q", "").strip(), request.GET.get("accepting", ""))
    columns: dict[str, Column[LineView]] = {
        "prefix": Column("字头", lambda line: line.queue.prefix),
        "name": Column("业务", lambda line: line.queue.code),
        "department": Column("部门", lambda line: line.queue.department_id),
        "area": Column("区域", lambda line: line.queue.area),
        "waiting": Column("等候", lambda line: line.waiting, number=True, falling=True),
        "windows": Column("开放窗口", lambda line: line.open_windows, number=True, falling=True),
        "state": Column("取号", lambda line: line.queue.accepting),
        "quota": Column("每日限号", lambda line: line.queue.quota or 10**6, number=True),
        "last": Column("停止取号", lambda line: str(line.queue.last_ticket_at or "")),
    }
    heads, rows = arrange(request, columns, [line for line in lines if filters.match(line)])
    context = {
        "heads": heads,
        "rows": rows,
        "total": len(lines),
        "filters": filters,
        "sort": request.GET.get("sort", ""),
    }
    return page(request, "office/queues.html", context, here="queues")


@require_http_methods(["GET", "POST"])
@staff_page(Right.RUN_HALL)
def queue(request: StaffRequest, code: str) -> HttpResponse:
    """One queue's settings."""
    view = queries.queue(request.centre_id, code)
    initial = {
        "accepting": view.accepting,
        "quota": view.quota,
        "last_ticket_at": view.last_ticket_at,
    }
    form = QueueForm(sent(request), initial=initial)
    if form.is_valid():
        actions.set_queue(
            request.centre_id,
            code,
            by=request.actor,
            at=timezone.now(),
            accepting=form.cleaned_data["accepting"],
            quota=form.cleaned_data["quota"],
            last_ticket_at=form.cleaned_data["last_ticket_at"],
        )
        messages.success(request, f"{view.name} 已保存，两秒内生效。")
        return redirect("office-queues")
    return page(
        request,
        "office/queue.html",
        {"queue": view, "form": form},
        here="queues",
        status=422 if form.errors else 200,
    )
