"""Facts as paper raises them."""

FACTS: dict[str, list[dict[str, object]]] = {}
