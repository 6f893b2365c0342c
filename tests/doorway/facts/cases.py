"""Facts as cases raises them."""

FACTS: dict[str, list[dict[str, object]]] = {}
