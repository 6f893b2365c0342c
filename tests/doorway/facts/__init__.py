"""Facts of refusals by capability: what `test_phrases` says each sentence with."""

from tests.doorway.facts import (
    cases,
    certificates,
    delivery,
    devices,
    files,
    filing,
    notices,
    notify,
    paper,
    payments,
)

FACTS: dict[str, list[dict[str, object]]] = {}
_PARTS = (
    cases,
    certificates,
    delivery,
    devices,
    files,
    filing,
    notices,
    notify,
    paper,
    payments,
)
for part in _PARTS:
    FACTS |= part.FACTS
