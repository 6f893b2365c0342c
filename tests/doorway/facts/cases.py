"""Facts as cases raises them."""

from yimen.services.cases.rules.clocks import ClockKind
from yimen.services.cases.rules.states import State

_CLOCKS: list[dict[str, object]] = [{"clock": kind.value} for kind in ClockKind]

FACTS: dict[str, list[dict[str, object]]] = {
    "cases.move_not_allowed": [{"case_state": state.value, "move": "accept"} for state in State],
    "cases.clock_runs": _CLOCKS,
    "cases.clock_not_running": _CLOCKS,
    "cases.clock_not_stopped": _CLOCKS,
    "cases.bad_clock_day": [{"clock": "promised", "day": "2020-01-20"}],
    "cases.tolerant_too_long": [{"days": 9, "most": 5}],
}
