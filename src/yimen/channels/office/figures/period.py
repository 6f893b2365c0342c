"""Which days a figures page is about: presets, two dates, and the words for them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.http import QueryDict

from yimen.channels.doorway.typed import DayField
from yimen.insights.rules.measures import Period, Scope

#: Nobody asks for more, and every day is a point.
LONGEST_DAYS: Final = 3700


class PeriodForm(forms.Form):
    """From one day to another, both included."""

    first = DayField(label="从")
    last = DayField(label="到")

    def clean(self) -> dict[str, Any]:
        """Both in order, and not endless."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last:
            if last < first:
                self.add_error("last", "结束日期早于开始日期")
            elif (last - first).days > LONGEST_DAYS:
                self.add_error("last", "最多十年")
        return cleaned


@dataclass(frozen=True)
class Preset:
    """A period by name."""

    label: str
    period: Period


def presets(today: date, known: Period | None) -> list[Preset]:
    """Periods people ask for; the whole of what is there last."""
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    found = [
        Preset("今天", Period(today, today)),
        Preset("近 7 天", Period(today - timedelta(days=6), today)),
        Preset("本月", Period(month, today)),
        Preset("上月", Period(before, month - timedelta(days=1))),
        Preset("近一年", Period(today - timedelta(days=364), today)),
    ]
    return [*found, Preset("全部", known)] if known else found


@dataclass(frozen=True)
class Asked:
    """What a page was asked for."""

    scope: Scope
    form: PeriodForm

    @property
    def period(self) -> Period:
        return self.scope.period


def asked(query: QueryDict, *, default: Period, centre: str = "") -> Asked:
    """The scope in an address; the default period where it names none or a wrong one."""
    form = PeriodForm(query) if "first" in query or "last" in query else None
    period = default
    if form is not None and form.is_valid():
        period = Period(form.cleaned_data["first"], form.cleaned_data["last"])
    if form is None:
        form = PeriodForm(initial={"first": period.first, "last": period.last})
    scope = Scope(
        period,
        centre=centre or query.get("centre", ""),
        department=query.get("department", ""),
        item=query.get("item", "") if query.get("department") else "",
        window_kind=query.get("kind", ""),
    )
    return Asked(scope, form)


def in_words(period: Period) -> str:
    """`2019-10-08 至 2019-12-31`, a single day once."""
    if period.first == period.last:
        return period.first.isoformat()
    return f"{period.first} 至 {period.last}"
