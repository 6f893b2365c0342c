"""The clocks of a case as ledgers: began, stood still, was extended, ended. Never a moved date.

A due date is always reckoned from the whole ledger by `kernel.workdays.deadline`; whatever else
holds one keeps it for lists. What a clock's limit is, is in `limits`; its cards are in `cards`.

Source: Administrative Licensing Law (行政许可法) art. 32, 42, 44, 45 and 82; Civil Code (民法典)
art. 201 and 203; docs/decisions/0022-clocks.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from yimen.kernel.workdays import Calendar, Deadline, Pause, Unit, deadline
from yimen.services.cases.errors import BadClockDay, ClockNotRunning, ClockNotStopped

_ONE: Final = timedelta(days=1)


class ClockKind(StrEnum):
    """Which limit runs."""

    ACCEPTANCE = "acceptance"  # to accept, or to tell once what is missing (受理时限)
    SUPPLEMENT = "supplement"  # the applicant's, to supplement (补正期限)
    PROMISED = "promised"  # to decide, as the item promises (承诺时限)
    STATUTORY = "statutory"  # to decide, by law (法定时限)
    TOLERANT = "tolerant"  # the applicant's, to make up for what was let pass (容缺补交期限)
    DELIVERY = "delivery"  # to hand the result over (送达时限)
    SPECIAL = "special"  # what was announced for a special procedure (特别程序告知时间)


class StopReason(StrEnum):
    """Why a clock stands still. Source: Administrative Licensing Law art. 45."""

    SUPPLEMENT = "supplement"  # 补正
    HEARING = "hearing"  # 听证
    TENDER = "tender"  # 招标
    AUCTION = "auction"  # 拍卖
    INSPECTION = "inspection"  # 检验
    TESTING = "testing"  # 检测
    QUARANTINE = "quarantine"  # 检疫
    APPRAISAL = "appraisal"  # 鉴定
    EXPERT_REVIEW = "expert_review"  # 专家评审
    OTHER = "other"  # by another law, which must be named


class ClockState(StrEnum):
    """Whether a clock counts."""

    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why a clock counts no more."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"  # not required, or not competent
    DEEMED = "deemed"  # accepted by silence
    SUPPLIED = "supplied"  # the applicant brought what was missing
    DECIDED = "decided"
    DELIVERED = "delivered"
    RESUMED = "resumed"  # the special procedure is over
    EXPIRED = "expired"  # the applicant's limit passed
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    VOID = "void"


class SegmentKind(StrEnum):
    """What a ledger notes beside the beginning."""

    PAUSE = "pause"
    EXTENSION = "extension"


#: What counts towards the decision: stands still in special procedures.
HANDLING: Final = (ClockKind.PROMISED, ClockKind.STATUTORY)
#: Limits of the applicant: nobody of the house gets a card for them.
APPLICANTS: Final = frozenset({ClockKind.SUPPLEMENT, ClockKind.TOLERANT})

_PERMIT_LAW: Final = "《行政许可法》第{}条"
BASIS: Final[Mapping[ClockKind, str]] = {
    ClockKind.ACCEPTANCE: _PERMIT_LAW.format("三十二"),
    ClockKind.SUPPLEMENT: "补正材料一次性告知书",
    ClockKind.PROMISED: "事项实施清单公布的承诺办结时限",
    ClockKind.STATUTORY: _PERMIT_LAW.format("四十二"),
    ClockKind.TOLERANT: "容缺受理告知书和承诺书",
    ClockKind.DELIVERY: _PERMIT_LAW.format("四十四"),
    ClockKind.SPECIAL: _PERMIT_LAW.format("四十五") + "，特别程序告知书",
}
STOP_BASIS: Final[Mapping[StopReason, str]] = {
    reason: _PERMIT_LAW.format("四十五") for reason in StopReason
} | {StopReason.SUPPLEMENT: _PERMIT_LAW.format("三十二") + "第一款第四项"}
EXTENSION_BASIS: Final = BASIS[ClockKind.STATUTORY]


@dataclass(frozen=True)
class Stop:
    """Days that do not count, both ends included; `last` is None while the clock stands still."""

    first: date
    last: date | None
    why: StopReason
    basis: str = ""

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Extension:
    """Days added to a limit: since when, by whose approval, why."""

    on: date
    days: int
    basis: str = ""
    reason: str = ""
    #: Staff id of who approved.
    approver: int | None = None


@dataclass(frozen=True)
class Ledger:
    """All that a clock's due date depends on beside the calendar.

    Args:
        kind: which limit.
        unit: working or natural days.
        limit: days at the beginning.
        starts_on: the day it began on, which is not counted.
        stops: in the order of their first days; only the last may be open.
        extensions: days added since.
    """

    kind: ClockKind
    unit: Unit
    limit: int
    starts_on: date
    stops: tuple[Stop, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @property
    def total(self) -> int:
        """The limit with what was added to it."""
        return self.limit + sum(extension.days for extension in self.extensions)

    @property
    def open_stop(self) -> Stop | None:
        """The stop that still lasts."""
        return next((stop for stop in self.stops if stop.last is None), None)


@dataclass(frozen=True)
class Due:
    """When a clock's limit ends. `day` is None while it stands still and nobody can know."""

    day: date | None
    provisional: bool
    #: Every day up to the end, or up to the stop that still lasts.
    reckoning: Deadline


def reckon(ledger: Ledger, calendar: Calendar) -> Due:
    """When the limit ends, by the kernel's `deadline`.

    Raises:
        BadLimit, TooFarAhead: see `kernel.workdays.deadline`.
    """
    found = deadline(ledger.starts_on, ledger.total, ledger.unit, calendar, closed(ledger))
    still = ledger.open_stop
    # A limit that ended before the stop began stays ended: standing still does not revive it.
    if still is None or found.due < still.first:
        return Due(found.due, found.provisional, found)
    days = tuple(day for day in found.days if day.day < still.first)
    provisional = any(calendar.on(day.day).provisional for day in days)
    return Due(None, provisional, Deadline(still.first - _ONE, days, provisional))


def closed(ledger: Ledger) -> tuple[Pause, ...]:
    """The ledger's stops that are over, as pauses of the kernel: what `./yimen deadline` takes."""
    return tuple(Pause(stop.first, stop.last) for stop in ledger.stops if stop.last is not None)


def stopped(ledger: Ledger, state: ClockState, stop: Stop) -> Ledger:
    """The ledger with a stop that begins.

    Raises:
        ClockNotRunning: the clock stands still already, or has ended.
        BadClockDay: the stop begins before the clock does.
    """
    if state is not ClockState.RUNNING:
        raise ClockNotRunning(clock=ledger.kind.value)
    if stop.first < ledger.starts_on:
        raise BadClockDay(clock=ledger.kind.value, day=stop.first.isoformat())
    return replace(ledger, stops=(*ledger.stops, stop))


def gone_on(ledger: Ledger, last: date) -> Ledger:
    """The ledger whose open stop ends with a day.

    Raises:
        ClockNotStopped: nothing stands still.
        BadClockDay: the day lies before the stop's beginning.
    """
    still = ledger.open_stop
    if still is None:
        raise ClockNotStopped(clock=ledger.kind.value)
    if last < still.first:
        raise BadClockDay(clock=ledger.kind.value, day=last.isoformat())
    ended = replace(still, last=last)
    return replace(ledger, stops=tuple(ended if stop is still else stop for stop in ledger.stops))


def extended(ledger: Ledger, state: ClockState, extension: Extension) -> Ledger:
    """The ledger with a longer limit.

    Raises:
        ClockNotRunning: the clock stands still, or has ended.
    """
    if state is not ClockState.RUNNING:
        raise ClockNotRunning(clock=ledger.kind.value)
    return replace(ledger, extensions=(*ledger.extensions, extension))
