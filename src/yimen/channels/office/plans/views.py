"""The plans of all floors with every window's number, and whether each window can be reached."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from yimen.channels.doorway.ways import drawing
from yimen.channels.doorway.ways.drawing import Drawing
from yimen.channels.doorway.ways.shown import entrance
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page
from yimen.reference.centres import queries as centres
from yimen.reference.centres.errors import NoWay, PlaceNotFound
from yimen.reference.centres.queries import FloorPlan, Plan
from yimen.reference.people.rules import Right


@dataclass(frozen=True)
class Reach:
    """How far the windows are from the entrance; `lost` have no way, `steep` none without steps."""

    windows: int
    farthest: int
    metres: float
    lost: tuple[int, ...]
    steep: tuple[int, ...]


@require_safe
@staff_page(Right.RUN_HALL)
def index(request: StaffRequest) -> HttpResponse:
    """One floor at a time; the first unless another is asked for."""
    plan = centres.plan(request.centre_id)
    floor = _asked(plan, request.GET.get("floor", ""))
    context = {
        "centre": centres.centre(request.centre_id),
        "floors": plan.floors,
        "floor": floor,
        "drawing": _drawn(floor),
        "reach": _reach(plan) if floor else None,
    }
    return page(request, "office/plans.html", context, here="plans")


def _drawn(floor: FloorPlan | None) -> Drawing | None:
    return drawing.numbered(floor) if floor is not None else None


def _asked(plan: Plan, level: str) -> FloorPlan | None:
    """The floor of that level; without a good one the first, None without plans."""
    drawn = [floor for floor in plan.floors if floor.shapes]
    return next(
        (floor for floor in drawn if str(floor.level) == level), drawn[0] if drawn else None
    )


def _reach(plan: Plan) -> Reach:
    lost, steep, farthest, metres = [], [], 0, 0.0
    numbers = [window.number for floor in plan.floors for window in floor.windows]
    for number in numbers:
        walked = _walked(plan.centre_id, number, step_free=False)
        if walked is None:
            lost.append(number)
        elif walked > metres:
            farthest, metres = number, walked
        if walked is not None and _walked(plan.centre_id, number, step_free=True) is None:
            steep.append(number)
    return Reach(len(numbers), farthest, metres, tuple(lost), tuple(steep))


def _walked(centre_id: int, number: int, *, step_free: bool) -> float | None:
    """Metres on foot from the entrance; None where no way leads there."""
    try:
        start, goal = entrance(centre_id), centres.place_of_window(centre_id, number)
        return centres.way(centre_id, start.code, goal.code, step_free=step_free).walked
    except (PlaceNotFound, NoWay):
        return None
