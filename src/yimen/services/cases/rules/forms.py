"""An application form's answers checked against its item's JSON Schema, in the form's own words."""

from collections.abc import Mapping

from yimen.services.cases.errors import FormIncomplete

_KINDS = {
    "required": "missing",
    "maxLength": "too_long",
    "minLength": "too_short",
    "pattern": "bad_format",
    "type": "bad_type",
    "enum": "not_offered",
    "minimum": "too_small",
    "maximum": "too_large",
    "additionalProperties": "unknown",
}


def check_form(schema: Mapping[str, object], answers: Mapping[str, object]) -> None:
    """Go on only if the answers fit the form; the first flaw in the form's order is named.

    Raises:
        FormIncomplete: facts `field` (its title) and `form_flaw`.
    """
    if not schema:
        return
    # Takes long to load and few requests need it.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    properties = schema.get("properties")
    titles = properties if isinstance(properties, Mapping) else {}
    order = {name: place for place, name in enumerate(titles)}
    flaws = []
    for error in Draft202012Validator(schema).iter_errors(answers):
        kind = _KINDS.get(str(error.validator), "bad_format")
        path = [str(part) for part in error.absolute_path]
        name = path[0] if path else _named(error.message)
        flaws.append((order.get(name, len(order)), _title(titles, name), kind))
    if flaws:
        _place, field, flaw = min(flaws)
        raise FormIncomplete(field=field, form_flaw=flaw)


def _named(message: str) -> str:
    """The property a missing or unknown one is about: the first word in quotes."""
    return message.split("'")[1] if "'" in message else ""


def _title(properties: Mapping[str, object], name: str) -> str:
    found = properties.get(name)
    if isinstance(found, Mapping) and isinstance(found.get("title"), str):
        return str(found["title"])
    return name[:40]
