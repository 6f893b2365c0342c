"""An application form from its JSON Schema: drawn, prefilled with what is known, read, said."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from yimen.services.cases.actions.viewing import Plain


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
        pairs = [("", _("请选择")), *((str(option), str(option)) for option in options)]
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


def form_filled(plain: Plain, schema: Any, ui: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    """A form with what was filled in, or with what is known of the applicant."""
    filled = dict(plain.form)
    if not filled and plain.name:
        known: Mapping[str, str] = {
            "name": plain.name,
            "id_number": plain.id,
            "mobile": plain.phone,
        }
        filled = {key: value for key, value in known.items() if value}
    form = schema_form(schema, ui)
    form.initial = filled
    return {"fields": form, "filled": bool(plain.form), "title": (schema or {}).get("title", "")}


def in_words(plain: Plain, schema: Mapping[str, object]) -> list[tuple[str, object]]:
    """Applicant and form in the form's own words; whom it is of sees their own data in full."""
    known: list[tuple[str, object]] = [(_("申请人"), plain.name), (_("证件号码"), plain.id)]
    if plain.agent_name:
        known.append((_("代办人"), plain.agent_name))
    known.append((_("手机号"), plain.phone))
    properties = schema.get("properties")
    if isinstance(properties, dict):
        shown = {value for _label, value in known}
        known += [
            (str(about.get("title", name)), plain.form[name])
            for name, about in properties.items()
            if name in plain.form and plain.form[name] not in shown
        ]
    return known
