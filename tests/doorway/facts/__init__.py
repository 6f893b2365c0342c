"""Facts of refusals by capability: what `test_phrases` says each sentence with."""

from tests.doorway.facts import (
    bundles,
    cases,
    certificates,
    citizens,
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
for part in (
    bundles,
    cases,
    certificates,
    citizens,
    delivery,
    devices,
    files,
    filing,
    notices,
    notify,
    paper,
    payments,
):
    FACTS |= part.FACTS
