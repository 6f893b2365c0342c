"""A report of a period: the same value for page, XLSX, CSV and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from yimen.channels.office.figures import charts, shown
from yimen.channels.office.figures.period import in_words
from yimen.channels.office.figures.reach import bounded
from yimen.channels.office.figures.shown import Row, Shown
from yimen.insights.queries import Part
from yimen.insights.rules.figures import FIGURES
from yimen.insights.rules.measures import Period, Scope
from yimen.reference.people.rules import Actor
from yimen.support.charts import Spec

_CHART: Final = "mean_wait_excl_tax_min"
_WIDTH: Final = 900


@dataclass(frozen=True)
class Report:
    """Everything a reader of a report sees."""

    title: str
    place: str
    days: str
    made: str
    figures: Sequence[Shown]
    part: str
    columns: Sequence[str]
    rows: Sequence[Row]
    #: None where a trend would be one point.
    chart: Spec | None
    chart_title: str


def day_report(day: date, *, place: str, at: datetime, by: Actor) -> Report:
    """The daily report (日报) of what `by` may read."""
    scope = bounded(Scope(Period(day, day)), by=by)
    return report(scope, f"服务日报 {day.isoformat()}", place=place, at=at)


def month_report(month: date, *, place: str, at: datetime, by: Actor) -> Report:
    """The monthly report (月报) of the month `month` is in, of what `by` may read."""
    scope = bounded(Scope(Period.month(month)), by=by)
    title = f"服务月报 {month.year}年{month.month}月"
    return report(scope, title, place=place, at=at)


def report(scope: Scope, title: str, *, place: str, at: datetime) -> Report:
    """The report of any scope; of a department it lists items."""
    part, label = (Part.ITEM, "事项") if scope.department else (Part.DEPARTMENT, "部门")
    figure = FIGURES[_CHART]
    step = charts.step_for(scope.period)
    points = charts.trend_of(scope, figure, step)
    return Report(
        title=title,
        place=" ".join(word for word in (place, scope.department, scope.item) if word),
        days=in_words(scope.period),
        made=at.strftime("%Y-%m-%d %H:%M "),
        figures=shown.shown(scope, shown.all_keys()),
        part=label,
        columns=(label, *(shown.SHORT[key] for key in shown.COLUMNS)),
        rows=shown.rows(scope, part),
        chart=charts.trend(points, figure, width=_WIDTH) if len(points) > 1 else None,
        chart_title=f"{figure.name}（分），{charts.STEPS[step]}",
    )
