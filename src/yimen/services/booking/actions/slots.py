"""Making half hours from opening hours, closing those that fell away, places for walk-ins."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from yimen.reference.centres import queries as centres
from yimen.reference.centres.rules import Hours
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.booking import announce, queries
from yimen.services.booking.errors import WalkInFull
from yimen.services.booking.models import Appointment, Plan, Slot
from yimen.services.booking.rules import slots as rules
from yimen.services.booking.rules.slots import Places, Span
from yimen.services.booking.rules.states import State
from yimen.support import sql

#: Any number of our own; the centre's id is the other half of the lock.
_LOCK = 1902004


@dataclass(frozen=True)
class Business:
    """A queue, and how many places a span of it has unless a plan says otherwise."""

    queue_id: int
    places: Places


@dataclass(frozen=True)
class DayRules:
    """What all half hours of a day share."""

    release_at: datetime
    is_today: bool


def alone(centre_id: int) -> None:
    """Whoever changes many half hours of a centre at once waits for whoever does already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, centre_id])


def renew_slots(centre_id: int, businesses: Sequence[Business], *, at: datetime) -> int:
    """Bring the coming days' half hours in step with hours, plans and rules. Affected appointments.

    Half hours that fell away are closed, never deleted: their appointments are marked, told by an
    event, and listed by `queries.affected` until their holders react. Half hours that come back are
    opened again. Run as often as one likes: nothing to do changes nothing.

    Returns:
        How many appointments became affected by this run.
    """
    zone = centres.centre(centre_id).zone
    hours = centres.hours(centre_id)
    today = at.astimezone(zone).date()
    plans = queries.plans(centre_id)
    affected = 0
    with transaction.atomic():
        alone(centre_id)
        for ahead in range(queries.rules_on(today).release_days + 2):
            day = today + timedelta(days=ahead)
            wanted = _spans(hours, day, zone)
            day_rules = DayRules(_release(day, zone), is_today=day == today)
            _make(centre_id, day, wanted, businesses, plans, day_rules)
            affected += _close_others(centre_id, day, wanted, at=at)
            _open_again(centre_id, day, wanted, at=at)
        if affected:
            announce.slots_changed(centre_id, affected, at=at)
    return affected


def _spans(hours: Hours, day: date, zone: tzinfo) -> list[Span]:
    held = queries.rules_on(day)
    intervals = [(interval.opens, interval.closes) for interval in hours.on(day)]
    return rules.spans(day, intervals, length=held.length, within=held.within, zone=zone)


def _release(day: date, zone: tzinfo) -> datetime:
    held = queries.rules_on(day)
    return rules.released_at(day, days_ahead=held.release_days, hour=held.release_hour, zone=zone)


def _make(
    centre_id: int,
    day: date,
    wanted: Sequence[Span],
    businesses: Iterable[Business],
    plans: dict[int, Places],
    day_rules: DayRules,
) -> None:
    """New half hours; known ones get the plan's places, but never fewer than were given."""
    rows = Slot.objects.filter(centre_id=centre_id, day=day).only(
        "queue_id", "starts_at", "capacity_online", "capacity_walkin", "booked", "release_at"
    )
    known = {(row.queue_id, row.starts_at): row for row in rows}
    missing: list[Slot] = []
    changed: defaultdict[Places, list[int]] = defaultdict(list)
    for business in businesses:
        places = plans.get(business.queue_id, business.places)
        for span in wanted:
            row = known.get((business.queue_id, span.starts_at))
            if row is None:
                missing.append(_slot(centre_id, business.queue_id, day, span, places, day_rules))
            elif _differs(row, places, day_rules):
                changed[places].append(row.pk)
    Slot.objects.bulk_create(missing, ignore_conflicts=True)
    for places, ids in changed.items():
        lowest = F("capacity_walkin") if day_rules.is_today else F("walkin_taken")
        Slot.objects.filter(pk__in=ids, settled_at__isnull=True).update(
            capacity_online=Greatest(F("booked"), places.online),
            capacity_walkin=Greatest(lowest, places.walk_in),
            release_at=day_rules.release_at,
        )


def _differs(row: Slot, places: Places, day_rules: DayRules) -> bool:
    walk_in = row.capacity_walkin < places.walk_in
    if not day_rules.is_today:  # today's may have grown by what the half hour before had left
        walk_in = row.capacity_walkin != places.walk_in
    return (
        row.capacity_online != max(row.booked, places.online)
        or walk_in
        or row.release_at != day_rules.release_at
    )


def _slot(
    centre_id: int, queue_id: int, day: date, span: Span, places: Places, day_rules: DayRules
) -> Slot:
    return Slot(
        centre_id=centre_id,
        queue_id=queue_id,
        day=day,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        release_at=day_rules.release_at,
        capacity_online=places.online,
        capacity_walkin=places.walk_in,
    )


def _fitting(wanted: Sequence[Span]) -> Q:
    starts, ends = [w.starts_at for w in wanted], [w.ends_at for w in wanted]
    return Q(starts_at__in=starts, ends_at__in=ends)


def _close_others(centre_id: int, day: date, wanted: Sequence[Span], *, at: datetime) -> int:
    """Close the day's half hours outside the hours; mark and tell their appointments."""
    fallen = (
        Slot.objects.select_for_update()
        .filter(centre_id=centre_id, day=day, closed_at__isnull=True, ends_at__gt=at)
        .exclude(_fitting(wanted))
        .order_by("pk")
    )
    ids = list(fallen.values_list("pk", flat=True))
    Slot.objects.filter(pk__in=ids).update(closed_at=at)
    rows = Appointment.objects.filter(
        slot_id__in=ids, state=State.BOOKED.value, displaced_at__isnull=True
    )
    hit = list(rows.order_by("pk").values_list("pk", flat=True))
    Appointment.objects.filter(pk__in=hit).update(displaced_at=at)
    for appointment_id in hit:
        announce.appointment_moved("affected", queries.appointment(appointment_id), at=at)
    return len(hit)


def _open_again(centre_id: int, day: date, wanted: Sequence[Span], *, at: datetime) -> None:
    """Hours that came back: what was booked there holds again."""
    back = Slot.objects.filter(_fitting(wanted), centre_id=centre_id, day=day, ends_at__gt=at)
    ids = list(back.filter(closed_at__isnull=False).values_list("pk", flat=True))
    if not ids:
        return
    Slot.objects.filter(pk__in=ids).update(closed_at=None)
    hit = list(
        Appointment.objects.filter(
            slot_id__in=ids, state=State.BOOKED.value, displaced_at__isnull=False
        ).values_list("pk", flat=True)
    )
    Appointment.objects.filter(pk__in=hit).update(displaced_at=None)
    for appointment_id in hit:
        announce.appointment_moved("restored", queries.appointment(appointment_id), at=at)


def set_plan(
    centre_id: int, queue_id: int, places: Places | None, *, by: Actor, at: datetime
) -> None:
    """Set a business's places of each half hour by hand; None: what its windows can do.

    Raises:
        NotAllowed: `by` does not run this hall.
    """
    require(by, Right.RUN_HALL, centre_id=centre_id)
    if places is None:
        Plan.objects.filter(pk=queue_id, centre_id=centre_id).delete()
        return
    Plan.objects.update_or_create(
        queue_id=queue_id,
        defaults={"centre_id": centre_id, "online": places.online, "walk_in": places.walk_in},
    )


def take_walk_in_place(queue_id: int, *, at: datetime) -> None:
    """Use one walk-in place of the half hour that runs. Outside booked hours there is no limit.

    Raises:
        WalkInFull: all are taken.
    """
    with sql.alone():
        row = sql.one("yimen.services.booking", "take_walkin_place", _now(queue_id, at))
    if (
        row is None
        and Slot.objects.filter(queue_id=queue_id, starts_at__lte=at, ends_at__gt=at).exists()
    ):
        raise WalkInFull


def _now(queue_id: int, at: datetime) -> dict[str, object]:
    return {"queue_id": queue_id, "at": at}
