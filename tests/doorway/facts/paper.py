"""Facts as paper raises them."""

FACTS: dict[str, list[dict[str, object]]] = {
    "paper.seal_unusable": [
        {"why": why} for why in ("seal_file", "seal_password", "seal_key", "seal_expired")
    ],
}
