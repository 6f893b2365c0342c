"""When the centre is open: the week, special days; and the line at the foot of the boards."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import words
from yimen.channels.office.floor.forms import HoursForm, SpecialDayForm, TickerForm
from yimen.channels.office.frame import page
from yimen.journeys import opening
from yimen.reference.centres import queries as centres
from yimen.reference.centres.errors import BadHours
from yimen.reference.centres.rules import Interval
from yimen.reference.people.rules import Right
from yimen.services.hall import queries


@dataclass(frozen=True)
class Weekday:
    """A day of the week as the page shows it."""

    number: int
    name: str
    intervals: tuple[Interval, ...]
    form: HoursForm


@require_safe
@staff_page(Right.RUN_HALL)
def index(request: StaffRequest) -> HttpResponse:
    """Everything about opening, on one page."""
    return _opening_page(request)


@require_POST
@staff_page(Right.RUN_HALL)
def week(request: StaffRequest, weekday: int) -> HttpResponse:
    """Other hours for one day of the week."""
    if weekday >= len(words.WEEKDAYS):
        raise Http404
    form = HoursForm(request.POST, prefix=f"d{weekday}")
    if form.is_valid():
        try:
            opening.set_hours(
                request.centre_id,
                weekday,
                form.intervals(),
                by=request.actor,
                at=timezone.now(),
            )
        except BadHours as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, f"{words.WEEKDAYS[weekday]}的开放时间已保存。")
            return redirect("office-opening")
    return _opening_page(request, wrong_day=weekday, wrong=form)


@require_POST
@staff_page(Right.RUN_HALL)
def special(request: StaffRequest) -> HttpResponse:
    """Other hours, or none, on one day."""
    today = queries.business_day(request.centre_id, timezone.now())
    form = SpecialDayForm(today, request.POST)
    if form.is_valid():
        try:
            opening.set_special_day(
                request.centre_id,
                form.cleaned_data["day"],
                form.interval(),
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
        except BadHours as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, "特殊日期已保存。")
            return redirect("office-opening")
    return _opening_page(request, special_form=form)


@require_POST
@staff_page(Right.RUN_HALL)
def drop_special(request: StaffRequest) -> HttpResponse:
    """Let the week's hours hold again."""
    day = typed.day(request.POST.get("day", ""))
    if day is not None:
        opening.drop_special_day(request.centre_id, day, by=request.actor, at=timezone.now())
        messages.success(request, "已恢复为平常的开放时间。")
    return redirect("office-opening")


@require_POST
@staff_page(Right.RUN_HALL)
def ticker(request: StaffRequest) -> HttpResponse:
    """Another line at the foot of the boards."""
    form = TickerForm(request.POST)
    if not form.is_valid():
        return _opening_page(request, ticker_form=form)
    opening.set_ticker(
        request.centre_id, form.cleaned_data["ticker"], by=request.actor, at=timezone.now()
    )
    messages.success(request, "滚动通知已更新。")
    return redirect("office-opening")


def _opening_page(
    request: StaffRequest,
    *,
    wrong_day: int | None = None,
    wrong: HoursForm | None = None,
    special_form: SpecialDayForm | None = None,
    ticker_form: TickerForm | None = None,
) -> HttpResponse:
    today = queries.business_day(request.centre_id, timezone.now())
    hours = centres.hours(request.centre_id)
    days = [
        Weekday(
            number,
            words.WEEKDAYS[number],
            intervals,
            wrong if wrong and number == wrong_day else HoursForm.showing(intervals, f"d{number}"),
        )
        for number, intervals in enumerate(hours.week)
    ]
    ticker_now = centres.centre(request.centre_id).ticker
    context = {
        "days": days,
        "wrong_day": wrong_day,
        "today": hours.on(today),
        "today_special": today in hours.special,
        "special_days": centres.special_days(request.centre_id, today),
        "special_form": special_form or SpecialDayForm(today),
        "ticker_form": ticker_form or TickerForm(initial={"ticker": ticker_now}),
    }
    bad = wrong or special_form or ticker_form
    return page(request, "office/opening.html", context, here="opening", status=422 if bad else 200)
