"""Facts as cases raises them."""

from yimen.services.cases.rules.cards import CardState
from yimen.services.cases.rules.clocks import ClockKind
from yimen.services.cases.rules.custody import PaperState, PlaceKind
from yimen.services.cases.rules.procedures import ProcedureState
from yimen.services.cases.rules.states import State

_CLOCKS: list[dict[str, object]] = [{"clock": kind.value} for kind in ClockKind]

FACTS: dict[str, list[dict[str, object]]] = {
    "cases.move_not_allowed": [{"case_state": state.value, "move": "accept"} for state in State],
    "cases.clock_runs": _CLOCKS,
    "cases.clock_not_running": _CLOCKS,
    "cases.clock_not_stopped": _CLOCKS,
    "cases.bad_clock_day": [{"clock": "promised", "day": "2020-01-20"}],
    "cases.tolerant_too_long": [{"days": 9, "most": 5}],
    "cases.result_not_ready": [{"case_state": state.value} for state in State],
    "cases.paper_move_not_allowed": [
        {"paper_state": state.value, "event": "give"} for state in PaperState
    ],
    "cases.route_not_allowed": [
        {"origin": place.value, "target": place.value} for place in PlaceKind
    ],
    "cases.paper_elsewhere": [{"place": place.value} for place in PlaceKind],
    "cases.promise_unsigned": [{"materials": "租赁合同"}],
    "cases.promise_barred": [{"until": "2020-11-05"}],
    "cases.too_many_papers": [{"most": 99}],
    "cases.card_move_not_allowed": [
        {"card_state": state.value, "move": "appeal"} for state in CardState
    ],
    "cases.same_person": [{"what": what} for what in ("card", "special", "extension")],
    "cases.reason_needed": [{"limit": 500}],
    "cases.reason_too_long": [{"limit": 500}],
    "cases.procedure_move_not_allowed": [
        {"procedure_state": state.value, "move": "begin"} for state in ProcedureState
    ],
    "cases.special_too_long": [{"days": 90, "most": 60}],
    "cases.basis_needed": [{"limit": 200}],
    "cases.extension_too_long": [{"days": 11, "most": 10}],
    "cases.extension_too_late": [{"due": "2019-12-03"}],
}
