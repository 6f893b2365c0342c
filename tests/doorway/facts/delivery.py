"""Facts as delivery raises them."""

FACTS: dict[str, list[dict[str, object]]] = {}
