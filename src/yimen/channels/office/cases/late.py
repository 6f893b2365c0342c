"""Who will be late: overdue, due today or next, and what the present speed makes of the rest."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.cases.inbox import BEHIND
from yimen.channels.office.cases.who import departments_of, name_of, names
from yimen.channels.office.cases.words import BASES
from yimen.channels.office.frame import page
from yimen.reference.people.rules import Right
from yimen.services.cases.queries.forecast import LateForecast, LateView, forecast_late

#: Working days looked ahead, as the page offers them.
_AHEAD: Final = (1, 3, 5)


@never_cache
@require_safe
@staff_page(Right.READ_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """The forecast of one department with what it rests on."""
    mine = departments_of(request.actor, *BEHIND, Right.SUPERVISE_CASES)
    asked = request.GET.get("department", "")
    chosen = next((each for each in mine if str(each) == asked), next(iter(mine), None))
    days = request.GET.get("ahead", "")
    ahead = int(days) if days in {str(each) for each in _AHEAD} else _AHEAD[0]
    context: dict[str, Any] = {
        "departments": mine,
        "chosen": chosen,
        "ahead": ahead,
        "offered": _AHEAD,
    }
    if chosen is not None:
        found = forecast_late(chosen, timezone.localdate(), ahead=ahead)
        context |= {"forecast": found, "rows": _rows(found)}
    return page(request, "office/cases/late.html", context, here="cases-late")


def _rows(found: LateForecast) -> list[dict[str, Any]]:
    known = names(late.staff_id for late in found.late)
    return [
        {
            "view": late,
            "who": name_of(late.staff_id, known) or "还没有人认领",
            "need": _need(late),
        }
        for late in found.late
    ]


def _need(late: LateView) -> str:
    return "，".join(
        f"{name} {days:g} 天（{BASES[basis]}）" for name, days, basis in late.need.steps
    )
