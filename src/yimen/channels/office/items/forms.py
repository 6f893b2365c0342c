"""The form of a draft's fields. Its content is in rows: see `parts`."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict

from yimen.reference.catalogue.queries import VersionView
from yimen.reference.catalogue.rules import content
from yimen.reference.catalogue.rules.values import cell
from yimen.reference.catalogue.rules.vocabulary import FIELDS, Field, Kind

#: What is edited here, in this order; all other fields stay as they are.
EDITED: Final = (
    "TASK_NAME", "ALIASES", "TASK_NAME_EN", "TASK_NAME_HANT", "TASK_TYPE", "PROJECT_TYPE",
    "PROMISE_DAY", "PROMISE_TYPE", "ANTICIPATE_DAY", "ANTICIPATE_TYPE", "LIMIT_SCENE_NUM",
    "ACCEPT_CONDITION", "BY_LAW", "TRANSACT_ADDR", "TRANSACT_TIME", "LINK_WAY",
    "IS_ONLINE", "IS_SERVICE_TERMINALS", "IS_EXPRESS", "IS_SCHEDULE",
)  # fmt: skip
_LONG: Final = frozenset({"ACCEPT_CONDITION", "BY_LAW"})
_REQUIRED: Final = frozenset({"TASK_NAME", "TASK_TYPE"})


class DraftForm(forms.Form):
    """Fields by national name; and the citizen's form, which is a document."""

    form = forms.CharField(
        label="在线表单",
        required=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
        help_text="JSON Schema 与布局提示，写法见参考手册“事项”一页；不填表示没有在线表单。",
    )

    def __init__(self, draft: VersionView, given: QueryDict | None) -> None:
        self.draft = draft
        written = {name: cell(FIELDS[name], draft.fields.get(name)) for name in EDITED}
        form = content.to_json(draft.content)["form"]
        shown = json.dumps(form, ensure_ascii=False, indent=1) if form else ""
        super().__init__(given, initial={**written, "form": shown})
        for name in EDITED:
            self.fields[name] = _drawn(FIELDS[name])

    def clean_form(self) -> object:
        """A document."""
        try:
            return json.loads(str(self.cleaned_data["form"]) or "{}")
        except (ValueError, RecursionError):
            raise forms.ValidationError("不是完好的 JSON，请检查括号和引号。") from None

    def raw(self) -> dict[str, Any]:
        """What is written in it, unchecked."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, name)
            for name, field in self.fields.items()
        }

    def unchecked(self) -> "DraftForm":
        """The same form as it was written, with nothing said about it."""
        same = DraftForm(self.draft, None)
        same.initial.update(self.raw())
        return same

    def texts(self) -> Mapping[str, str]:
        """Every field as text: the edited ones as written, the others as they are."""
        kept = {name: cell(FIELDS[name], value) for name, value in self.draft.fields.items()}
        return {**kept, **{name: str(self.cleaned_data[name] or "") for name in EDITED}}

    @property
    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in EDITED]


def _drawn(field: Field) -> forms.Field:
    required = field.name in _REQUIRED
    if field.kind is Kind.CODE and field.codes:
        empty = [] if required else [("", "–")]
        return forms.ChoiceField(
            label=field.label, required=required, choices=[*empty, *field.codes.items()]
        )
    if field.kind is Kind.FLAG:
        choices = [("", "–"), ("1", "是"), ("0", "否")]
        return forms.ChoiceField(label=field.label, required=False, choices=choices)
    if field.kind is Kind.NUMBER:
        return forms.IntegerField(label=field.label, required=False, min_value=0, max_value=9999)
    widget = forms.Textarea({"rows": 3}) if field.name in _LONG else forms.TextInput()
    hint = "几个之间用 ^ 隔开" if field.kind is Kind.WORDS else ""
    return forms.CharField(
        label=field.label,
        required=required,
        max_length=field.longest,
        widget=widget,
        help_text=hint,
    )
