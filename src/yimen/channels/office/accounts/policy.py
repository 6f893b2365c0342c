"""Dated parameters: what holds, since when, by which notice; and dating a new value."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yimen.channels.doorway.typed import DayField
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page, sent
from yimen.reference.people.rules import Right
from yimen.reference.policy import actions, queries, rules
from yimen.reference.policy.errors import BadValue
from yimen.reference.policy.queries import Entry
from yimen.reference.policy.rules import Parameter, Value

_GROUPS: Final = {
    "hall": "大厅叫号",
    "boards": "大屏与播报",
    "feedback": "评价",
    "people": "账号安全",
    "payments": "缴款",
    "doorway": "市民登录",
}
_YES_NO: Final = (("1", "是"), ("0", "否"))


@dataclass(frozen=True)
class Row:
    """One parameter with what holds today and what will."""

    parameter: Parameter
    value: str
    #: The dated row behind the value; None where the default holds.
    entry: Entry | None
    coming: Entry | None
    changes: int


class ValueForm(forms.Form):
    """A value from a day on, with the notice behind it."""

    value = forms.CharField(label="新的取值", max_length=200)
    effective_from = DayField(label="自何日起")
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="通知、文件或会议决定的名称与文号",
    )

    def __init__(self, parameter: Parameter, today: date, given: Mapping[str, Any] | None) -> None:
        super().__init__(given, initial={"effective_from": today})
        self.parameter, self.today = parameter, today
        if isinstance(parameter.default, bool):
            self.fields["value"] = forms.ChoiceField(label="新的取值", choices=_YES_NO)
        elif parameter.unit:
            self.fields["value"].help_text = f"单位：{parameter.unit}{_range(parameter)}"
        else:
            self.fields["value"].help_text = _range(parameter).removeprefix("，")

    def clean_value(self) -> Value:
        try:
            return rules.checked(
                self.parameter.key, _typed(self.parameter, self.cleaned_data["value"])
            )
        except BadValue:
            raise forms.ValidationError(f"取值不合要求{_range(self.parameter)}。") from None

    def clean_effective_from(self) -> date:
        day: date = self.cleaned_data["effective_from"]
        if day < self.today:
            raise forms.ValidationError("只能从今天或以后的日期起生效，过去的日子不改。")
        return day


@require_safe
@staff_page(Right.POLICY)
def index(request: StaffRequest) -> HttpResponse:
    """All parameters by subject."""
    today = timezone.localdate()
    history = _history()
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for key in sorted(rules.defined()):
        name = key.partition(".")[0]
        groups[_GROUPS.get(name, name)].append(_row(key, history[key], today))
    return page(request, "office/policy.html", {"groups": dict(groups)}, here="policy")


@require_http_methods(["GET", "POST"])
@staff_page(Right.POLICY)
def parameter(request: StaffRequest, key: str) -> HttpResponse:
    """One parameter: its history, and a new value from a day on."""
    known, today = rules.parameter(key), timezone.localdate()
    form = ValueForm(known, today, sent(request))
    if form.is_valid():
        try:
            actions.set_value(
                key,
                form.cleaned_data["value"],
                effective_from=form.cleaned_data["effective_from"],
                source=form.cleaned_data["source"],
                staff_id=request.staff.id,
            )
        except BadValue:
            form.add_error("effective_from", "这一天已经登记过取值，请换一个日期。")
        else:
            messages.success(request, f"“{known.label}”的新取值已登记。")
            return redirect("office-parameter", key)
    entries = [(entry, _written(entry.value)) for entry in _history()[key]]
    context = {
        "row": _row(key, [entry for entry, _ in entries], today),
        "entries": entries,
        "default": _written(known.default),
        "form": form,
        "today": today,
    }
    return page(
        request, "office/parameter.html", context, here="policy", status=422 if form.errors else 200
    )


def _history() -> defaultdict[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in queries.history():
        found[entry.key].append(entry)
    return found


def _row(key: str, entries: list[Entry], today: date) -> Row:
    held = next((entry for entry in entries if entry.effective_from <= today), None)
    coming = [entry for entry in entries if entry.effective_from > today]
    known = rules.parameter(key)
    value = known.default if held is None else held.value
    return Row(known, _written(value), held, coming[-1] if coming else None, len(entries))


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _typed(known: Parameter, text: str) -> Value:
    """What was typed, in the parameter's type; left as text where it cannot be."""
    bare = text.strip()
    try:
        if isinstance(known.default, bool):
            return bare == "1"
        if isinstance(known.default, int):
            return int(bare)
        if isinstance(known.default, float) and math.isfinite(float(bare)):
            return float(bare)
    except ValueError:
        return bare
    return bare


def _range(known: Parameter) -> str:
    if known.low is not None and known.high is not None:
        return f"，{known.low:g} 到 {known.high:g}"
    return ""
