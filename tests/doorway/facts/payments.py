"""Facts as payments raises them."""

from yimen.services.payments.rules.states import BillState, PaymentState, RefundState

_STATES = [state.value for state in (*PaymentState, *RefundState)]

FACTS: dict[str, list[dict[str, object]]] = {
    "payments.bad_bill": [{"bill_flaw": flaw} for flaw in ("lines", "name", "amount", "too_much")],
    "payments.bad_amount": [{"fee": "签注费", "low": "15.00", "high": "80.00"}],
    "payments.bill_exists": [{"bill_state": state.value} for state in BillState],
    "payments.bill_not_open": [{"bill_state": state.value} for state in BillState],
    "payments.gateway_unavailable": [{"gateway_says": "http_503"}],
    "payments.step_not_allowed": [{"money_state": state, "event": "succeed"} for state in _STATES],
    "payments.refund_too_much": [{"left": "20.00"}],
    "payments.day_not_over": [{"day": "2019-11-05"}],
}
