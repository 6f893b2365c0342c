"""Originals back into the applicant's hand, signed for; nothing is kept of who is turned away."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yimen.journeys import take_in
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import filing, giving_back, supplementing
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import Place
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.states import State


def give_back(
    case_id: int,
    barcodes: Iterable[str],
    place: Place,
    shown: Shown,
    drawn: str,
    *,
    by: Actor,
    at: datetime,
) -> list[PaperView]:
    """Give papers back to whoever stands at a window, signed for.

    Raises:
        CasesError: whatever giving back refuses; the signature is kept all the same.
        BadSignature, FilesError: there is no signature.
    """
    kept = take_in.keep_signature(case_id, drawn, by=by, at=at)
    return giving_back.give_back(case_id, barcodes, place, shown, signature_file=kept, by=by, at=at)


def turn_away(
    case_id: int, reason: str, *, authority: str | None = None, by: Actor, at: datetime
) -> CaseView:
    """Tell whoever stands here that nothing is to be done: what they brought goes back with them.

    All in one transaction: a refusal leaves a draft a draft, whose papers can still be kept.

    Args:
        case_id: which.
        reason: in words.
        authority: whose matter it is instead; None: it needs no permit at all.
        by: the clerk.
        at: now.

    Raises:
        CasesError: whatever receiving or turning away refuses.
    """
    with transaction.atomic():
        state = cases.case(case_id).state
        if state in {State.DRAFT, State.SUBMITTED}:
            filing.receive(case_id, by=by, at=at, turned_away=True)
        elif state is State.CORRECTION:
            supplementing.supply(case_id, by=by, at=at)
        if authority is None:
            return filing.find_not_required(case_id, reason, by=by, at=at)
        return filing.find_not_competent(case_id, reason, authority, by=by, at=at)
