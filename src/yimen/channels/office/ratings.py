"""Ratings of a period, for those who may read them; never for the clerks they are about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from yimen.channels.doorway.typed import DayField
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page
from yimen.channels.office.tables import Column, arrange
from yimen.channels.office.today import Figure
from yimen.reference.people.rules import Right
from yimen.services.feedback import queries as feedback
from yimen.services.feedback.rules import GRADES, REASONS
from yimen.services.hall import queries
from yimen.support.writing import percent, whole


class PeriodForm(forms.Form):
    """From one day to another, both included."""

    since = DayField(label="从")
    until = DayField(label="到")


@dataclass(frozen=True)
class Row:
    """One rating. The window stands for the service; no name of clerk or citizen."""

    at: datetime
    window: int
    stars: int
    grade: str
    reasons: str
    comment: str


@require_safe
@staff_page(Right.READ_RATINGS)
def index(request: StaffRequest) -> HttpResponse:
    """Counts with their base, and every rating given."""
    today = queries.business_day(request.centre_id, timezone.now())
    form = PeriodForm(request.GET if "since" in request.GET else None)
    since, until = today - timedelta(days=6), today
    if form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    start, end = _instant(request, since), _instant(request, until + timedelta(days=1))
    grade = request.GET.get("stars", "")
    places = queries.window_places(request.centre_id)
    rows = [
        Row(at, places[window].number if window in places else 0, stars, GRADES[stars],
            "、".join(REASONS[stars].get(reason, str(reason)) for reason in reasons), comment)
        for window, stars, reasons, comment, _, at in feedback.ratings_between(
            request.centre_id, start, end
        )
        if grade in ("", str(stars))
    ]  # fmt: skip
    columns: dict[str, Column[Row]] = {
        "at": Column("时间", lambda row: row.at, falling=True),
        "window": Column("窗口", lambda row: row.window),
        "stars": Column("评价", lambda row: row.stars),
        "reasons": Column("原因"),
        "comment": Column("留言"),
    }
    heads, rows = arrange(request, columns, rows)
    context = {
        "form": form if form.is_bound else PeriodForm(initial={"since": since, "until": until}),
        "figures": _figures(*feedback.counts_between(request.centre_id, start, end)),
        "heads": heads,
        "rows": rows[:500],
        "count": len(rows),
        "grades": GRADES,
        "grade": grade,
        "sort": request.GET.get("sort", ""),
    }
    return page(request, "office/ratings.html", context, here="ratings")


def _instant(request: StaffRequest, day: date) -> datetime:
    return datetime.combine(day, time(), queries.centre(request.centre_id).zone)


def _figures(invited: int, given: int, five: int, bad: int) -> list[Figure]:
    return [
        Figure("邀请评价", whole(invited), "次", "每办结一件邀请一次",
               "期间内办结并发出评价邀请的次数。"),
        Figure("主动评价", whole(given), "次", f"参评率 {_rate(given, invited, 1)}",
               "期间内的邀请中，群众自己作出的评价；默认好评不计。参评率 = 主动评价 ÷ 邀请评价。"),
        Figure("五星率", _rate(five, given), "", f"{whole(five)} ÷ {whole(given)}",
               "五星 ÷ 主动评价。没有评价时不计算。"),
        Figure("差评率", _rate(bad, given), "", f"{whole(bad)} ÷ {whole(given)}",
               "一星和二星 ÷ 主动评价。没有评价时不计算。", alarm=bad > 0),
    ]  # fmt: skip


def _rate(part: int, base: int, digits: int = 3) -> str:
    return percent(part / base, digits) if base else "–"
