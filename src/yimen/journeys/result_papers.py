"""In whose hands the papers of a result are while it travels by parcel or lies in a locker.

The case's custody knows places, not parcels: a courier's place is named by the parcel's id, a
locker's by the locker's own.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import custody
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.rules.custody import PaperState, Place, PlaceKind

log = logging.getLogger("yimen.papers")

_COUNTER = Place(PlaceKind.ISSUE_WINDOW)


def hand_on(case_id: int, target: Place, *, by: Actor, at: datetime) -> int:
    """What lies at the issue window is in a courier's or a locker's hands. How many papers.

    Again changes nothing: what has gone on does not lie there any more.
    """
    lying = [paper.barcode for paper in _lying(case_id, PlaceKind.ISSUE_WINDOW)]
    custody.give(lying, target, by=by, at=at)
    for barcode in lying:
        custody.take(barcode, target, by=by, at=at)
    return len(lying)


def bring_back(
    case_id: int,
    origin: PlaceKind,
    *,
    by: Actor,
    at: datetime,
    taken: bool,
    place_id: int | None = None,
) -> int:
    """What was with a courier or in a locker comes back to the issue window. How many papers.

    Args:
        case_id: whose.
        origin: where they were.
        by: who brings them.
        at: now.
        taken: whether `by` holds them already; else they are on their way until somebody scans.
        place_id: which courier or locker; None for any of the kind.
    """
    lying = [paper.barcode for paper in _lying(case_id, origin, place_id)]
    custody.give(lying, _COUNTER, by=by, at=at)
    for barcode in lying if taken else ():
        custody.take(barcode, _COUNTER, by=by, at=at)
    return len(lying)


def reach_citizen(
    case_id: int,
    origin: PlaceKind,
    *,
    by: Actor,
    at: datetime,
    how: str,
    place_id: int | None = None,
) -> int:
    """What was with a courier or in a locker is in the citizen's hand. How many papers.

    `place_id`: which courier or locker, None for any. What another parcel lost stays lost.
    """
    lying = _lying(case_id, origin, place_id)
    for paper in lying:
        custody.hand_out(paper.barcode, by=by, at=at, note=how)
    return len(lying)


@contextmanager
def best_effort() -> Iterator[None]:
    """Papers are moved if they can be; one that lies elsewhere must not hold up the hand-over.

    Where it lies is said by the day's count, with whoever had it last.
    """
    try:
        with transaction.atomic():
            yield
    except DomainError as refusal:
        log.warning("paper not moved", extra={"code": refusal.code})


def _lying(case_id: int, kind: PlaceKind, place_id: int | None = None) -> list[PaperView]:
    return [
        paper
        for paper in papers.papers_of(case_id)
        if paper.state is PaperState.HERE
        and paper.place.kind is kind
        and place_id in {None, paper.place.id}
    ]
