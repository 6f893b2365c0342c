"""The last seven days as a chart: services done as bars, the mean wait as a line."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yimen.insights import queries as insights
from yimen.insights.queries import Part
from yimen.insights.rules.figures import FIGURES, read
from yimen.insights.rules.measures import Scope
from yimen.support.charts import DARK, Spec, svg

#: Quieter than the line in front of them.
_BARS: Final = "#2b5fae"
_CHANNELS: Final = ("window_cases", "terminal_cases", "online_cases")


@dataclass(frozen=True)
class WeekChart:
    """The same chart for a wall of 16 to 9 and for one twice as wide."""

    usual: SafeString
    wide: SafeString


def week_chart(scope: Scope) -> WeekChart | None:
    """The chart; None where the days have nothing."""
    found = insights.cells_by(scope, Part.DAY)
    if not found:
        return None
    points: list[dict[str, Any]] = []
    day = scope.period.first
    while day <= scope.period.last:
        cells = found.get((day,), [])
        wait = read(FIGURES["mean_wait_excl_tax_min"], cells).value
        points.append(
            {
                "day": f"{day.month}/{day.day}",
                "order": day.isoformat(),
                "done": sum(read(FIGURES[key], cells).value or 0 for key in _CHANNELS),
                "wait": None if wait is None else round(wait, 1),
            }
        )
        day += timedelta(days=1)
    return WeekChart(
        svg(_spec(points, width=460, height=210), DARK, size=17),
        svg(_spec(points, width=740, height=210), DARK, size=17),
    )


def _spec(points: list[dict[str, Any]], *, width: int, height: int) -> Spec:
    top = max((point["wait"] or 0 for point in points), default=0) or 1
    x = {
        "field": "day",
        "type": "ordinal",
        "sort": {"field": "order"},
        "title": None,
        "axis": {"labelAngle": 0, "grid": False, "domain": False},
    }
    done = {
        "field": "done",
        "type": "quantitative",
        "title": None,
        "axis": {"tickCount": 3, "domain": False, "format": ",d"},
    }
    wait = {
        "field": "wait",
        "type": "quantitative",
        "axis": None,
        "scale": {"zero": True, "nice": False, "domainMax": top * 1.25},
    }
    return {
        "width": width,
        "height": height,
        "data": {"values": points},
        "layer": [
            {
                "mark": {
                    "type": "bar",
                    "color": _BARS,
                    "cornerRadiusEnd": 4,
                    "width": {"band": 0.5},
                },
                "encoding": {"x": x, "y": done},
            },
            {
                "layer": [
                    {
                        "mark": {
                            "type": "line",
                            "color": DARK.warm,
                            "strokeWidth": 3,
                            "point": {"color": DARK.warm, "size": 60},
                        }
                    },
                    {
                        "mark": {"type": "text", "color": DARK.warm, "dy": -15, "fontSize": 17},
                        "encoding": {"text": {"field": "wait", "format": ".1f"}},
                    },
                ],
                "encoding": {"x": x, "y": wait},
            },
        ],
        "resolve": {"scale": {"y": "independent"}},
        "description": _("最近七天办结件数和平均等候"),
    }
