"""Facts as notices raise them."""

from yimen.services.cases.rules.notices.facts import COMMON
from yimen.services.cases.rules.notices.kinds import SPECS

FACTS: dict[str, list[dict[str, object]]] = {
    "cases.notice_incomplete": [
        {"notice": kind.value, "missing": name}
        for kind, spec in SPECS.items()
        for name in (*COMMON, *spec.needs)
    ],
}
