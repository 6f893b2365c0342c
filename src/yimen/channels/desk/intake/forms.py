"""What a clerk types: the applicant, and the item's own form from its JSON Schema."""

from collections.abc import Mapping
from typing import Any

from django import forms

from yimen.services.cases.rules.states import Applicant


class ApplicantForm(forms.Form):
    """Who applies, and who stands here in their place. Numbers are checked by the action."""

    kind = forms.ChoiceField(
        label="申请人类型",
        choices=[(Applicant.PERSON.value, "个人"), (Applicant.ORGANISATION.value, "单位")],
    )
    number = forms.CharField(
        label="身份证号或统一社会信用代码", max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--id"}),
    )  # fmt: skip
    name = forms.CharField(label="姓名或单位名称", max_length=100, required=False)
    phone = forms.CharField(
        label="手机号", max_length=20, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip
    agent_number = forms.CharField(label="代办人身份证号", max_length=30, required=False)
    agent_name = forms.CharField(label="代办人姓名", max_length=100, required=False)


def schema_form(
    schema: Mapping[str, Any], ui: Mapping[str, Any], given: Mapping[str, Any] | None = None
) -> forms.Form:
    """A form with a field for each property; what fits is decided by the schema itself."""
    form = forms.Form(given, prefix="f")
    properties = schema.get("properties") or {}
    required = set(schema.get("required") or [])
    for name in ui.get("order") or list(properties):
        if name in properties:
            form.fields[name] = _field(
                properties[name], ui.get(name) or {}, required=name in required
            )
    return form


def _field(about: Mapping[str, Any], hint: Mapping[str, Any], *, required: bool) -> forms.Field:
    label = str(about.get("title") or "")
    options = about.get("enum")
    if options:
        pairs = [("", "请选择"), *((str(option), str(option)) for option in options)]
        return forms.ChoiceField(label=label, choices=pairs, required=required)
    kind = about.get("type")
    if kind == "boolean":
        return forms.BooleanField(label=label, required=False)
    if kind in {"integer", "number"}:
        return forms.DecimalField(label=label, required=required)
    widget = forms.Textarea(attrs={"rows": 3}) if hint.get("widget") == "textarea" else None
    longest = about.get("maxLength")
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest if isinstance(longest, int) else None,
        widget=widget,
    )


def answers_of(form: forms.Form, schema: Mapping[str, Any]) -> dict[str, object]:
    """What was filled in, in the schema's types; empty fields are left out."""
    properties = schema.get("properties") or {}
    found: dict[str, object] = {}
    for name in form.fields:
        value = form.data.get(f"f-{name}", "")
        kind = (properties.get(name) or {}).get("type")
        if kind == "boolean":
            found[name] = value == "on"
        elif str(value).strip():
            found[name] = _typed(str(value).strip(), kind)
    return found


def _typed(text: str, kind: object) -> object:
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text
    return text
