"""One form for each deed on a case. Shape only; whether it may be done is the action's to say."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from yimen.services.cases.queries.materials import MaterialView
from yimen.services.cases.rules.clocks import StopReason
from yimen.services.cases.rules.explain import STOP_NAMES
from yimen.services.cases.rules.procedures import SPECIAL
from yimen.services.cases.rules.reasons import LONGEST
from yimen.services.cases.rules.states import MaterialState
from yimen.services.cases.rules.steps import Outcome

Choices = Sequence[tuple[str, str]]
_FLAW: Final = "flaw_"
#: Before the keys of materials that were promised, or brought.
PROMISED: Final = "promised_"
BROUGHT: Final = "brought_"
SENT: Final = "sent_"
_LONGEST_ANSWER: Final = 2000


def _text(
    label: str, *, required: bool = True, rows: int = 3, most: int = LONGEST, hint: str = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=hint,
    )


def _number(label: str, *, required: bool = True, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=required, min_value=1, max_value=366, help_text=hint
    )


def _choice(label: str, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "请选择"), *choices])


class Deed(forms.Form):
    """A deed with fields made from the case."""

    def __init__(
        self,
        fields: dict[str, forms.Field],
        given: Mapping[str, Any] | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        *,
        auto_id: str,
    ) -> None:
        super().__init__(given, files, auto_id=auto_id)
        self.fields.update(deepcopy(fields))


def nothing() -> dict[str, forms.Field]:
    """Nothing to fill in."""
    return {}


def reason(label: str = "理由") -> dict[str, forms.Field]:
    """One text."""
    return {"reason": _text(label)}


def finish() -> dict[str, forms.Field]:
    """How a step ends, and what is said of it."""
    return {
        "outcome": forms.ChoiceField(
            label="意见",
            choices=[(Outcome.PASS.value, "同意"), (Outcome.REFUSE.value, "不同意")],
            widget=forms.RadioSelect,
        ),
        "opinion": _text("说明", required=False, hint="不同意时必填。"),
    }


def pass_on(colleagues: Choices) -> dict[str, forms.Field]:
    """To whom."""
    return {"colleague": _choice("转给", colleagues)}


def reroute(departments: Choices) -> dict[str, forms.Field]:
    """To which department, and why."""
    return {"department": _choice("改派到", departments), "reason": _text("改派理由", rows=2)}


def return_to(positions: Choices) -> dict[str, forms.Field]:
    """How far back, and why."""
    return {"position": _choice("退回到", positions), "reason": _text("退回理由")}


def accept(
    tolerated: Sequence[MaterialView], promisable: Sequence[tuple[MaterialView, str]]
) -> dict[str, forms.Field]:
    """What a promise on paper stands in for, and days to bring later what may be tolerated."""
    found: dict[str, forms.Field] = {
        f"{PROMISED}{each.key}": forms.BooleanField(
            label=f"“{each.name}”已交签字的告知承诺书",
            required=False,
            help_text=f"承诺的内容：{text}",
        )
        for each, text in promisable
    }
    missing = [each.name for each in tolerated]
    if not missing:
        return found
    hint = f"{'、'.join(missing)}没有提交；填写天数即容缺受理，申请人须承诺补交。"
    return {**found, "tolerant_days": _number("容缺补交天数", required=False, hint=hint)}


def make_up(tolerated: Sequence[MaterialView]) -> dict[str, forms.Field]:
    """Which of the tolerated materials were brought, or came as files where the item takes them."""
    found: dict[str, forms.Field] = {}
    for each in tolerated:
        found[f"{BROUGHT}{each.key}"] = forms.BooleanField(
            label=f"{each.name}，原件已核", required=False, help_text=f"{each.due_on} 前补交"
        )
        if {"upload", "scan"} & set(each.ways):
            found[f"{SENT}{each.key}"] = forms.FileField(
                label=f"{each.name}，文件",
                required=False,
                widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
            )
    return found


def prove(promised: Sequence[MaterialView]) -> dict[str, forms.Field]:
    """Which promises the proofs take the place of."""
    return {
        f"{BROUGHT}{each.key}": forms.BooleanField(label=f"{each.name}，原件已核", required=False)
        for each in promised
    }


def ticked(values: Mapping[str, Any], group: str) -> list[str]:
    """The keys of a group's materials that were ticked."""
    return [name.removeprefix(group) for name in values if name.startswith(group) and values[name]]


def supplement(materials: Sequence[MaterialView], *, again: bool) -> dict[str, forms.Field]:
    """By material what is wrong; a second notice needs a supervisor's reason."""
    found: dict[str, forms.Field] = {}
    for each in materials:
        flaw = _text(each.name, required=False, rows=1)
        if each.state is MaterialState.MISSING and each.need == "required":
            flaw.help_text = "尚未提交，会自动列入告知。"
        found[f"{_FLAW}{each.key}"] = flaw
    if again:
        found["override"] = _text(
            "再次告知的理由", rows=2, hint="补正应一次告知；再次告知将发红牌。"
        )
    return found


def flaws(values: dict[str, Any]) -> dict[str, str]:
    """By material key what was written."""
    return {
        name.removeprefix(_FLAW): str(text)
        for name, text in values.items()
        if name.startswith(_FLAW) and str(text).strip()
    }


def not_competent() -> dict[str, forms.Field]:
    """Which authority is, and why."""
    return {
        "authority": forms.CharField(label="应向哪个机关申请", max_length=100),
        "reason": _text("理由"),
    }


def special() -> dict[str, forms.Field]:
    """What the clocks shall stand still for."""
    return {
        "kind": forms.TypedChoiceField(
            label="特别程序",
            choices=[("", "请选择"), *((kind.value, STOP_NAMES[kind]) for kind in SPECIAL)],
            coerce=StopReason,
        ),
        "days": _number("所需工作日", hint="将书面告知申请人。"),
        "reason": _text("理由"),
        "basis": forms.CharField(
            label="法律依据",
            required=False,
            max_length=200,
            help_text="选“其他法定情形”时必填；其余默认《行政许可法》第四十五条。",
        ),
    }


def extension() -> dict[str, forms.Field]:
    """How many days more."""
    return {"days": _number("延长天数"), "reason": _text("理由（将告知申请人）")}


def decision(yes: str, no: str) -> dict[str, forms.Field]:
    """A second person's yes or no."""
    return {
        "yes": forms.TypedChoiceField(
            label="决定",
            choices=[("1", yes), ("0", no)],
            coerce=lambda value: value == "1",
            widget=forms.RadioSelect,
        ),
        "reason": _text("理由", required=False, rows=2, hint="不批准、复核时必填。"),
    }


def change_certificate(changes: Choices) -> dict[str, forms.Field]:
    """What shall become of it, and why."""
    return {"what": _choice("变更为", changes), "reason": _text("理由和依据")}


def opinion(experts: Choices) -> dict[str, forms.Field]:
    """Whom to ask what."""
    return {"expert": _choice("请谁出具意见", experts), "question": _text("想问什么")}


def answer() -> dict[str, forms.Field]:
    """An expert's answer."""
    return {"answer": _text("意见", most=_LONGEST_ANSWER, rows=4)}
