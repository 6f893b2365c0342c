"""The list of repairs with clocks and rates; one repair with its record, days and next steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway.codes import qr_svg
from yimen.channels.doorway.phrases import REPAIR_STAGES, REPAIR_STEPS, sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page
from yimen.channels.office.repairs.forms import ANSWERS, GROUNDS, STEPS, form_of, offers, take
from yimen.channels.office.today import Figure
from yimen.kernel.errors import DomainError, Kind
from yimen.reference.centres import queries as centres
from yimen.reference.people import queries as people
from yimen.reference.people.errors import StaffNotFound
from yimen.reference.people.rules import Right
from yimen.services.feedback import queries
from yimen.services.feedback.errors import OwnRating, RepairNotFound
from yimen.services.feedback.queries import RepairView, StepView
from yimen.services.feedback.rules import GRADES, REASONS
from yimen.services.feedback.rules.rates import rates
from yimen.services.feedback.rules.repair import State, feedback_days
from yimen.services.hall import queries as hall
from yimen.services.hall.errors import TicketNotFound
from yimen.support.writing import percent, whole

_PERIOD: Final = timedelta(days=30)
_FILTERS: Final[Mapping[str, str]] = {"": "未办结", **REPAIR_STAGES}


@dataclass(frozen=True)
class Row:
    """One repair in the list."""

    id: int
    at: datetime
    window: int
    stars: int
    grade: str
    stage: str
    due: date | None
    overdue: bool
    over: bool
    second: int | None
    waits_for_me: bool


@dataclass(frozen=True)
class Entry:
    """One line of a repair's record, in words."""

    at: datetime
    what: str
    who: str
    text: str
    note: str


@require_safe
@staff_page(Right.READ_RATINGS)
def index(request: StaffRequest) -> HttpResponse:
    """Repairs by state, those with the nearest end first, and the rates of thirty days."""
    today = hall.business_day(request.centre_id, timezone.now())
    asked = request.GET.get("state", "")
    states = [State(asked)] if asked in set(State) else []
    views = [
        view
        for view in queries.repairs(request.centre_id, states=states)
        if view.rated_id != request.actor.id
    ]
    places = hall.window_places(request.centre_id)
    rows = [
        Row(
            view.id, view.opened_at,
            places[view.window_id].number if view.window_id in places else 0,
            view.stars, GRADES[view.stars], REPAIR_STAGES[view.state.value],
            view.due, view.overdue(today), view.over, view.second_stars,
            bool(offers(view, request.actor, {})),
        )
        for view in views
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.due or date.max, row.at))
    context = {
        "rows": rows,
        "filters": _FILTERS.items(),
        "state": asked,
        "today": today,
        "figures": _figures(request, today, rows if not states else None),
    }
    return page(request, "office/repairs.html", context, here="repairs")


@require_safe
@staff_page(Right.READ_RATINGS)
def repair(request: StaffRequest, repair_id: int) -> HttpResponse:
    """One repair."""
    return _detail(request, _readable(request, repair_id))


@never_cache
@require_POST
@staff_page(Right.READ_RATINGS)
def step(request: StaffRequest, repair_id: int, name: str) -> HttpResponse:
    """Take a step; back to the repair, or its page with what is wrong."""
    if name not in STEPS:
        raise Http404
    view = _readable(request, repair_id)
    form = form_of(name, request.POST)
    if form.is_valid():
        try:
            token = take(name, repair_id, form, by=request.actor, at=timezone.now())
        except DomainError as refusal:
            if refusal.kind is Kind.FORBIDDEN:
                raise
            form.add_error(None, sentence(refusal))
        else:
            if token:
                return _address(request, view, token)
            messages.success(request, f"“{REPAIR_STEPS.get(name, '审核')}”已记录。")
            return redirect("office-repair", repair_id)
    return _detail(request, queries.repair(view.id), {name: form})


def _address(request: StaffRequest, view: RepairView, token: str) -> HttpResponse:
    """The rater's address, shown this once: to be sent, read out, or scanned."""
    path = reverse("rating-again", args=[token])
    known = settings.PUBLIC_URL
    address = f"{known}{path}" if known else request.build_absolute_uri(path)
    seen = queries.second(token, at=timezone.now())
    context = {
        "repair": view,
        "address": address,
        "code": qr_svg(address, label="评价整改结果的二维码"),
        "until": seen.expires_at if seen else None,
    }
    return page(request, "office/repair_address.html", context, here="repairs")


def _readable(request: StaffRequest, repair_id: int) -> RepairView:
    """The repair, for anybody who may read ratings there but the rated person.

    Raises:
        RepairNotFound: there is none, or it belongs to another centre.
        OwnRating: it is about the reader.
    """
    view = queries.repair(repair_id)
    if not request.actor.may(Right.READ_RATINGS, centre_id=view.centre_id):
        raise RepairNotFound
    if view.rated_id == request.actor.id:
        raise OwnRating
    return view


def _detail(
    request: StaffRequest, view: RepairView, sent: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    today = hall.business_day(view.centre_id, timezone.now())
    place = hall.window_places(view.centre_id).get(view.window_id)
    offered = offers(view, request.actor, sent or {})
    # A form that was refused because a colleague was faster is no longer offered; say why above.
    lost = [form for name, form in (sent or {}).items() if name not in {o.name for o in offered}]
    context = {
        "repair": view,
        "stage": REPAIR_STAGES[view.state.value],
        "grade": GRADES[view.stars],
        "reasons": [REASONS[view.stars].get(code, str(code)) for code in view.reasons],
        "window": place.number if place else 0,
        "ticket": _ticket(view.ticket_id),
        "rated": _number(view.rated_id),
        "handler": _number(view.handler_id),
        "overdue": view.overdue(today),
        "entries": [_entry(line) for line in queries.steps(view.id)],
        "running": feedback_days(view.clock, centres.legal_calendar(view.calendar_version)),
        "offers": offered,
        "lost": lost,
    }
    status = 422 if sent else 200
    return page(request, "office/repair.html", context, here="repairs", status=status)


def _ticket(ticket_id: int) -> str:
    try:
        return hall.ticket(ticket_id).number
    except TicketNotFound:
        return ""


def _number(staff_id: int | None) -> str:
    if staff_id is None:
        return ""
    try:
        return people.staff(staff_id).username
    except StaffNotFound:
        return ""


def _entry(line: StepView) -> Entry:
    known = {"citizen": "评价人", "house": "系统"}
    who = known.get(line.by, f"工号 {line.by}")
    return Entry(line.at, REPAIR_STEPS.get(line.step, line.step), who, line.text, _facts(line))


def _facts(line: StepView) -> str:
    facts = line.facts
    said = []
    if "reached" in facts:
        said.append("已联系上" if facts["reached"] else "没有联系上")
    if "kind" in facts:
        said.append(ANSWERS[str(facts["kind"])])
    if "ground" in facts:
        said.append(GROUNDS[str(facts["ground"])])
    if "stars" in facts:
        said.append(f"{facts['stars']} 星 {GRADES[int(str(facts['stars']))]}")
    if "calendar" in facts:
        said.append(f"日历第 {facts['calendar']} 版")
    return "，".join(said)


def _figures(request: StaffRequest, today: date, open_rows: list[Row] | None) -> list[Figure]:
    zone = hall.centre(request.centre_id).zone
    start = datetime.combine(today - _PERIOD, time(), zone)
    end = datetime.combine(today + timedelta(days=1), time(), zone)
    tally = queries.tally_between(request.centre_id, start, end, today=today)
    own, ruled = rates(tally), rates(tally, with_defaults=True)
    late = sum(row.overdue for row in open_rows or [])
    waiting = [] if open_rows is None else [
        Figure("未办结", whole(len(open_rows)), "件", f"超期 {late} 件",
               "还没有办结、也没有因申诉不计入的差评。", alarm=late > 0),
    ]  # fmt: skip
    return [
        *waiting,
        Figure("差评整改率", _share(own.repaired), "",
               f"{whole(tally.repaired_in_time)} ÷ {whole(tally.repairs_due)}",
               "近 30 天：按期反馈的差评 ÷ 已反馈或已到期的差评。"),
        Figure("实名差评回访率", _share(own.called_back), "",
               f"{whole(tally.called_back)} ÷ {whole(tally.named_bad)}",
               "近 30 天：已回访的实名差评 ÷ 已反馈的实名差评。"),
        Figure("三星及以上", _share(own.three_up, 3), "", f"共 {whole(own.base)} 次主动评价",
               "近 30 天：三星、四星、五星 ÷ 主动评价，不含按规则记的评价和不计入的评价。"),
        Figure("三星及以上（含默认）", _share(ruled.three_up, 3), "",
               f"共 {whole(ruled.base)} 次评价",
               "近 30 天：三星、四星、五星 ÷ 全部有效评价，含按规则记的基本满意。"),
    ]  # fmt: skip


def _share(share: Fraction | None, digits: int = 1) -> str:
    return "–" if share is None else percent(float(share), digits)
