"""Facts as notify raises them."""

FACTS: dict[str, list[dict[str, object]]] = {}
