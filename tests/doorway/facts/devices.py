"""Facts as devices raises them."""

FACTS: dict[str, list[dict[str, object]]] = {
    **{
        f"devices.{refusal}": [{"slot": "A01"}]
        for refusal in ("door_jammed", "door_unsure", "door_left_open", "slot_unknown")
    },
    "devices.card_expired": [{"valid_to": "2019-06-30"}],
    "devices.card_flawed": [{"why": why} for why in ("number", "birth", "sex", "not_yet_valid")],
}
