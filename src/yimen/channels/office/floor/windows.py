"""Windows: the list, one window's people, skills and planned hours."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import words
from yimen.channels.office.floor.forms import HoursForm, PauseForm, SkillsForm
from yimen.channels.office.frame import page
from yimen.channels.office.tables import Column, arrange
from yimen.reference.centres.errors import WindowNotFound
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Right
from yimen.services.hall import actions, queries
from yimen.services.hall.actions.plans import plan_window
from yimen.services.hall.queries import DutyView
from yimen.services.hall.queries import today as hall_today
from yimen.services.hall.rules.states import Duty, PauseReason


@dataclass(frozen=True)
class Row:
    """One window in the list."""

    duty: DutyView
    staff: str
    kind: str
    state: str
    pause: str
    home: str
    others: int


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to."""

    area: str
    state: str
    kind: str
    queue: str

    def match(self, duty: DutyView) -> bool:
        return (
            self.area in ("", duty.area)
            and self.state in ("", duty.state.value)
            and self.kind in ("", duty.kind)
            and (not self.queue or self.queue in duty.queues)
        )


@require_safe
@staff_page(Right.RUN_HALL)
def index(request: StaffRequest) -> HttpResponse:
    """All windows, by area, state and kind."""
    duties = queries.duties(request.centre_id)
    filters = Filters(*(request.GET.get(name, "") for name in ("area", "state", "kind", "queue")))
    names = {view.code: view.name for view in queries.queues(request.centre_id).values()}
    numbers = {staff.id: staff.username for staff in people.staff_list()}
    rows = [_row(duty, names, numbers) for duty in duties if filters.match(duty)]
    columns: dict[str, Column[Row]] = {
        "number": Column("窗口", lambda row: row.duty.window),
        "area": Column("区域", lambda row: (row.duty.area, row.duty.window)),
        "kind": Column("类型", lambda row: (row.duty.kind, row.duty.window)),
        "state": Column("状态", lambda row: (row.duty.state.value, row.duty.window)),
        "since": Column("自", lambda row: str(row.duty.since or "")),
        "staff": Column("工号", lambda row: (not row.staff, row.staff)),
        "home": Column("主办业务", lambda row: (row.home, row.duty.window)),
    }
    heads, rows = arrange(request, columns, rows)
    context = {
        "heads": heads,
        "rows": rows,
        "total": len(duties),
        "filters": filters,
        "areas": sorted({duty.area for duty in duties}),
        "states": words.DUTIES,
        "kinds": words.WINDOW_KINDS,
        "queues": names,
        "sort": request.GET.get("sort", ""),
    }
    return page(request, "office/windows.html", context, here="windows")


def _row(duty: DutyView, names: dict[str, str], numbers: dict[int, str]) -> Row:
    return Row(
        duty=duty,
        staff=numbers.get(duty.staff_id or 0, ""),
        kind=words.WINDOW_KINDS.get(duty.kind, duty.kind),
        state=words.DUTIES[duty.state.value],
        pause=words.PAUSES.get(duty.pause_reason, duty.pause_reason),
        home=names.get(duty.queues[0], "") if duty.queues else "",
        others=max(0, len(duty.queues) - 1),
    )


@require_safe
@staff_page(Right.RUN_HALL)
def window(request: StaffRequest, window_id: int) -> HttpResponse:
    """One window."""
    return _window_page(request, _own(request, window_id))


@require_POST
@staff_page(Right.RUN_HALL)
def duty(request: StaffRequest, window_id: int) -> HttpResponse:
    """Pause, resume or log out for a colleague."""
    _own(request, window_id)
    centre_id, by, at = request.centre_id, request.actor, timezone.now()
    act = request.POST.get("act", "")
    if act == "pause":
        form = PauseForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else PauseReason.OTHER.value
        actions.pause(window_id, PauseReason(reason), centre_id=centre_id, by=by, at=at)
        messages.success(request, "窗口已暂停。")
    elif act == "resume":
        actions.resume_duty(window_id, centre_id=centre_id, by=by, at=at)
        messages.success(request, "窗口已恢复叫号。")
    elif act == "log_out":
        actions.log_out(window_id, centre_id=centre_id, by=by, at=at)
        messages.success(request, "已签退，窗口关闭。")
    return redirect("office-window", window_id)


@require_POST
@staff_page(Right.RUN_HALL)
def skills(request: StaffRequest, window_id: int) -> HttpResponse:
    """Let the window call other queues, at once."""
    view = _own(request, window_id)
    form = SkillsForm(_queue_choices(request), request.POST)
    if not form.is_valid():
        return _window_page(request, view, skills_form=form)
    actions.set_skills(
        window_id,
        form.codes(),
        centre_id=request.centre_id,
        by=request.actor,
        at=timezone.now(),
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, "业务已调整，下一次叫号起生效。")
    return redirect("office-window", window_id)


@require_POST
@staff_page(Right.RUN_HALL)
def hours(request: StaffRequest, window_id: int) -> HttpResponse:
    """Plan when the window is staffed."""
    view = _own(request, window_id)
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _window_page(request, view, hours_form=form)
    plan_window(
        window_id,
        form.intervals(),
        centre_id=request.centre_id,
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, "排班已保存。")
    return redirect("office-window", window_id)


def _own(request: StaffRequest, window_id: int) -> DutyView:
    if window_id not in queries.window_places(request.centre_id):
        raise WindowNotFound(window_id=window_id)
    return queries.duty(window_id)


def _window_page(
    request: StaffRequest,
    view: DutyView,
    *,
    skills_form: SkillsForm | None = None,
    hours_form: HoursForm | None = None,
) -> HttpResponse:
    day = queries.business_day(request.centre_id, timezone.now())
    names = {queue.code: queue.name for queue in queries.queues(request.centre_id).values()}
    plans = hall_today.planned_hours(request.centre_id).get(view.window_id, ())
    served, mean = queries.window_today(view.window_id, day)
    staff = people.staff(view.staff_id) if view.staff_id else None
    home, *others = view.queues or ("",)
    context = {
        "duty": view,
        "state": words.DUTIES[view.state.value],
        "kind": words.WINDOW_KINDS.get(view.kind, view.kind),
        "pause": words.PAUSES.get(view.pause_reason, ""),
        "staff": staff.username if staff else "",
        "present": queries.at_window(view.window_id),
        "served": served,
        "mean": mean,
        "queues": [names.get(code, code) for code in view.queues],
        "plans": plans,
        "skills_form": skills_form
        or SkillsForm(_queue_choices(request), initial={"home": home, "others": others}),
        "hours_form": hours_form or HoursForm.showing(plans),
        "pause_form": PauseForm(),
        "is_open": view.state is Duty.OPEN,
        "is_paused": view.state is Duty.PAUSED,
    }
    wrong = skills_form is not None or hours_form is not None
    return page(
        request, "office/window.html", context, here="windows", status=422 if wrong else 200
    )


def _queue_choices(request: StaffRequest) -> list[tuple[str, str]]:
    return [(view.code, view.name) for view in queries.queues(request.centre_id).values()]
