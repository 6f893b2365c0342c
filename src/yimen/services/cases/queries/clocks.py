"""Clocks and what their limits are read from."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from yimen.kernel.workdays import Unit
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.centres import queries as centres
from yimen.reference.policy import queries as policy
from yimen.reference.policy.rules import Setting, value_on
from yimen.services.cases.models import Clock, ClockSegment
from yimen.services.cases.rules import clock_parameters as parameters
from yimen.services.cases.rules.clock_parameters import Limits
from yimen.services.cases.rules.clocks import (
    ClockKind,
    ClockState,
    EndReason,
    Extension,
    Ledger,
    SegmentKind,
    Stop,
    StopReason,
)
from yimen.services.cases.rules.limits import Offer, offer
from yimen.support import rows

_LIVE = [ClockState.RUNNING.value, ClockState.STOPPED.value]


@dataclass(frozen=True)
class ClockView:
    """A clock as pages and notices need it."""

    id: int
    kind: ClockKind
    unit: Unit
    #: With what was added to it.
    total: int
    starts_on: date
    basis: str
    state: ClockState
    #: None while it stands still.
    due_on: date | None
    provisional: bool
    ended_on: date | None
    why: EndReason | None


def limits_on(day: date) -> Limits:
    """The limits and thresholds of a day; the values behind are at most five seconds old."""
    return _limits(day, policy.settings())


@lru_cache(maxsize=256)
def _limits(day: date, settings: tuple[Setting, ...]) -> Limits:
    """What follows from dated values for a day: asked several times by each act."""
    return parameters.limits(
        {each.key: value_on(each.key, day, settings) for each in parameters.PARAMETERS}
    )


@lru_cache(maxsize=4096)
def offer_of(version_id: int) -> Offer:
    """What an item version says of its limits. Versions with cases are frozen, so read once."""
    return offer(catalogue.version_by_id(version_id).fields)


def local_day(centre_id: int, at: datetime) -> date:
    """The day an instant lies on where the centre is."""
    return at.astimezone(zone_of(centre_id)).date()


@lru_cache(maxsize=1024)
def zone_of(centre_id: int) -> ZoneInfo:
    """A centre does not move to another zone, so it is asked once."""
    return centres.centre(centre_id).zone


def view(clock: Clock, ledger: Ledger) -> ClockView:
    """A row with its ledger, as others see it."""
    return ClockView(
        clock.pk,
        ClockKind(clock.kind),
        Unit(clock.unit),
        ledger.total,
        clock.starts_on,
        clock.basis,
        ClockState(clock.state),
        clock.due_on,
        clock.provisional,
        clock.ended_on,
        EndReason(clock.why) if clock.why else None,
    )


def ledger_of(clock: Clock) -> Ledger:
    """A clock's ledger, from segments that were read with it or are read now."""
    stops, extensions = [], []
    for row in sorted(clock.segments.all(), key=_id):
        if row.kind == SegmentKind.PAUSE.value:
            stops.append(Stop(row.first, row.last, StopReason(row.why), row.basis))
        else:
            extensions.append(Extension(row.first, row.days, row.basis, row.reason, row.approver))
    return Ledger(
        ClockKind(clock.kind),
        Unit(clock.unit),
        clock.limit,
        clock.starts_on,
        tuple(stops),
        tuple(extensions),
    )


def unended(case_id: int, *kinds: ClockKind) -> list[Clock]:
    """A case's clocks of these kinds that have not ended."""
    where = {"case": case_id, "kind": list(kinds), "state": _LIVE}
    return rows.select(Clock, where)


def clocks_of(case_id: int) -> list[ClockView]:
    """All clocks of a case in the order of their beginning."""
    found = Clock.objects.filter(case_id=case_id).prefetch_related("segments").order_by("id")
    return [view(row, ledger_of(row)) for row in found]


def _id(row: ClockSegment) -> int:
    return row.pk
