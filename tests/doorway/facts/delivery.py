"""Facts as delivery raises them."""

from yimen.services.delivery.rules.addresses import Part
from yimen.services.delivery.rules.lockers import DepositState
from yimen.services.delivery.rules.states import State

FACTS: dict[str, list[dict[str, object]]] = {
    "delivery.bad_address": [{"part": part.value} for part in Part],
    "delivery.unknown_carrier": [{"carrier": "ems"}],
    "delivery.step_not_allowed": [
        {"parcel_state": state.value, "event": "cancel"} for state in State
    ],
    "delivery.cancel_refused": [{"carrier_says": "http_409"}],
    "delivery.locker_full": [{"size": "small"}],
    "delivery.already_in_locker": [{"slot": "A01"}],
    "delivery.lies_in_locker": [{"locker": "一号柜", "slot": "A01"}],
    "delivery.on_its_way": [{"parcel_state": state.value} for state in State],
    "delivery.deposit_step_not_allowed": [
        {"deposit_state": state.value, "event": "store"} for state in DepositState
    ],
    "delivery.pick_up_barred": [{"tries": 5}],
    "delivery.pick_up_expired": [{"until": "2020-02-16"}],
    "delivery.being_opened": [{"slot": "A01"}],
}
