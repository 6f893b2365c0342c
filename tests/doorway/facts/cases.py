"""Facts as cases raises them."""

from yimen.services.cases.rules.states import State

FACTS: dict[str, list[dict[str, object]]] = {
    "cases.move_not_allowed": [{"case_state": state.value, "move": "accept"} for state in State],
}
