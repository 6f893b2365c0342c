"""Facts as notify raises them."""

from yimen.services.notify.rules.sending import State

FACTS: dict[str, list[dict[str, object]]] = {
    "notify.personal_data": [{"value": "item"}],
    "notify.step_not_allowed": [{"sms_state": state.value, "event": "revive"} for state in State],
}
