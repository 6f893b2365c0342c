"""Facts as citizens' log-in raises them."""

from yimen.reference.people.rules import Level

FACTS: dict[str, list[dict[str, object]]] = {
    "people.code_too_soon": [{"seconds": 60}],
    "people.too_many_keys": [{"limit": 3}],
    "people.too_many_codes": [{"until": "11:00"}],
    "people.level_needed": [{"level": level.value} for level in Level if level > Level.ACCOUNT],
}
