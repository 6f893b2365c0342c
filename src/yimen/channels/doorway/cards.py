"""Yellow and red cards that somebody may read: of their departments, or of their whole centre."""

from typing import Final

from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.queries import cards as queries
from yimen.services.cases.queries.cards import CardView
from yimen.services.cases.rules.cards import CardState, Colour

#: What a list shows where nobody asks for one colour: prompts only remind.
CARDS: Final = (Colour.YELLOW, Colour.RED)


def cards_for(
    actor: Actor,
    *,
    colours: tuple[Colour, ...] = CARDS,
    states: tuple[CardState, ...] = tuple(CardState),
    before: int | None = None,
    limit: int,
) -> list[CardView]:
    """The newest first, older than the card `before`; who reads for a centre sees all of them."""
    found: dict[int, CardView] = {}
    for grant in actor.grants:
        if Right.READ_CASES not in grant.rights:
            continue
        part = queries.cards(
            centre_id=grant.centre_id,
            department_id=grant.department_id,
            colours=colours,
            states=states,
            before=before,
            limit=limit,
        )
        found |= {card.id: card for card in part}
    return sorted(found.values(), key=lambda card: -card.id)[:limit]
