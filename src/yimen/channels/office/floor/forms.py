"""Forms of the hall's pages."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms

from yimen.channels.doorway.typed import DayField
from yimen.channels.office import words
from yimen.reference.centres.rules import Interval

#: What a form was sent; None for a fresh one.
Given = Mapping[str, Any] | None


class _TimeInput(forms.TimeInput):
    """Hours and minutes of a 24-hour day: a browser's own clock face may show 12 with AM and PM."""

    def __init__(self) -> None:
        attrs = {"placeholder": "时:分", "maxlength": 5, "autocomplete": "off"}
        super().__init__(attrs, format="%H:%M")


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=_TimeInput())


class SkillsForm(forms.Form):
    """What a window calls: a home queue, others, and why it changes."""

    home = forms.ChoiceField(label="主办业务", widget=forms.Select)
    others = forms.MultipleChoiceField(
        label="也可办理", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="调整原因",
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "例如：潮汐增开"}),
    )

    def __init__(
        self,
        queues: list[tuple[str, str]],
        given: Given = None,
        *,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(given, initial=initial)
        for name in ("home", "others"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = queues

    def codes(self) -> list[str]:
        """The home queue first, every queue once."""
        return list(dict.fromkeys([self.cleaned_data["home"], *self.cleaned_data["others"]]))


class PauseForm(forms.Form):
    """Why a window pauses; its screen shows it."""

    reason = forms.ChoiceField(label="暂停原因", choices=list(words.PAUSES.items()))


class HoursForm(forms.Form):
    """Up to three intervals of a day; empty ones are left out, none means closed."""

    opens_1, closes_1 = _time("第一段开始"), _time("第一段结束")
    opens_2, closes_2 = _time("第二段开始"), _time("第二段结束")
    opens_3, closes_3 = _time("第三段开始"), _time("第三段结束")

    @classmethod
    def showing(cls, intervals: tuple[Interval, ...], prefix: str | None = None) -> "HoursForm":
        """The form filled with present hours."""
        initial: dict[str, time] = {}
        for place, interval in enumerate(intervals[:3], start=1):
            initial[f"opens_{place}"] = interval.opens
            initial[f"closes_{place}"] = interval.closes
        return cls(initial=initial, prefix=prefix)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for place in (1, 2, 3):
            if (values.get(f"opens_{place}") is None) != (values.get(f"closes_{place}") is None):
                raise forms.ValidationError(f"第 {place} 段的开始和结束要一起填。")
        return values

    def intervals(self) -> list[Interval]:
        """What was filled in, in order of the form."""
        values = self.cleaned_data
        return [
            Interval(values[f"opens_{place}"], values[f"closes_{place}"])
            for place in (1, 2, 3)
            if values.get(f"opens_{place}") is not None
        ]


class QueueForm(forms.Form):
    """Whether, how many and how long a queue gives numbers."""

    accepting = forms.BooleanField(label="开放取号", required=False)
    quota = forms.IntegerField(
        label="每日限号", required=False, min_value=1, max_value=100000, help_text="不填：不限"
    )
    last_ticket_at = forms.TimeField(
        label="停止取号时间", required=False, widget=_TimeInput(), help_text="不填：按关门时间"
    )


class SpecialDayForm(forms.Form):
    """One day with other hours, or none."""

    day = DayField(label="日期")
    opens = _time("开门")
    closes = _time("关门")
    reason = forms.CharField(
        label="原因", max_length=60, widget=forms.TextInput(attrs={"placeholder": "例如：元旦"})
    )

    def __init__(self, today: date, given: Given = None) -> None:
        super().__init__(given)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError("这一天已经过去。")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (values.get("opens") is None) != (values.get("closes") is None):
            raise forms.ValidationError("开门和关门要一起填；都不填是全天不开放。")
        return values

    def interval(self) -> Interval | None:
        """The day's hours, None for a closed day."""
        opens, closes = self.cleaned_data["opens"], self.cleaned_data["closes"]
        return Interval(opens, closes) if opens is not None else None


class TickerForm(forms.Form):
    """The line at the foot of the boards."""

    ticker = forms.CharField(
        label="滚动通知", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="显示在大屏底部，最多 300 字。不填则不显示。",
    )  # fmt: skip
