"""Facts as devices raises them."""

FACTS: dict[str, list[dict[str, object]]] = {
    "devices.card_expired": [{"valid_to": "2019-06-30"}],
    "devices.card_flawed": [{"why": why} for why in ("number", "birth", "sex", "not_yet_valid")],
}
