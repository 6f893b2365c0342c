"""Counting a place at closing time, and the alarms of papers that lie too long."""

from datetime import date, datetime

from django.db import transaction

from yimen.reference.people.rules import Actor
from yimen.services.cases.actions.custody import (
    all_locked,
    check_acts_for,
    locked,
    note_on_case,
    place_of,
    step,
    write_scan,
)
from yimen.services.cases.errors import CountClosed, PaperNotFound
from yimen.services.cases.models.custody import Count
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.queries.custody import CountView
from yimen.services.cases.rules.custody import PaperEvent, PaperState, Place
from yimen.support.events import Announcement, publish


def count_scan(
    place: Place, barcode: str, *, centre_id: int, day: date, by: Actor, at: datetime
) -> CountView:
    """Scan one paper in the day's count of a place, which the first scan (or "") begins.

    Raises:
        NotAllowed: `by` does not act for the place.
        CountClosed: it is closed.
        PaperNotFound: no paper of this centre has the barcode.
    """
    check_acts_for(place, by, centre_id=centre_id)
    if barcode and queries.paper(barcode).centre_id != centre_id:
        raise PaperNotFound
    with transaction.atomic():
        row = _count(place, day, centre_id=centre_id, by=by, at=at)
        if barcode and barcode not in row.scanned:
            row.scanned.append(barcode.strip())
            row.save(update_fields=["scanned"])
    return queries.count_view(row)


def close_count(place: Place, *, centre_id: int, day: date, by: Actor, at: datetime) -> CountView:
    """End the day's count: what was not found is missing from now on, with who had it last.

    Raises:
        NotAllowed: `by` does not act for the place.
        CountClosed: it is closed.
    """
    check_acts_for(place, by, centre_id=centre_id)
    with transaction.atomic():
        row = _count(place, day, centre_id=centre_id, by=by, at=at)
        result = queries.count_view(row).result
        unseen = all_locked(result.missing)
        # The rest left a moment ago, while their cases were waited for.
        lost = [p for p in unseen if p.state == PaperState.HERE.value and place_of(p) == place]
        row.closed_at, row.expected = at, result.expected - (len(unseen) - len(lost))
        row.missing, row.strays = [paper.barcode for paper in lost], list(result.strays)
        row.save(update_fields=["closed_at", "expected", "missing", "strays"])
        for paper in lost:
            step(paper, PaperEvent.MISS)
            paper.save(update_fields=["state"])
            write_scan(paper, PaperEvent.MISS, by=by, at=at, origin=place)
            note_on_case(paper, "miss_paper", by=by, at=at)
    return queries.count_view(row)


def _count(place: Place, day: date, *, centre_id: int, by: Actor, at: datetime) -> Count:
    key = {
        "centre_id": centre_id,
        "place_kind": place.kind.value,
        "place_id": place.id,
        "day": day,
    }
    Count.objects.bulk_create([Count(**key, begun_by=by.id, begun_at=at)], ignore_conflicts=True)
    row = Count.objects.select_for_update().get(**key)
    if row.closed_at is not None:
        raise CountClosed
    return row


def raise_alarms(*, by: Actor, at: datetime) -> int:
    """Report papers that have lain too long, once for each stay; how many are new."""
    new = 0
    for view in queries.lying_too_long(at=at):
        with transaction.atomic():
            paper = locked(view.barcode)
            if paper.alarmed_at is not None or paper.since != view.since:
                continue
            paper.alarmed_at = at
            paper.save(update_fields=["alarmed_at"])
            note_on_case(paper, "paper_lies_too_long", by=by, at=at)
            publish(
                Announcement(
                    "paper.overdue",
                    at,
                    [f"centre:{paper.case.centre_id}"],
                    {"place": view.place.kind.value, "place_id": view.place.id},
                )
            )
            new += 1
    return new
