"""The charts of a figures page: a figure over time, and when in the week it is high."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from yimen.insights import queries
from yimen.insights.queries import Part
from yimen.insights.rules.figures import UNITS, Figure, Unit, read
from yimen.insights.rules.measures import Cell, Period, Scope
from yimen.support.charts import LIGHT, Spec, Theme

WEEKDAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS_BY_DAY: Final = 45
_DAYS_BY_WEEK: Final = 400
STEPS: Final = {Part.DAY: "按日", Part.WEEK: "按周", Part.MONTH: "按月"}


def step_for(period: Period) -> Part:
    """Days, weeks or months, so that a trend has some thirty points."""
    if period.days <= _DAYS_BY_DAY:
        return Part.DAY
    return Part.WEEK if period.days <= _DAYS_BY_WEEK else Part.MONTH


def trend_of(scope: Scope, figure: Figure, step: Part) -> list[dict[str, Any]]:
    """The figure's points over time; a point without anything to count has no value."""
    found: Mapping[tuple[Any, ...], Sequence[Cell]] = queries.cells_by(scope, step)
    points = []
    for (day,), cells in sorted(found.items()):
        value = read(figure, cells).value
        points.append({"day": _iso(day), "value": _scaled(figure, value)})
    return points


def trend(
    points: list[dict[str, Any]], figure: Figure, *, width: int, theme: Theme = LIGHT
) -> Spec:
    """A line with its last value written beside it."""
    shares = figure.unit is Unit.SHARE
    known = [point for point in points if point["value"] is not None]
    label = _label(figure)
    x = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%-m月%-d日", "grid": False, "labelOverlap": True, "tickCount": 6},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": label,
        "scale": {"zero": not shares, "nice": True},
        "axis": {
            "tickCount": 4,
            "domain": False,
            "titleAngle": 0,
            "titleAnchor": "end",
            "titleAlign": "right",
            "titleX": -8,
            "titleY": -12,
        },
    }
    last = known[-1:] if known else []
    layers: list[dict[str, Any]] = [
        {
            "mark": {
                "type": "line",
                "color": theme.blue,
                "strokeWidth": 2.5,
                "interpolate": "linear",
            },
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": last},
            "mark": {
                "type": "point",
                "filled": True,
                "size": 70,
                "color": theme.blue,
                "opacity": 1,
            },
            "encoding": {"x": x, "y": y},
        },
    ]
    if len(known) <= 2:
        layers[0]["mark"]["point"] = {"color": theme.blue, "size": 60}
    return {"width": width, "height": 190, "data": {"values": known}, "layer": layers}


def heat_of(scope: Scope, figure: Figure) -> list[dict[str, Any]]:
    """The figure by weekday and hour of taking a number."""
    cells = []
    for (weekday, hour), found in queries.cells_by(scope, Part.WEEKDAY, Part.HOUR).items():
        value = read(figure, found).value
        if value is not None:
            cells.append(
                {"weekday": WEEKDAYS[weekday - 1], "hour": f"{hour}:00", "order": hour,
                 "place": weekday, "value": _scaled(figure, value)}
            )  # fmt: skip
    return cells


def heat(cells: list[dict[str, Any]], figure: Figure, *, width: int, theme: Theme = LIGHT) -> Spec:
    """Weekdays down, hours across, darker where the figure is higher; each cell says its value."""
    top = max((cell["value"] for cell in cells), default=0)
    low = min((cell["value"] for cell in cells), default=0) * 0.9
    x = {
        "field": "hour",
        "type": "ordinal",
        "sort": {"field": "order"},
        "title": None,
        "axis": {"labelAngle": 0, "domain": False, "orient": "bottom"},
        "scale": {"paddingInner": 0.06},
    }
    y = {
        "field": "weekday",
        "type": "ordinal",
        "sort": {"field": "place"},
        "title": None,
        "axis": {"domain": False},
        "scale": {"paddingInner": 0.1},
    }
    colour = {
        "field": "value",
        "type": "quantitative",
        "legend": None,
        "scale": {"range": list(theme.heat), "domain": [low, max(top, low + 0.1)]},
    }
    words = {
        "mark": {"type": "text", "fontSize": 11},
        "encoding": {
            "x": x,
            "y": y,
            "text": {"field": "value", "type": "quantitative", "format": _format(figure, top)},
            "color": {
                "condition": {
                    "test": f"datum.value > {low + (top - low) * 0.5}",
                    "value": "#ffffff",
                },
                "value": theme.ink,
            },
        },
    }
    boxes = {
        "mark": {"type": "rect", "cornerRadius": 3},
        "encoding": {"x": x, "y": y, "color": colour},
    }
    return {"width": width, "height": 190, "data": {"values": cells}, "layer": [boxes, words]}


def _format(figure: Figure, top: float) -> str:
    if figure.unit in (Unit.MINUTES, Unit.SHARE):
        return ".1f" if top < 100 else ".0f"
    return ",.0f"


def _label(figure: Figure) -> str:
    return "%" if figure.unit is Unit.SHARE else UNITS[figure.unit]


def _scaled(figure: Figure, value: float | None) -> float | None:
    if value is None:
        return None
    return round(value * 100, 4) if figure.unit is Unit.SHARE else round(value, 4)


def _iso(day: date) -> str:
    # noon: no time zone moves it to another day
    return f"{day.isoformat()[:10]}T12:00:00"
