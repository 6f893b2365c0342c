"""Giving originals back: who took them is written down before they leave, as with a result.

For papers a case needs no longer, above all where it was turned away, withdrawn or ended. A result
leaves by `handing`, together with the case.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import custody, moves
from yimen.services.cases.actions.takers import kept_of, taker_of
from yimen.services.cases.errors import NoPaperChosen, PaperElsewhere, PaperNotFound, ResultPaper
from yimen.services.cases.models.custody import Paper
from yimen.services.cases.models.handing import GiveBack
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.rules.custody import PaperKind, Place
from yimen.services.cases.rules.handing import Shown


def give_back(
    case_id: int,
    barcodes: Iterable[str],
    place: Place,
    shown: Shown,
    *,
    signature_file: str,
    by: Actor,
    at: datetime,
) -> list[PaperView]:
    """Give papers that lie at a place back to whoever may take them. All or none.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        NoPaperChosen: nothing to give.
        PaperNotFound: the case has no such paper.
        PaperElsewhere, PaperMoveNotAllowed: it does not lie here, or not any more.
        ResultPaper: a result is handed out, not given back.
        RouteNotAllowed: papers are not handed out there.
        NotTheTaker, AuthorityNeeded: who stands here may not take them.
    """
    wanted = sorted({barcode.strip() for barcode in barcodes})
    with transaction.atomic():
        row = moves.locked(case_id)
        custody.check_acts_for(place, by, centre_id=row.centre_id)
        _check_lie_here(case_id, wanted, place)
        found = taker_of(row, shown)
        GiveBack.objects.create(
            case=row,
            barcodes=wanted,
            **kept_of(found, shown, signature_file=signature_file, by=by, at=at),
        )
        facts = {"taker": found.value, "papers": len(wanted)}
        moves.note(row, "give_back", by=by, at=at, facts=facts)
        return [custody.hand_out(each, by=by, at=at, note=found.value) for each in wanted]


def _check_lie_here(case_id: int, barcodes: list[str], place: Place) -> None:
    """Of a case that is held, so that none of its papers moves meanwhile."""
    if not barcodes:
        raise NoPaperChosen
    papers = list(Paper.objects.filter(case_id=case_id, barcode__in=barcodes))
    if len(papers) < len(barcodes):
        raise PaperNotFound
    for paper in papers:
        if paper.kind == PaperKind.RESULT.value:
            raise ResultPaper
        if custody.place_of(paper) != place:
            raise PaperElsewhere(place=paper.place_kind)
