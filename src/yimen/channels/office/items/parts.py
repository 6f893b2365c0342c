"""The rows of an item's content: situations, materials, fees, steps, results, FAQ."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms

from yimen.channels.office.items.rows import Around, Entry, Part, RowForm
from yimen.reference.catalogue.rules.content import (
    MOST_MB,
    MOST_PAGES,
    MaterialSource,
    Need,
    StepRole,
    Trust,
    Way,
)

_LONGEST: Final = 4000
_KEY_HINT: Final = "字母和数字，可不填，自动编号；改了以后，用到它的条件要重选。"
WAYS: Final = {
    Way.BRING.value: "带原件",
    Way.UPLOAD.value: "网上上传",
    Way.SCAN.value: "窗口扫描",
    Way.SIGN.value: "现场签署",
    Way.HELD.value: "免提交（系统核验）",
}
NEEDS: Final = {
    Need.REQUIRED.value: "必要",
    Need.OPTIONAL.value: "非必要",
    Need.LATER.value: "可容缺后补",
}
TRUSTS: Final = {Trust.A.value: "A", Trust.B.value: "B", Trust.C.value: "C", Trust.D.value: "D"}
SOURCES: Final = {
    MaterialSource.APPLICANT.value: "申请人自备",
    MaterialSource.GOVERNMENT.value: "政府部门核发",
    MaterialSource.INTERMEDIARY.value: "中介机构出具",
    MaterialSource.OTHER.value: "其他",
}
ROLES: Final = {
    StepRole.CLERK.value: "综窗人员",
    StepRole.HANDLER.value: "承办人",
    StepRole.REVIEWER.value: "审核人",
    StepRole.APPROVER.value: "审批人",
    StepRole.RESULT_CLERK.value: "出件人员",
}
DELIVERIES: Final = {
    "window": "窗口领取",
    "post": "邮寄",
    "electronic": "电子送达",
    "terminal": "自助机领取",
}


class _Text(forms.CharField):
    """Text whose lines end as they are stored; browsers end them otherwise."""

    def to_python(self, value: object) -> str:
        return super().to_python(str(value).replace("\r\n", "\n") if value else "") or ""


def _text(label: str, *, required: bool = False, hint: str = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return _Text(label=label, required=required, max_length=_LONGEST, help_text=hint, widget=widget)


def _key() -> forms.CharField:
    return forms.RegexField(
        r"^[A-Za-z0-9_]+$",
        label="代号",
        required=False,
        max_length=40,
        help_text=_KEY_HINT,
        error_messages={"invalid": "代号只用字母、数字和下划线。"},
    )


def _several(label: str, choices: dict[str, str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=list(choices.items()),
        widget=forms.CheckboxSelectMultiple,
    )


def _one(label: str, choices: dict[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices.items()))


def _number(label: str, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most)


def _money(label: str, *, required: bool = True, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_digits=11,
        decimal_places=2,
        help_text=hint,
        error_messages={"max_decimal_places": "金额最多到分，请保留两位小数。"},
    )


def _when() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="只在这些情形需要",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选表示总是需要；同一个问题选几个，满足其一即可。",
        error_messages={"invalid_choice": "原来的条件已经没有了，请重新选择。"},
    )


def situations_of(questions: Sequence[Entry]) -> list[tuple[str, str]]:
    """Every answer of every question, to make conditions of: `who=agent`, 由谁来办？委托他人."""
    return [
        (f"{question['key']}={option['key']}", f"{question['text']} {option['text']}")
        for question in questions
        if question.get("key")
        for option in question.get("options", ())
    ]


def _conditions(chosen: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in chosen:
        question, _, option = each.partition("=")
        found.setdefault(question, []).append(option)
    return found


def _chosen(entry: Entry) -> list[str]:
    when = entry.get("when") or {}
    return [f"{question}={option}" for question, options in when.items() for option in options]


def read_options(text: str) -> list[dict[str, str]]:
    """`self = 本人`, one a line; without a code the line's number is it."""
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        coded = re.match(r"^([A-Za-z0-9_]{1,40})\s*[=＝]\s*(\S.*)$", line)
        key, words = (coded[1], coded[2]) if coded else (str(number), line)
        found.append({"key": key, "text": words})
    return found


class QuestionForm(RowForm):
    """Asked before anything else; its options are the situations."""

    titled, texts = "text", ("text", "options")
    text = _text("问题", required=True)
    options = _text("选项", required=True, rows=4, hint="每行一个，例如：self = 本人")
    key = _key()
    when = _when()

    def _may_depend_on(self, situation: str) -> bool:
        return situation.partition("=")[0] != str(self.raw().get("key") or "").strip()

    def clean_options(self) -> str:
        """Two or more, each code once."""
        text = str(self.cleaned_data["options"])
        found = read_options(text)
        if len(found) < 2:
            raise forms.ValidationError("至少要有两个选项，每行一个。")
        keys = [option["key"] for option in found]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise forms.ValidationError(f"选项代号重复：{'、'.join(twice)}。")
        return text

    def entry(self) -> dict[str, Any]:
        """See `RowForm.entry`."""
        given = self.cleaned_data
        return {
            "key": given["key"],
            "text": given["text"],
            "options": read_options(given["options"]),
            "when": _conditions(given.get("when", ())),
        }

    @staticmethod
    def of(entry: Entry) -> dict[str, Any]:
        """See `RowForm.of`."""
        lines = [f"{option['key']} = {option['text']}" for option in entry["options"]]
        return {**entry, "options": "\n".join(lines), "when": _chosen(entry)}


class MaterialForm(RowForm):
    """One thing the case needs."""

    texts = ("name", "accept", "blank", "sample", "note", "promise")
    name = _text("材料名称", required=True)
    need = _one("必要性", NEEDS)
    originals = _number("原件份数", 1000)
    copies = _number("复印件份数", 1000)
    ways = _several("提交方式", WAYS)
    accept = _text("受理标准", rows=2)
    source = _one("来源渠道", SOURCES)
    trust = _one("可信等级", TRUSTS)
    blank = _text("空白表")
    sample = _text("样表")
    note = _text("填报须知", rows=2)
    max_mb = _number("单个文件最大 MB（不填：按本厅规定）", MOST_MB)
    max_pages = _number("单个文件最多页数（不填：按本厅规定）", MOST_PAGES)
    promise = _text("告知承诺的内容（不填：须交证明）", rows=2)
    key = _key()
    when = _when()

    def entry(self) -> dict[str, Any]:
        """See `RowForm.entry`."""
        given = dict(self.cleaned_data)
        given["when"] = _conditions(given.get("when", ()))
        given["ways"] = given["ways"] or [Way.BRING.value]
        numbers = ("originals", "copies", "max_mb", "max_pages")
        return {**given, **{name: given[name] or 0 for name in numbers}}

    @staticmethod
    def of(entry: Entry) -> dict[str, Any]:
        """See `RowForm.of`."""
        limits = {name: entry.get(name) or None for name in ("max_mb", "max_pages")}
        return {**entry, **limits, "when": _chosen(entry)}


class FeeForm(RowForm):
    """One line of the bill."""

    texts = ("name", "yuan", "basis", "note")
    name = _text("收费项目", required=True)
    yuan = _money("金额（元）")
    highest = _money("最高金额（元）", required=False, hint="金额不定时填写。")
    per = _text("计费单位", hint="例如：本、次、人")
    basis = _text("收费依据")
    reducible = forms.BooleanField(label="允许减免", required=False)
    note = _text("说明", rows=2)
    when = _when()

    def clean(self) -> dict[str, Any]:
        """The highest is not below the lowest."""
        cleaned = super().clean() or {}
        lowest, highest = cleaned.get("yuan"), cleaned.get("highest")
        if lowest is not None and highest is not None and highest < lowest:
            self.add_error("highest", "最高金额不能低于金额。")
        return cleaned

    def entry(self) -> dict[str, Any]:
        """See `RowForm.entry`."""
        given = self.cleaned_data
        highest = given["yuan"] if given["highest"] is None else given["highest"]
        return {
            "name": given["name"],
            "fen": int(given["yuan"] * 100),
            "highest_fen": int(highest * 100),
            "per": given["per"],
            "basis": given["basis"],
            "reducible": given["reducible"],
            "note": given["note"],
            "when": _conditions(given.get("when", ())),
        }

    @staticmethod
    def of(entry: Entry) -> dict[str, Any]:
        """See `RowForm.of`."""
        fen, highest = entry["fen"], entry["highest_fen"]
        return {
            **entry,
            "yuan": Decimal(fen) / 100,
            "highest": None if highest == fen else Decimal(highest) / 100,
            "when": _chosen(entry),
        }


class StepForm(RowForm):
    """One step of handling."""

    texts = ("name", "note", "group")
    name = _text("环节名称", required=True)
    role = _one("由谁办", ROLES)
    days = _number("天数", 3650)
    department = forms.ChoiceField(label="部门", required=False)
    group = _text("并联组", hint="同一组的环节同时进行；不填表示单独进行。")
    note = _text("说明", rows=2)

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*args, around=around, **kwargs)
        field = self.fields["department"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "本部门"), *((name, name) for name in around.departments)]

    def entry(self) -> dict[str, Any]:
        """See `RowForm.entry`."""
        return {**self.cleaned_data, "days": self.cleaned_data["days"] or 0}

    @staticmethod
    def of(entry: Entry) -> dict[str, Any]:
        """See `RowForm.of`."""
        return dict(entry)


class ResultForm(RowForm):
    """What the citizen gets."""

    texts = ("name", "kind", "sample")
    name = _text("结果名称", required=True)
    kind = _text("类型", hint="例如：证照、批文")
    sample = _text("样本")
    delivery = _several("送达方式", DELIVERIES)

    def entry(self) -> dict[str, Any]:
        """See `RowForm.entry`."""
        return dict(self.cleaned_data)

    @staticmethod
    def of(entry: Entry) -> dict[str, Any]:
        """See `RowForm.of`."""
        return dict(entry)


class FaqForm(RowForm):
    """A question people ask, and the answer."""

    titled, texts = "question", ("question", "answer")
    question = _text("问题", required=True)
    answer = _text("回答", required=True, rows=3)

    def entry(self) -> dict[str, Any]:
        """See `RowForm.entry`."""
        return dict(self.cleaned_data)

    @staticmethod
    def of(entry: Entry) -> dict[str, Any]:
        """See `RowForm.of`."""
        return dict(entry)


PARTS: Final = {
    part.name: part
    for part in (
        Part(
            "questions", "情形", "问题", QuestionForm,
            "先问办事人的问题。选项就是情形，材料和收费可以只在某些情形需要。",
        ),
        Part("materials", "材料", "材料", MaterialForm),
        Part("fees", "收费项目", "收费项目", FeeForm, "没有行表示不收费。"),
        Part("steps", "办理环节", "环节", StepForm, "从上到下依次办理。"),
        Part("results", "办理结果", "结果", ResultForm),
        Part("faqs", "常见问题", "问答", FaqForm),
    )
}  # fmt: skip
