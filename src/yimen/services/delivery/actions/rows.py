"""What the actions on a parcel share: lock the row, add an event, work out where it stands."""

from collections.abc import Sequence
from datetime import datetime

from yimen.reference.people.rules import Actor
from yimen.services.delivery import announce, queries
from yimen.services.delivery.errors import ParcelNotFound
from yimen.services.delivery.models import Parcel, TrackEvent
from yimen.services.delivery.queries import ParcelView
from yimen.services.delivery.rules.alarms import Alarm
from yimen.services.delivery.rules.states import (
    Happening,
    Problem,
    State,
    Step,
    next_state,
    standing,
)


def locked(parcel_id: int) -> Parcel:
    """The row, held until the transaction ends.

    Raises:
        ParcelNotFound: none has this id.
    """
    row = Parcel.objects.select_for_update().filter(pk=parcel_id).first()
    if row is None:
        raise ParcelNotFound
    return row


def name_of(by: Actor) -> str:
    """Who acts, as rows and logs name them."""
    return f"{by.kind}:{by.label}"


def step(
    row: Parcel,
    what: Step,
    *,
    by: str,
    at: datetime,
    problem: Problem = Problem.NONE,
    fields: Sequence[str] = (),
) -> ParcelView:
    """Let something of our own happen to a locked row, whose other `fields` the caller has set.

    Raises:
        StepNotAllowed: the rules refuse.
    """
    next_state(State(row.state), what)
    TrackEvent.objects.create(
        parcel_id=row.pk,
        source=by,
        step=what.value,
        problem=problem.value,
        # Never before what brought it here, or the fold would read the two the other way round.
        happened_at=max(at, row.state_since),
        told_at=at,
    )
    return settle(row, at=at, fields=fields)


def settle(row: Parcel, *, at: datetime, fields: Sequence[str] = ()) -> ParcelView:
    """Write where a locked row stands after all that was told of it; publish if that is new."""
    before = row.state
    told = TrackEvent.objects.filter(parcel_id=row.pk)
    stands = standing(row.ordered_at, [_happening(event) for event in told])
    row.state, row.state_since = stands.state.value, stands.since
    row.problem = stands.problem.value
    row.signed_at, row.signed_by = stands.signed_at, stands.signed_by
    row.last_news_at = at
    row.alarm, row.alarm_since = Alarm.NONE.value, None
    row.save(
        update_fields=[
            "state",
            "state_since",
            "problem",
            "signed_at",
            "signed_by",
            "last_news_at",
            "alarm",
            "alarm_since",
            *fields,
        ]
    )
    view = queries.parcel(row.pk)
    if row.state != before:
        announce.parcel_moved(view, at=at)
    return view


def _happening(event: TrackEvent) -> Happening:
    return Happening(
        happened_at=event.happened_at,
        order=event.pk,
        step=Step(event.step),
        problem=Problem(event.problem),
        signed_by=event.code if event.step == Step.SIGN.value else "",
    )
