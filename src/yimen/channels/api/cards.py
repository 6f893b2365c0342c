"""Yellow and red cards (黄牌、红牌) over the API: read, appealed against, decided on.

Appeals need somebody's own key: a card is a person's or a department's, and another person decides.
"""

from datetime import date
from typing import Annotated, Final, Literal

from django.utils import timezone
from ninja import Field, Query, Router, Schema

from yimen.channels.api.cases import own_case
from yimen.channels.api.deed_schemas import Said
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.schemas import Asked, Instant
from yimen.channels.doorway.cards import CARDS, cards_for
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Right, require
from yimen.services.cases.actions import cards
from yimen.services.cases.errors import CardNotFound
from yimen.services.cases.queries import cards as queries
from yimen.services.cases.queries.cards import CardView
from yimen.services.cases.rules.cards import CardState, Colour

router = Router(tags=["cards"])
case_router = Router(tags=["cards"])

_PAGE: Final = 50
_LARGEST: Final = 2**63 - 1


class CardOut(Schema):
    """A card; members of staff by their numbers."""

    id: int
    case: str
    item: str
    colour: Literal["prompt", "yellow", "red"]
    cause: str
    clock: str = Field(description="Kind of the clock; empty for what is no limit.")
    day: date = Field(description="The day that deserved it.")
    department: str
    staff: str = Field(description="Whom it names; empty where it is the department's.")
    state: str = Field(description="`standing`, `appealed`, `kept` or `cancelled`.")
    ground: str
    appealed_by: str
    appealed_at: Instant | None
    decision: str
    decided_by: str
    decided_at: Instant | None


class WantedIn(Schema):
    """Which cards."""

    colour: Literal["prompt", "yellow", "red"] | None = Field(
        None, description="Without: yellow and red ones."
    )
    state: Literal["standing", "appealed", "kept", "cancelled"] | None = None
    before: Annotated[int, Field(ge=1, le=_LARGEST)] | None = Field(
        None, description="Older than this card: the next page."
    )


class AppealIn(Asked):
    """Why a card should not count."""

    ground: Said


class AppealDecisionIn(Asked):
    """What becomes of an appealed card, and why."""

    cancel: bool
    reason: Said


@router.get("", response=list[CardOut], summary="Cards of departments")
def listed(request: ApiRequest, wanted: Query[WantedIn]) -> list[CardOut]:
    """Of those the key reads for, the newest first, fifty at most."""
    by = request.auth.actor
    require(by, Right.READ_CASES, centre_id=request.auth.centre_id)
    found = cards_for(
        by,
        colours=(Colour(wanted.colour),) if wanted.colour else CARDS,
        states=(CardState(wanted.state),) if wanted.state else tuple(CardState),
        before=wanted.before,
        limit=_PAGE,
    )
    return _out(found)


@case_router.get("/{number}/cards", response=list[CardOut], summary="Cards of a case")
def of_case(request: ApiRequest, number: str) -> list[CardOut]:
    """As they were given; cancelled ones and prompts too."""
    return _out(queries.cards_of(own_case(request, number).id))


@router.post("/{card}/appeal", response=CardOut, summary="Appeal against a card (申诉)")
def appeal(request: ApiRequest, card: int, asked: AppealIn) -> CardOut:
    """Whom it names, or somebody of the department where it names nobody. Once."""
    found = _own(request, card)
    cards.appeal(found.id, ground=asked.ground, by=request.auth.actor, at=timezone.now())
    return _out([queries.card(found.id)])[0]


@router.post("/{card}/decision", response=CardOut, summary="Cancel an appealed card, or keep it")
def decide(request: ApiRequest, card: int, asked: AppealDecisionIn) -> CardOut:
    """Supervisors only, and never who got it or who appealed."""
    found, by = _own(request, card), request.auth.actor
    cards.decide_appeal(
        found.id, cancel=asked.cancel, reason=asked.reason, by=by, at=timezone.now()
    )
    return _out([queries.card(found.id)])[0]


def _own(request: ApiRequest, card: int) -> CardView:
    """A card of the key's own centre.

    Raises:
        NotAllowed: the key may not read cases.
        CardNotFound: none, or another centre's.
    """
    require(request.auth.actor, Right.READ_CASES, centre_id=request.auth.centre_id)
    found = queries.card(card if 0 < card <= _LARGEST else 0)
    if found.centre_id != request.auth.centre_id:
        raise CardNotFound
    return found


def _out(found: list[CardView]) -> list[CardOut]:
    known = people.named(
        who for card in found for who in (card.staff_id, card.appealed_by, card.decided_by)
    )

    def number(staff_id: int | None) -> str:
        return known[staff_id].username if staff_id in known else ""

    return [
        CardOut(
            id=card.id,
            case=card.case_number,
            item=card.item_name,
            colour=card.colour.value,
            cause=card.cause.value,
            clock=card.clock.value if card.clock else "",
            day=card.on,
            department=card.department,
            staff=number(card.staff_id),
            state=card.state.value,
            ground=card.ground,
            appealed_by=number(card.appealed_by),
            appealed_at=card.appealed_at,
            decision=card.decision,
            decided_by=number(card.decided_by),
            decided_at=card.decided_at,
        )
        for card in found
    ]
