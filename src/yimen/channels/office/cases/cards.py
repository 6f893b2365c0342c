"""Cards with their appeals, and what is overdue or due next."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.cards import CARDS, cards_for
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.cases import CARD_STATES, STATES
from yimen.channels.office.cases.picture import card_in_words
from yimen.channels.office.cases.who import names
from yimen.channels.office.cases.words import DUE
from yimen.channels.office.frame import page
from yimen.reference.people.rules import Right
from yimen.services.cases.queries.inbox import colour
from yimen.services.cases.queries.search import Wanted, search
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.cards import CardState, Colour
from yimen.services.cases.rules.states import State

_PAGE: Final = 50
_COLOURS: Final = {"": "黄牌和红牌", "red": "只看红牌", "yellow": "只看黄牌", "prompt": "预警提示"}


@never_cache
@require_safe
@staff_page(Right.READ_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """Cards of my department or centre, the newest first."""
    asked = request.GET.get("state", "")
    shade = request.GET.get("colour", "")
    before = typed.number(request.GET.get("before", ""))
    found = cards_for(
        request.actor,
        colours=(Colour(shade),) if shade in set(Colour) else CARDS,
        states=(CardState(asked),) if asked in set(CardState) else tuple(CardState),
        before=before,
        limit=_PAGE + 1,
    )
    shown = found[:_PAGE]
    known = names(who for card in shown for who in (card.staff_id, card.appealed_by))
    kept = request.GET.copy()
    kept["before"] = str(shown[-1].id) if shown else ""
    context = {
        "rows": [card_in_words(card, known) for card in shown],
        "states": CARD_STATES.items(),
        "state": asked,
        "colours": _COLOURS.items(),
        "colour": shade,
        "older": f"?{kept.urlencode()}" if len(found) > _PAGE else "",
        "newest": request.path if before else "",
        "urgent": [] if before else _urgent(request),
    }
    return page(request, "office/cases/cards.html", context, here="cases-cards")


def _urgent(request: StaffRequest) -> list[dict[str, Any]]:
    """Overdue cases and those due today or tomorrow, of the departments I read for."""
    today = timezone.localdate()
    until = today + timedelta(days=1)
    found: dict[int, CaseView] = {}
    for grant in request.actor.grants:
        if Right.READ_CASES not in grant.rights:
            continue
        for state in (State.ACCEPTED, State.IN_REVIEW):
            wanted = Wanted(
                centre_id=grant.centre_id,
                department_id=grant.department_id,
                state=state,
                due_before=until,
            )
            found |= {view.id: view for view in search(wanted, limit=_PAGE)}
    urgent = sorted(found.values(), key=lambda view: (view.promised_due or today, view.id))
    return [
        {
            "view": view,
            "due": DUE[colour(view.promised_due, view.state, today)],
            "state": STATES[view.state.value],
        }
        for view in urgent[:_PAGE]
    ]
