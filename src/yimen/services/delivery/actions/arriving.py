"""What a citizen sent has arrived: somebody here opens it, once."""

from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.delivery import queries
from yimen.services.delivery.actions.rows import locked, name_of
from yimen.services.delivery.errors import StepNotAllowed
from yimen.services.delivery.queries import ParcelView
from yimen.support.audit import append


def open_up(parcel_id: int, *, by: Actor, at: datetime) -> ParcelView:
    """Open a parcel from a citizen. That it was, and by whom, is on record.

    Raises:
        ParcelNotFound: no such parcel.
        NotAllowed: `by` takes no papers in here.
        StepNotAllowed: it has not arrived, or a colleague has opened it.
    """
    with transaction.atomic():
        row = locked(parcel_id)
        require(by, Right.RECEIVE, centre_id=row.centre_id)
        if not queries.parcel(parcel_id).may_open:
            raise StepNotAllowed(parcel_state=row.state, event="open")
        row.opened_at = at
        row.save(update_fields=["opened_at"])
        append(f"parcel:{parcel_id}", "open", actor=name_of(by), at=at)
        return queries.parcel(parcel_id)
