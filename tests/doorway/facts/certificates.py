"""Facts as certificates raises them."""

from yimen.services.certificates.rules.states import State

FACTS: dict[str, list[dict[str, object]]] = {
    "certificates.change_not_allowed": [
        {"certificate": state.value, "change": "suspend"} for state in State
    ],
    "guessing.too_many": [{"minutes": 3}],
    "certificates.not_in_force": [{"certificate": state.value} for state in State],
    "certificates.offer_gone": [{"certificate": state.value} for state in State],
}
