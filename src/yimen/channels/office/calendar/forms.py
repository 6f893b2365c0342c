"""A notice as people write it down: one line for each day or span of days."""

import re
from datetime import date, timedelta
from typing import Any, Final

from django import forms

from yimen.kernel.workdays import Kind
from yimen.reference.centres.rules.legal import Change

WORDS: Final = {
    Kind.HOLIDAY: "放假",
    Kind.MAKE_UP: "上班",
    Kind.REST: "休息",
    Kind.WORKING: "工作日",
}
_KINDS: Final = {word: kind for kind, word in WORDS.items()}
_LINE: Final = re.compile(
    r"(?P<first>\d{4}-\d{1,2}-\d{1,2})\s*(?:(?:至|到|~|—|–)\s*(?P<last>\d{4}-\d{1,2}-\d{1,2}))?"
    r"\s+(?P<kind>\S+)(?:\s+(?P<name>\S.*))?"
)
_LONGEST: Final = 31
_NAME: Final = 40


class NoticeForm(forms.Form):
    """What changes, by which notice, and the year it covers."""

    lines = forms.CharField(
        label="日期",
        required=False,
        max_length=8000,
        widget=forms.Textarea(
            attrs={"rows": 6, "placeholder": "2027-02-05 至 2027-02-11 放假 春节"}
        ),
        help_text="每行一天或一段：日期 [至 日期] 放假、上班、休息或工作日 [节日名称]。",
    )
    year = forms.IntegerField(
        label="这份通知首次公布的年份",
        required=False,
        min_value=1990,
        max_value=2100,
        help_text="填写后，这一年的日期不再是暂定。只改个别日期时不填。",
    )
    notice = forms.CharField(
        label="依据", max_length=200, help_text="通知、文件的名称与文号，会写在每一天上"
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def clean_lines(self) -> list[Change]:
        """The days, each with its kind; every wrong line is named."""
        changes: list[Change] = []
        for number, line in enumerate(str(self.cleaned_data["lines"]).splitlines(), start=1):
            if not line.strip():
                continue
            try:
                changes += read_line(line)
            except ValueError as wrong:
                self.add_error("lines", f"第 {number} 行：{wrong}")
        return changes

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("lines") and values.get("year") is None:
            raise forms.ValidationError("请填写日期，或这份通知首次公布的年份。")
        return values


def read_line(line: str) -> list[Change]:
    """The days of one line.

    Raises:
        ValueError: says what is wrong with it, in Chinese.
    """
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise ValueError("看不懂，请按“2027-02-05 至 2027-02-11 放假 春节”的样子写")
    kind = _KINDS.get(found["kind"])
    if kind is None:
        raise ValueError(f"没有“{found['kind']}”这种类型")
    first = _day(found["first"])
    last = _day(found["last"]) if found["last"] else first
    if not first <= last < first + timedelta(days=_LONGEST):
        raise ValueError(f"结束早于开始，或超过 {_LONGEST} 天")
    name = (found["name"] or "").strip()
    if len(name) > _NAME:
        raise ValueError(f"名称超过 {_NAME} 字")
    return [
        Change(first + timedelta(days=place), kind, name)
        for place in range((last - first).days + 1)
    ]


def _day(text: str) -> date:
    year, month, day = map(int, text.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"没有 {text} 这一天") from None
