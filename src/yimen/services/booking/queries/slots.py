"""Questions about half hours: what is offered, how full it is."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Min, QuerySet, Sum

from yimen.services.booking.errors import SlotNotFound
from yimen.services.booking.models import Plan, Slot
from yimen.services.booking.queries.days import rules_on
from yimen.services.booking.queries.views import CrowdView, DayView, SlotView, slot_view
from yimen.services.booking.rules import slots as rules
from yimen.services.booking.rules.slots import Places
from yimen.support import sql


def slot(slot_id: int) -> SlotView:
    """One half hour.

    Raises:
        SlotNotFound: no such half hour.
    """
    row = sql.one("yimen.services.booking", "slot", {"slot_id": slot_id})
    if row is None:
        raise SlotNotFound
    return SlotView(**row)


def slots(queue_id: int, day: date, *, at: datetime) -> list[SlotView]:
    """The half hours of a day that were released and are not over, full ones included."""
    rows = Slot.objects.filter(
        queue_id=queue_id, day=day, release_at__lte=at, ends_at__gt=at, closed_at__isnull=True
    ).order_by("starts_at")
    return [slot_view(row) for row in rows]


def days(queue_id: int, *, at: datetime) -> list[DayView]:
    """The days with half hours that were released and are not over, in order."""
    return _days(_open_slots(at).filter(queue_id=queue_id)).get(queue_id, [])


def offered_days(centre_id: int, *, at: datetime) -> dict[int, list[DayView]]:
    """`days` of every business of a centre that has any, by queue."""
    return _days(_open_slots(at).filter(centre_id=centre_id))


def _open_slots(at: datetime) -> QuerySet[Slot]:
    return Slot.objects.filter(
        release_at__lte=at, ends_at__gt=at, closed_at__isnull=True, capacity_online__gt=0
    )


def _days(open_slots: QuerySet[Slot]) -> dict[int, list[DayView]]:
    rows = open_slots.values("queue_id", "day").annotate(
        capacity=Sum("capacity_online"), taken=Sum("booked")
    )
    found: dict[int, list[DayView]] = {}
    for row in rows.order_by("queue_id", "day"):
        busy_from = rules_on(row["day"]).busy_share
        level = rules.crowd(row["taken"], row["capacity"], busy_from=busy_from)
        found.setdefault(row["queue_id"], []).append(
            DayView(row["day"], row["capacity"], row["capacity"] - row["taken"], level)
        )
    return found


def next_release(queue_id: int, *, at: datetime) -> tuple[datetime, date] | None:
    """When the next day is offered, and which; None while none is prepared."""
    row = (
        Slot.objects.filter(queue_id=queue_id, release_at__gt=at, closed_at__isnull=True)
        .values("release_at")
        .annotate(first=Min("day"))
        .order_by("release_at")
        .first()
    )
    return (row["release_at"], row["first"]) if row else None


def crowd(centre_id: int, day: date, *, queue_ids: Iterable[int] = ()) -> list[CrowdView]:
    """A day's half hours with booked and promised places, summed over businesses."""
    rows = Slot.objects.filter(centre_id=centre_id, day=day, closed_at__isnull=True)
    if wanted := list(queue_ids):
        rows = rows.filter(queue_id__in=wanted)
    busy_from = rules_on(day).busy_share
    summed = (
        rows.values("starts_at")
        .annotate(
            capacity=Sum("capacity_online"), taken=Sum("booked"), walk_in=Sum("capacity_walkin")
        )
        .order_by("starts_at")
    )
    return [
        CrowdView(
            starts_at=row["starts_at"],
            capacity=row["capacity"],
            booked=row["taken"],
            walk_in=row["walk_in"],
            crowd=rules.crowd(row["taken"], row["capacity"], busy_from=busy_from),
        )
        for row in summed
    ]


def plans(centre_id: int) -> dict[int, Places]:
    """Places set by hand, by queue."""
    rows = Plan.objects.filter(centre_id=centre_id)
    return {row.queue_id: Places(row.online, row.walk_in) for row in rows}
