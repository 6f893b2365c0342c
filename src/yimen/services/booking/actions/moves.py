"""What happens to an appointment after it was made: lock, ask the rule, write, log, publish."""

from collections.abc import Sequence
from datetime import date, datetime

from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import HOUSE, Actor, Right, require
from yimen.services.booking import announce, queries
from yimen.services.booking.errors import AppointmentNotFound, DayOver
from yimen.services.booking.models import Appointment, AppointmentEvent, Bar
from yimen.services.booking.queries import AppointmentView
from yimen.services.booking.rules import slots as rules
from yimen.services.booking.rules.slots import Arrival, Span
from yimen.services.booking.rules.states import Event, State, next_state
from yimen.support.secrets import blind_index


def locked(appointment_id: int) -> Appointment:
    """The row, held until the transaction ends.

    Raises:
        AppointmentNotFound: none has this id.
    """
    row = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("slot")
        .filter(pk=appointment_id)
        .first()
    )
    if row is None:
        raise AppointmentNotFound
    return row


def move(
    row: Appointment, event: Event, *, by: Actor, at: datetime, fields: Sequence[str] = ()
) -> AppointmentView:
    """Let `event` happen to a locked row, whose other `fields` the caller has set.

    Raises:
        EventNotAllowed: the rules refuse.
    """
    before = State(row.state)
    row.state = next_state(before, event).value
    row.save(update_fields=["state", *fields])
    AppointmentEvent.objects.create(
        appointment_id=row.pk,
        event=event.value,
        before=before.value,
        after=row.state,
        at=at,
        actor=f"{by.kind}:{by.label}",
    )
    view = queries.appointment(row.pk)
    announce.appointment_moved(row.state, view, at=at)
    return view


def locked_arrival(
    appointment_id: int, *, centre_id: int, at: datetime, today: date
) -> tuple[AppointmentView, Arrival | None]:
    """Hold an appointment for its check-in, and say whether its holder is in time.

    Call inside the transaction that goes on to give the number. The arrival is None where the
    number was given before: a repeated check-in.

    Args:
        appointment_id: which.
        centre_id: where the holder stands; another centre's appointment is not found.
        at: now.
        today: the centre's own day now.

    Raises:
        AppointmentNotFound: none here.
        TooEarly: check-in has not begun.
        DayOver: it was for an earlier day.
        EventNotAllowed: it was cancelled, or is over.
    """
    row = locked(appointment_id)
    if row.centre_id != centre_id:
        raise AppointmentNotFound
    view = queries.appointment(row.pk)
    if row.ticket_id is not None and view.state in (State.CHECKED_IN, State.LATE):
        return view, None
    if row.day < today:
        raise DayOver
    event = Event.CHECK_IN if view.state is State.BOOKED else Event.ARRIVE_LATE
    next_state(view.state, event)
    if view.state is State.NO_SHOW:
        return view, Arrival.LATE
    zone = centres.centre(centre_id).zone
    span = Span(view.starts_at.astimezone(zone), view.ends_at.astimezone(zone))
    return view, rules.arrival(span, at=at, early=queries.rules_on(row.day).early)


def arrive(
    appointment_id: int, arrival: Arrival, *, ticket_id: int, by: Actor, at: datetime
) -> AppointmentView:
    """Note the number an appointment became.

    Raises:
        EventNotAllowed: the rules refuse.
    """
    row = locked(appointment_id)
    row.ticket_id, row.arrived_at = ticket_id, at
    event = Event.CHECK_IN if arrival is Arrival.IN_TIME else Event.ARRIVE_LATE
    return move(row, event, by=by, at=at, fields=["ticket_id", "arrived_at"])


def finish(appointment_id: int, *, at: datetime) -> AppointmentView:
    """Its number was served."""
    return move(locked(appointment_id), Event.FINISH, by=HOUSE, at=at)


def lapse(appointment_id: int, *, at: datetime) -> AppointmentView:
    """Its number was not served that day; nobody is to blame."""
    return move(locked(appointment_id), Event.LAPSE, by=HOUSE, at=at)


def miss(appointment_id: int, *, at: datetime) -> AppointmentView:
    """Its holder stayed away; past the limit, the person is barred for some time."""
    return missed(locked(appointment_id), at=at)


def missed(row: Appointment, *, at: datetime) -> AppointmentView:
    """`miss` for a row that is locked already."""
    view = move(row, Event.MISS, by=HOUSE, at=at)
    if row.holder_index is not None:
        _bar_where_due(bytes(row.holder_index), view, at=at)
    return view


def _bar_where_due(holder_index: bytes, view: AppointmentView, *, at: datetime) -> None:
    """Bar a person whose misses since the last bar, within the window, are past the limit."""
    held = queries.rules_on(view.day)
    since = at - held.no_show_window
    last = Bar.objects.filter(holder_index=holder_index).order_by("-since").first()
    if last is not None:
        since = max(since, last.since)
    days = Appointment.objects.filter(
        holder_index=holder_index, state=State.NO_SHOW.value, slot__ends_at__gt=since
    ).values_list("slot__ends_at", flat=True)
    if rules.needs_bar(list(days), limit=held.no_show_limit):
        Bar.objects.create(holder_index=holder_index, since=at, until=at + held.bar)


def lift_bar(citizen_id: str, *, centre_id: int, by: Actor, at: datetime) -> int:
    """Let a person book again before the bar's end. How many bars that were.

    Raises:
        NotAllowed: `by` does not run this hall.
    """
    require(by, Right.RUN_HALL, centre_id=centre_id)
    bars = Bar.objects.filter(
        holder_index=blind_index(citizen_id), until__gt=at, lifted_at__isnull=True
    )
    return bars.update(lifted_at=at)
