"""Facts as certificates raises them."""

FACTS: dict[str, list[dict[str, object]]] = {}
