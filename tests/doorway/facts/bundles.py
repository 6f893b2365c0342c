"""Facts as bundles raise them."""

from yimen.channels.doorway.wording.bundles import FAULTS

FACTS: dict[str, list[dict[str, object]]] = {
    "catalogue.bad_bundle": [
        {"bundle_fault": fault, "part": "birth", "about": "m1", "count": 2} for fault in FAULTS
    ],
    "cases.window_needed": [{"needs": "出生登记、户口簿"}],
    "cases.bundle_not_ready": [{"count": 2}],
}
