"""Ledgers of clocks. Rows are added; of what was written only an open stop is closed, once.

A trigger keeps it so. Due dates and the next day to look at a clock are kept beside the ledger for
lists and jobs; `rules.clocks.reckon` makes them again at any time.
"""

from django.db import models
from django.db.models import F, Q

from yimen.kernel.workdays import Unit
from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.clocks import ClockKind, ClockState, SegmentKind, StopReason

ONE_LIVE = "cases_clock_one_live"
ONE_OPEN_STOP = "cases_segment_one_open"
EXTENDED_ONCE = "cases_segment_extended_once"

_ENDED = ClockState.ENDED.value
_PAUSE = SegmentKind.PAUSE.value
_EXTENSION = SegmentKind.EXTENSION.value


class Clock(models.Model):
    """One limit that runs on one case. A trigger freezes its beginning."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=8)
    #: Days at the beginning; extensions are segments.
    limit = models.PositiveSmallIntegerField()
    #: The local day it began on, which is not counted.
    starts_on = models.DateField()
    #: The law, promise or notice behind the limit.
    basis = models.CharField(max_length=200)
    at = models.DateTimeField()

    state = models.CharField(max_length=8, default=ClockState.RUNNING.value)
    ended_on = models.DateField(null=True)
    #: Why it ended; empty while live.
    why = models.CharField(max_length=12, blank=True)

    # Reckoned from the ledger by `calendar_version`.
    calendar_version = models.PositiveIntegerField()
    #: Null while it stands still.
    due_on = models.DateField(null=True)
    #: A day up to the due one lies in a year without an official notice.
    provisional = models.BooleanField(default=False)
    #: The next day on which a card or an expiry is to be looked for; null: none.
    watch_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=~Q(state=_ENDED), name=ONE_LIVE
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(kind.value for kind in ClockKind)),
                name="cases_clock_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(state.value for state in ClockState)),
                name="cases_clock_state_known",
            ),
            models.CheckConstraint(
                condition=Q(unit__in=sorted(unit.value for unit in Unit)),
                name="cases_clock_unit_known",
            ),
            models.CheckConstraint(condition=Q(limit__gte=1), name="cases_clock_limit"),
            models.CheckConstraint(
                condition=Q(state=_ENDED, ended_on__isnull=False)
                | (~Q(state=_ENDED) & Q(ended_on__isnull=True)),
                name="cases_clock_ended_on",
            ),
            models.CheckConstraint(
                condition=~Q(state=ClockState.RUNNING.value) | Q(due_on__isnull=False),
                name="cases_clock_running_is_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["watch_on", "id"],
                condition=Q(state=ClockState.RUNNING.value, watch_on__isnull=False),
                name="cases_clock_watch",
            ),
            models.Index(
                fields=["calendar_version", "id"],
                condition=~Q(state=_ENDED),
                name="cases_clock_calendar",
            ),
        ]


class ClockSegment(models.Model):
    """A stop of a clock, or days added to its limit."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="segments")
    kind = models.CharField(max_length=9)
    #: Of a stop its first day; of an extension the day it was granted on.
    first = models.DateField()
    #: Of a stop its last day, both ends not counted; null while it lasts, and of extensions.
    last = models.DateField(null=True)
    #: Of an extension the days added; of a stop the days announced, 0 where none were.
    days = models.PositiveSmallIntegerField(default=0)
    #: A `StopReason`; of an extension empty.
    why = models.CharField(max_length=14, blank=True)
    #: What a colleague wrote.
    reason = models.CharField(max_length=500, blank=True)
    #: The law or notice that lets the clock stand still, or its limit grow.
    basis = models.CharField(max_length=200)
    #: Staff who consented; null where nobody needs to.
    approver = models.BigIntegerField(null=True)
    #: "staff:1001", "house:house".
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    calendar_version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=Q(kind=_PAUSE, last__isnull=True),
                name=ONE_OPEN_STOP,
            ),
            # Once only. Source: Administrative Licensing Law art. 42.
            models.UniqueConstraint(
                fields=["clock"], condition=Q(kind=_EXTENSION), name=EXTENDED_ONCE
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")),
                name="cases_segment_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind=_PAUSE, why__in=sorted(why.value for why in StopReason))
                | Q(kind=_EXTENSION, why="", days__gte=1, approver__isnull=False),
                name="cases_segment_whole",
            ),
        ]


class ClockChange(models.Model):
    """A due date that moved because the calendar did. Appended, never changed."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    #: "calendar".
    why = models.CharField(max_length=12)
    before_on = models.DateField(null=True)
    after_on = models.DateField(null=True)
    before_version = models.PositiveIntegerField()
    after_version = models.PositiveIntegerField()
    was_provisional = models.BooleanField()
    is_provisional = models.BooleanField()

    class Meta:
        constraints = [
            # A calendar's version moves a date once, however often it is reckoned.
            models.UniqueConstraint(
                fields=["clock", "after_version"], name="cases_clockchange_once"
            )
        ]
