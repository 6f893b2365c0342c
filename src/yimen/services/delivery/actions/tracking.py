"""What carriers tell of a parcel: each event once, and where the parcel stands after them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from yimen.devices.carriers import Scan
from yimen.services.delivery import queries
from yimen.services.delivery.actions.rows import locked, settle
from yimen.services.delivery.models import Parcel, TrackEvent
from yimen.services.delivery.queries import ParcelView
from yimen.services.delivery.rules import scale
from yimen.services.delivery.rules.states import State

_PHONE: Final = re.compile(r"(?<![0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9])")
_LANDLINE: Final = re.compile(r"(?<![0-9])0[0-9]{2,3}-?[0-9]{7,8}(?![0-9])")
_LONGEST_TEXT: Final = 200
_LONGEST_ID: Final = 80
_LONGEST_CODE: Final = 8


@dataclass(frozen=True)
class Moved:
    """A parcel after something was told of it.

    Args:
        parcel: where it stands.
        before: where it stood.
        new: how many events were not known before.
    """

    parcel: ParcelView
    before: State
    new: int

    @property
    def changed(self) -> bool:
        """Whether it stands elsewhere now."""
        return self.parcel.state is not self.before


def track(carrier: str, number: str, scans: Sequence[Scan], *, at: datetime) -> Moved:
    """Note what a carrier tells, by push or by poll, in any order and as often as it likes.

    Raises:
        ParcelNotFound: none of this carrier's has this number.
    """
    parcel_id = queries.parcel_by_number(carrier, number).id
    with transaction.atomic():
        row = locked(parcel_id)
        before = State(row.state)
        new = _add(row, scans, at=at)
        view = settle(row, at=at) if new else queries.parcel(parcel_id)
    return Moved(view, before, new)


def _add(row: Parcel, scans: Sequence[Scan], *, at: datetime) -> int:
    """Append events that are not known yet, under the parcel's lock. How many."""
    known = set(
        TrackEvent.objects.filter(parcel_id=row.pk, event_id__isnull=False).values_list(
            "event_id", flat=True
        )
    )
    fresh = [
        event
        for event_id, event in {
            scan.id[:_LONGEST_ID]: _event(row, scan, at=at) for scan in scans if scan.id
        }.items()
        if event is not None and event_id not in known
    ]
    TrackEvent.objects.bulk_create(sorted(fresh, key=lambda event: event.happened_at))
    return len(fresh)


def _event(row: Parcel, scan: Scan, *, at: datetime) -> TrackEvent | None:
    meant = scale.meaning(scan.code)
    if meant is None:
        return None
    return TrackEvent(
        parcel_id=row.pk,
        source=row.carrier,
        event_id=scan.id[:_LONGEST_ID],
        step=meant.step.value,
        problem=meant.problem.value,
        code=scan.code[:_LONGEST_CODE],
        text=_without_phones(scan.text)[:_LONGEST_TEXT],
        happened_at=min(scan.happened_at, at),  # no carrier knows tomorrow
        told_at=at,
    )


def _without_phones(text: str) -> str:
    """Couriers put their own and other people's numbers into what they say."""
    return _LANDLINE.sub("****", _PHONE.sub(r"\1****\2", text))
