"""The figures page: one view for the whole centre, a department, an item; and what is behind it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.figures import charts, shown
from yimen.channels.office.figures.period import Asked, asked, in_words, presets
from yimen.channels.office.figures.reach import bounded
from yimen.channels.office.frame import page
from yimen.insights import queries
from yimen.insights.queries import Part
from yimen.insights.queries.services import PAGE, services
from yimen.insights.rules.figures import FIGURES, Figure
from yimen.insights.rules.measures import Period, Scope
from yimen.reference.people.rules import Right
from yimen.services.hall import queries as hall
from yimen.support.charts import svg

_PARTS: Final = {
    "department": (Part.DEPARTMENT, "部门"),
    "kind": (Part.WINDOW_KIND, "窗口类型"),
    "channel": (Part.CHANNEL, "渠道"),
}
_TREND: Final = "mean_wait_excl_tax_min"
_SHOWN_ROWS: Final = 200


@require_safe
@staff_page(Right.READ_FIGURES)
def index(request: StaffRequest) -> HttpResponse:
    """Figures of a period, their trend, when in the week, and what they are made of."""
    what = what_is_asked(request)
    figure = FIGURES.get(request.GET.get("figure", ""), FIGURES[_TREND])
    return page(
        request,
        "office/figures.html",
        {
            **_head(request, what),
            "leading": shown.shown(what.scope, shown.LEADING),
            "rest": shown.shown(what.scope, shown.rest_keys()),
            **_pictures(request, what, figure),
            **_table(request, what),
        },
        here="figures",
    )


def what_is_asked(request: StaffRequest) -> Asked:
    """The scope in the address, as far as the reader may see; by default the latest thirty days.

    Raises:
        NotAllowed: a department that is not the reader's.
    """
    known = queries.span_of_history()
    today = hall.business_day(request.centre_id, timezone.now())
    last = min(known.last, today) if known else today
    first = max(known.first, _back(last, 29)) if known and known.first <= last else last
    what = asked(request.GET, default=Period(first, last))
    return replace(what, scope=bounded(what.scope, by=request.actor))


def _back(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() - days)


def _head(request: StaffRequest, what: Asked) -> dict[str, object]:
    today = hall.business_day(request.centre_id, timezone.now())
    return {
        "form": what.form,
        "scope": what.scope,
        "period": in_words(what.period),
        "presets": [
            {
                "label": preset.label,
                "url": link(request, first=preset.period.first, last=preset.period.last),
                "current": preset.period == what.period,
            }
            for preset in presets(today, queries.span_of_history())
        ],
        "crumbs": _crumbs(request, what.scope),
        "keep": [
            (name, request.GET[name])
            for name in ("department", "item", "kind", "figure", "part")
            if request.GET.get(name)
        ],
        "query": urlencode(scope_query(what.scope)),
        "empty": queries.span_of_history() is None,
    }


def _crumbs(request: HttpRequest, scope: Scope) -> list[dict[str, str]]:
    if not scope.department and not scope.window_kind:
        return []
    own = scope.within is not None and len(scope.within) == 1
    found = []
    if not own or scope.window_kind:
        label = "全部窗口" if own else "全部"
        found.append({"label": label, "url": link(request, department="", item="", kind="")})
    if scope.window_kind:
        found.append({"label": shown.KINDS.get(scope.window_kind, scope.window_kind), "url": ""})
    if scope.department:
        url = link(request, item="") if scope.item else ""
        found.append({"label": scope.department, "url": url})
    if scope.item:
        found.append({"label": scope.item, "url": ""})
    return found


def _pictures(request: StaffRequest, what: Asked, figure: Figure) -> dict[str, object]:
    wanted = request.GET.get("step", "")
    step = next((part for part in charts.STEPS if part.value == wanted), None)
    step = step or charts.step_for(what.period)
    points = charts.trend_of(what.scope, figure, step)
    heat = charts.heat_of(what.scope, figure)
    return {
        "figure": figure,
        "choices": list(FIGURES.values()),
        "step": step.value,
        "step_words": charts.STEPS[step],
        "steps": [
            {"label": label, "url": link(request, step=part.value), "current": part is step}
            for part, label in charts.STEPS.items()
        ],
        "trend": svg(charts.trend(points, figure, width=560)) if points else "",
        "heat": svg(charts.heat(heat, figure, width=560)) if heat else "",
        "points": points,
    }


def _table(request: StaffRequest, what: Asked) -> dict[str, object]:
    part, label = _PARTS.get(request.GET.get("part", ""), _PARTS["department"])
    if what.scope.department and part is Part.DEPARTMENT:
        part, label = Part.ITEM, "事项"
    rows = [] if what.scope.item and part is Part.ITEM else shown.rows(what.scope, part)
    return {
        "part": label,
        "columns": [
            {"label": shown.SHORT[key], "formula": FIGURES[key].formula} for key in shown.COLUMNS
        ],
        "rows": [
            {"name": row.name, "values": row.values, "url": _deeper(request, what, part, row.key)}
            for row in rows[:_SHOWN_ROWS]
        ],
        "row_count": len(rows),
        "tabs_of_part": [
            {
                "label": "事项" if what.scope.department and name == "department" else words,
                "url": link(request, part=name),
                "current": label == words or (label == "事项" and name == "department"),
            }
            for name, (_, words) in _PARTS.items()
        ],
    }


def _deeper(request: StaffRequest, what: Asked, part: Part, key: str) -> str:
    names: Mapping[Part, str] = {
        Part.DEPARTMENT: "department",
        Part.ITEM: "item",
        Part.WINDOW_KIND: "kind",
    }
    if part not in names or not key:
        return ""
    return link(request, part="", **{"department": what.scope.department, names[part]: key})


def link(request: HttpRequest, **changes: object) -> str:
    """This page's address with some of its words changed; empty ones are dropped."""
    words = {name: str(request.GET[name]) for name in request.GET if name != "before"}
    words |= {name: str(value) for name, value in changes.items()}
    return "?" + urlencode({name: value for name, value in words.items() if value})


def scope_query(scope: Scope) -> dict[str, Any]:
    """The words that name a scope in an address."""
    words = {
        "first": scope.period.first,
        "last": scope.period.last,
        "department": scope.department,
        "item": scope.item,
        "kind": scope.window_kind,
    }
    return {name: value for name, value in words.items() if value}


@require_safe
@staff_page(Right.READ_FIGURES)
def behind(request: StaffRequest) -> HttpResponse:
    """The services behind the figures, newest first; stars only for who may read ratings."""
    what = what_is_asked(request)
    before = request.GET.get("before", "")
    rows = services(what.scope, before=before if len(before) < 60 else "")
    more = rows[-1].cursor if len(rows) == PAGE else ""
    return page(
        request,
        "office/figures_services.html",
        {
            **_head(request, what),
            "services": rows,
            "channels": shown.CHANNELS,
            "kinds": shown.KINDS,
            "outcomes": {"done": "办结", "missed": "过号", "left": "离开"},
            "may_read_ratings": request.actor.may(Right.READ_RATINGS),
            "older": link(request, before=more) if more else "",
            "newer": link(request) if before else "",
        },
        here="figures",
    )
