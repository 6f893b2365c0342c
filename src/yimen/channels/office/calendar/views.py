"""A year of the legal calendar, its versions, and the notice that changes it."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import words
from yimen.channels.office.calendar.forms import WORDS, NoticeForm
from yimen.channels.office.frame import page
from yimen.journeys import legal_calendar
from yimen.kernel.workdays import Calendar, Kind, LegalDay, working_days_between
from yimen.reference.centres import queries
from yimen.reference.centres.errors import BadCalendarChange, CalendarMoved
from yimen.reference.centres.rules.legal import builtin
from yimen.reference.people.rules import Right

_FIRST, _LAST = 2004, 2100


@dataclass(frozen=True)
class Cell:
    """One day of a month's grid; an empty one has no number."""

    number: int
    kind: str
    words: str


@dataclass(frozen=True)
class Month:
    """A month as weeks that begin on Monday."""

    number: int
    weeks: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Marked:
    """A day that the week does not describe."""

    day: date
    weekday: str
    kind: str
    tone: str
    name: str
    notice: str


@require_safe
@staff_page(Right.POLICY)
def index(request: StaffRequest) -> HttpResponse:
    """One year, in the present version or an earlier one."""
    return _draw(request, None)


@require_POST
@staff_page(Right.POLICY)
def change(request: StaffRequest) -> HttpResponse:
    """Put a notice into the calendar; a new version."""
    form = NoticeForm(request.POST)
    if form.is_valid():
        year = form.cleaned_data["year"]
        changes = form.cleaned_data["lines"]
        try:
            calendar = legal_calendar.change_calendar(
                changes,
                notice=form.cleaned_data["notice"],
                years=[] if year is None else [year],
                base=form.cleaned_data["base"],
                by=request.actor,
                at=timezone.now(),
            )
        except (BadCalendarChange, CalendarMoved) as refusal:
            day = str(refusal.facts.get("day", ""))
            form.add_error(None, f"{day} {sentence(refusal)}".strip())
        else:
            shown = changes[0].day.year if changes else year
            messages.success(request, f"日历已是第 {calendar.version} 版，进行中的期限已重新计算。")
            return redirect(f"/office/settings/calendar/?year={shown}")
    return _draw(request, form)


@require_POST
@staff_page(Right.POLICY)
def adopt(request: StaffRequest) -> HttpResponse:
    """Take over the years that came with a newer program."""
    calendar = legal_calendar.adopt_years(
        base=typed.number(request.POST.get("base", "")) or 0, by=request.actor, at=timezone.now()
    )
    messages.success(request, f"日历已是第 {calendar.version} 版，进行中的期限已重新计算。")
    return redirect("office-calendar")


def _draw(request: StaffRequest, form: NoticeForm | None) -> HttpResponse:
    present = queries.calendar_version()
    version = _number(request.GET.get("version", ""), present, 0, present)
    calendar = queries.legal_calendar(version)
    today = timezone.localdate()
    year = _number(request.GET.get("year", ""), today.year, _FIRST, _LAST)
    context = {
        "year": year,
        "earlier": year - 1 if year > _FIRST else None,
        "later": year + 1 if year < _LAST else None,
        "version": version,
        "present": present,
        "provisional": year not in calendar.years,
        "months": [_month(calendar, year, number) for number in range(1, 13)],
        "marked": _marked(calendar, year),
        "count": working_days_between(date(year, 1, 1), date(year, 12, 31), calendar),
        "versions": queries.calendar_versions(),
        "offered": sorted(builtin().years - calendar.years) if version == present else [],
        "form": form or NoticeForm(initial={"base": present}),
    }
    status = 422 if form is not None else 200
    return page(request, "office/calendar.html", context, here="calendar", status=status)


def _number(text: str, default: int, low: int, high: int) -> int:
    found = typed.number(text, most=high)
    return default if found is None or found < low else found


def _month(calendar: Calendar, year: int, month: int) -> Month:
    weeks = tuple(
        tuple(_cell(calendar, year, month, number) for number in week)
        for week in Weeks().monthdayscalendar(year, month)
    )
    return Month(month, weeks)


def _cell(calendar: Calendar, year: int, month: int, number: int) -> Cell:
    if number == 0:
        return Cell(0, "", "")
    legal = calendar.on(date(year, month, number))
    return Cell(number, legal.kind.value, _words(legal))


def _words(legal: LegalDay) -> str:
    return f"{legal.name}{WORDS[legal.kind]}" if legal.name else WORDS[legal.kind]


def _marked(calendar: Calendar, year: int) -> list[Marked]:
    tones = {Kind.HOLIDAY: "bad", Kind.MAKE_UP: "blue", Kind.REST: "wait"}
    return [
        Marked(
            day, words.WEEKDAYS[day.weekday()], WORDS[mark.kind], tones.get(mark.kind, ""),
            mark.name, mark.notice,
        )
        for day, mark in sorted(calendar.marks.items())
        if day.year == year
    ]  # fmt: skip
