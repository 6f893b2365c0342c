"""Every clock of a case told day by day: what the case page, the API and `./yimen explain` show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from yimen.kernel.identifiers import checked_case_number
from yimen.kernel.workdays import Pause
from yimen.reference.centres import queries as centres
from yimen.reference.people import queries as people
from yimen.reference.people.errors import StaffNotFound
from yimen.services.cases.models import Clock, ClockChange, ClockSegment
from yimen.services.cases.queries.cases import case_by_number
from yimen.services.cases.queries.clocks import ClockView, ledger_of, local_day, view
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.clocks import (
    ClockKind,
    ClockState,
    SegmentKind,
    StopReason,
    closed,
)
from yimen.services.cases.rules.explain import Day, Story, story


@dataclass(frozen=True)
class StopStory:
    """Days on which a clock stood still. `last` is None while it does; staff by their numbers."""

    first: date
    last: date | None
    why: StopReason
    basis: str
    approver: str


@dataclass(frozen=True)
class ExtensionStory:
    """Days that were added to a limit, by whose approval."""

    on: date
    days: int
    reason: str
    basis: str
    approver: str


@dataclass(frozen=True)
class ChangeStory:
    """A due date that moved, or became final, with the calendar. Versions are the calendar's."""

    at: datetime
    before_on: date | None
    after_on: date | None
    before_version: int
    after_version: int
    was_provisional: bool
    is_provisional: bool


@dataclass(frozen=True)
class ClockStory:
    """One clock.

    Args:
        clock: as it stands.
        limit: days at the beginning; `clock.total` has what was added.
        calendar_version: the version of the legal calendar its days are told by.
        told: its days.
        pauses: its stops that are over, as `./yimen deadline` takes them.
    """

    clock: ClockView
    limit: int
    calendar_version: int
    told: Story
    pauses: tuple[Pause, ...]
    stops: tuple[StopStory, ...]
    extensions: tuple[ExtensionStory, ...]
    changes: tuple[ChangeStory, ...]


@dataclass(frozen=True)
class SideRow:
    """A day of both clocks of the decision; None where a clock has not begun or is told no more."""

    day: date
    promised: Day | None
    statutory: Day | None


@dataclass(frozen=True)
class Explanation:
    """A case's time."""

    case: CaseView
    today: date
    received_on: date | None
    accepted_on: date | None
    clocks: tuple[ClockStory, ...]

    def latest(self, kind: ClockKind) -> ClockStory | None:
        """The last clock of a kind, None without."""
        found = [story for story in self.clocks if story.clock.kind is kind]
        return found[-1] if found else None

    @property
    def side_by_side(self) -> tuple[SideRow, ...]:
        """Promised and statutory, day by day."""
        promised = _by_day(self.latest(ClockKind.PROMISED))
        statutory = _by_day(self.latest(ClockKind.STATUTORY))
        return tuple(
            SideRow(day, promised.get(day), statutory.get(day))
            for day in sorted(promised.keys() | statutory.keys())
        )


def explain(number: str, *, at: datetime) -> Explanation:
    """Tell every day of every clock of a case: counted or not, why, by which law.

    Args:
        number: the case number, with or without blanks.
        at: now; days after it are told as ahead.

    Raises:
        BadCaseNumber: no case number.
        CaseNotFound: no such case.
    """
    case = case_by_number(checked_case_number(number))
    today = local_day(case.centre_id, at)
    rows = Clock.objects.filter(case_id=case.id).prefetch_related("segments", "changes")
    return Explanation(
        case=case,
        today=today,
        received_on=_day(case, case.received_at),
        accepted_on=_day(case, case.accepted_at),
        clocks=tuple(_told(row, today) for row in rows.order_by("id")),
    )


def _told(row: Clock, today: date) -> ClockStory:
    ledger = ledger_of(row)
    calendar = centres.legal_calendar(row.calendar_version)
    clock = view(row, ledger)
    ended = clock.ended_on if clock.state is ClockState.ENDED else None
    segments = sorted(row.segments.all(), key=lambda segment: segment.pk)
    return ClockStory(
        clock=clock,
        limit=row.limit,
        calendar_version=row.calendar_version,
        told=story(ledger, calendar, today=today, ended_on=ended),
        pauses=closed(ledger),
        stops=tuple(_stops(segments)),
        extensions=tuple(_extensions(segments)),
        changes=tuple(map(_change, sorted(row.changes.all(), key=lambda change: change.pk))),
    )


def _stops(segments: Iterable[ClockSegment]) -> Iterable[StopStory]:
    for row in segments:
        if row.kind == SegmentKind.PAUSE.value:
            why, approver = StopReason(row.why), _staff(row.approver)
            yield StopStory(row.first, row.last, why, row.basis, approver)


def _extensions(segments: Iterable[ClockSegment]) -> Iterable[ExtensionStory]:
    for row in segments:
        if row.kind == SegmentKind.EXTENSION.value:
            approver = _staff(row.approver)
            yield ExtensionStory(row.first, row.days, row.reason, row.basis, approver)


def _change(row: ClockChange) -> ChangeStory:
    return ChangeStory(
        row.at,
        row.before_on,
        row.after_on,
        row.before_version,
        row.after_version,
        row.was_provisional,
        row.is_provisional,
    )


def _staff(staff_id: int | None) -> str:
    """A colleague's staff number; empty where nobody's consent was needed."""
    if staff_id is None:
        return ""
    try:
        return people.staff(staff_id).username
    except StaffNotFound:
        return str(staff_id)


def _by_day(found: ClockStory | None) -> dict[date, Day]:
    return {day.day: day for day in found.told.days} if found is not None else {}


def _day(case: CaseView, at: datetime | None) -> date | None:
    return None if at is None else local_day(case.centre_id, at)
