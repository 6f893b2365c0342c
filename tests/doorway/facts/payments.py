"""Facts as payments raises them."""

FACTS: dict[str, list[dict[str, object]]] = {}
