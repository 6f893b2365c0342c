"""Facts as files raises them."""

FACTS: dict[str, list[dict[str, object]]] = {}
