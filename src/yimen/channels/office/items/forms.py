"""The form of a draft: the fields that matter, and each part of the content as a document."""

import json
from collections.abc import Mapping
from typing import Final

from django import forms
from django.http import QueryDict

from yimen.channels.office.items.words import PARTS
from yimen.reference.catalogue.errors import BadContent
from yimen.reference.catalogue.queries import VersionView
from yimen.reference.catalogue.rules import content
from yimen.reference.catalogue.rules.content import Content
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
    """Fields by national name, parts by theirs."""

    def __init__(self, draft: VersionView, given: QueryDict | None) -> None:
        self.draft = draft
        parts = content.to_json(draft.content)
        written = {name: cell(FIELDS[name], draft.fields.get(name)) for name in EDITED}
        documents = {name: _document(parts.get(name)) for name in PARTS}
        super().__init__(given, initial={**written, **documents})
        for name in EDITED:
            self.fields[name] = _drawn(FIELDS[name])
        for name, label in PARTS.items():
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=200_000,
                widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
            )

    def clean(self) -> dict[str, object]:
        """The documents together are a content."""
        cleaned = super().clean() or {}
        document: dict[str, object] = {}
        for name in PARTS:
            try:
                text = cleaned.get(name) or ("{}" if name == "form" else "[]")
                document[name] = json.loads(str(text))
            except (ValueError, RecursionError):
                self.add_error(name, "不是完好的 JSON，请检查括号和引号。")
        if not self.errors:
            self._read(document)
        return cleaned

    def _read(self, document: dict[str, object]) -> None:
        try:
            self.content: Content = content.read(document)
        except (BadContent, RecursionError) as wrong:
            path = str(getattr(wrong, "facts", {}).get("path", ""))
            needs = str(getattr(wrong, "facts", {}).get("needs", ""))
            part = path.partition(".")[0].partition("[")[0]
            self.add_error(part if part in PARTS else None, f"{path}：应为 {needs}")

    def texts(self) -> Mapping[str, str]:
        """Every field as text: the edited ones as written, the others as they are."""
        kept = {name: cell(FIELDS[name], value) for name, value in self.draft.fields.items()}
        return {**kept, **{name: str(self.cleaned_data[name]) for name in EDITED}}

    @property
    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in EDITED]

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[name] for name in PARTS]


def _document(part: object) -> str:
    return json.dumps(part, ensure_ascii=False, indent=1) if part else ""


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
