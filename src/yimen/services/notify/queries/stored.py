"""The values of a message as the row keeps them: JSON under seal, days marked as such."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from yimen.services.notify.rules.values import Value
from yimen.support.secrets import seal, unseal


def sealed(values: Mapping[str, Value]) -> bytes:
    """As the row keeps them."""
    return seal(json.dumps(values, default=_mark_day, ensure_ascii=False))


def unsealed(row: bytes | memoryview) -> dict[str, Value]:
    """As the sentence wants them; empty once they were wiped."""
    text = unseal(bytes(row))
    said: dict[str, Any] = json.loads(text) if text else {}
    return {name: _read(value) for name, value in said.items()}


def _mark_day(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(type(value).__name__)


def _read(value: Any) -> Value:  # noqa: ANN401 - whatever JSON holds
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value
