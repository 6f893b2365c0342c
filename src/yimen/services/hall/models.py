"""Queues, number series, tickets and their log, windows in use and what they may call."""

from django.db import models
from django.db.models import F, Q

from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import AT_WINDOW, LIVE, Duty, State

NUMBER_ONCE = "hall_ticket_number_once_a_day"
ONE_TICKET_PER_WINDOW = "hall_ticket_one_per_window"
ONE_LIVE_PER_PERSON = "hall_ticket_one_live_per_person"
ISSUE_ONCE = "hall_ticket_issue_once"
CALL_ONCE = "hall_ticket_call_once"

_STATES = sorted(state.value for state in State)
_AT_WINDOW = sorted(state.value for state in AT_WINDOW)
_LIVE = sorted(state.value for state in LIVE)
_CLASSES = sorted(item.value for item in TicketClass)


class Queue(models.Model):
    """A line for one business of one department in one centre."""

    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, verbose_name="中心")
    department = models.ForeignKey(
        "catalogue.Department", on_delete=models.PROTECT, verbose_name="部门"
    )
    #: Where most of its windows stand; where the ticket sends people.
    area = models.ForeignKey(
        "centres.Area", null=True, on_delete=models.SET_NULL, verbose_name="区域"
    )
    code = models.CharField("代码", max_length=8)
    #: In front of its numbers; unique in the centre.
    prefix = models.CharField("号码前缀", max_length=2)
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    name_hant = models.CharField("繁体名称", max_length=40, blank=True)
    #: "police", "social" …: which comprehensive windows may serve it.
    domain = models.CharField("领域", max_length=20, blank=True)
    #: False for tax: left out of the published averages.
    counts_in_average = models.BooleanField("计入平均", default=True)
    #: Mean handling time of earlier days: what an estimate knows before today teaches it more.
    usual_service = models.DurationField("通常办理时长")
    #: False while the manager has paused it.
    accepting = models.BooleanField("开放取号", default=True)
    #: Ordinary numbers a day; null: no limit. Booked numbers are limited by their slots.
    quota = models.PositiveIntegerField("每日限号", null=True, blank=True)
    #: The queue's own last-ticket time; null: the centre's closing time less the general margin.
    last_ticket_at = models.TimeField("停止取号时间", null=True, blank=True)
    position = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "队列"
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="hall_queue_code_once"),
            models.UniqueConstraint(fields=["centre", "prefix"], name="hall_queue_prefix_once"),
            models.CheckConstraint(
                condition=Q(prefix__regex=r"^[A-HJKMNP-XZ][A-HJ-NP-Z]?$"),
                name="hall_queue_prefix_readable",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """The last number given of one series on one day. The one row everybody counts on."""

    centre_id = models.BigIntegerField()
    day = models.DateField()
    series = models.CharField(max_length=3)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "day", "series"], name="hall_series_once")
        ]


class Ticket(models.Model):
    """One citizen's place in one centre's line on one day."""

    #: In addresses and QR codes; cannot be guessed.
    public_id = models.CharField(max_length=22, unique=True)
    centre_id = models.BigIntegerField()
    #: The centre's own calendar day.
    day = models.DateField()
    series = models.CharField(max_length=3)
    serial = models.PositiveIntegerField()
    #: As printed and announced, for example "A012". Kept through a transfer.
    number = models.CharField(max_length=10)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT)
    ticket_class = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=State.WAITING.value)
    arrived_at = models.DateTimeField()
    #: Booked tickets only.
    slot_start = models.DateTimeField(null=True)
    #: Decides the place in its (queue, class) line; from here the wait counts.
    line_at = models.DateTimeField()
    #: Set while, and after, a window has called this ticket.
    window_id = models.BigIntegerField(null=True)
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    #: Calls since it was last in line, the first included.
    calls = models.PositiveSmallIntegerField(default=0)
    misses = models.PositiveSmallIntegerField(default=0)
    #: The door: machine, reception, api, booking.
    channel = models.CharField(max_length=12)
    #: HMAC-SM3 of the identity number; null where none was given.
    holder_index = models.BinaryField(null=True)
    #: SM4-GCM, empty where not given. Wiped by retention.
    holder_id_sealed = models.BinaryField(default=b"")
    holder_name_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    #: "<issuer>:<key>" of the request that made it; null for requests without a key.
    issue_key = models.CharField(max_length=120, null=True)
    #: Key of the request that called it, unique within its window.
    call_key = models.CharField(max_length=80, null=True)
    #: The range told at arrival, in seconds; null where no honest range existed.
    told_p10 = models.PositiveIntegerField(null=True)
    told_p50 = models.PositiveIntegerField(null=True)
    told_p90 = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "号"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_STATES), name="hall_ticket_state_known"),
            models.CheckConstraint(
                condition=Q(ticket_class__in=_CLASSES), name="hall_ticket_class_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_AT_WINDOW) | Q(window_id__isnull=False),
                name="hall_ticket_at_window_has_window",
            ),
            models.CheckConstraint(
                condition=Q(line_at__gte=F("arrived_at")) | Q(misses__gt=0),
                name="hall_ticket_waits_from_arrival",
            ),
            models.UniqueConstraint(
                fields=["centre_id", "day", "series", "serial"], name=NUMBER_ONCE
            ),
            # "One active window per ticket" holds by shape: a ticket has one window column.
            models.UniqueConstraint(
                fields=["window_id"], condition=Q(state__in=_AT_WINDOW), name=ONE_TICKET_PER_WINDOW
            ),
            models.UniqueConstraint(
                fields=["holder_index", "queue", "day"],
                condition=Q(state__in=_LIVE),
                name=ONE_LIVE_PER_PERSON,
            ),
            models.UniqueConstraint(fields=["issue_key"], name=ISSUE_ONCE),
            models.UniqueConstraint(fields=["window_id", "call_key"], name=CALL_ONCE),
        ]
        indexes = [
            models.Index(
                fields=["queue", "day", "ticket_class", "line_at", "id"],
                condition=Q(state="waiting"),
                name="hall_ticket_line",
            ),
            models.Index(fields=["centre_id", "day", "queue"], name="hall_ticket_day"),
            models.Index(
                fields=["centre_id", "day", "-called_at"],
                condition=Q(called_at__isnull=False),
                name="hall_ticket_last_calls",
            ),
        ]


class TicketEvent(models.Model):
    """What happened to a ticket: appended, never changed."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT)
    event = models.CharField(max_length=12)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    at = models.DateTimeField()
    #: "staff:1001", "device:取号机 1", "house".
    actor = models.CharField(max_length=80)
    window_id = models.BigIntegerField(null=True)
    #: The queue it left, for a transfer.
    from_queue_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="hall_ticketevent_at")]


class WindowDuty(models.Model):
    """A window in use today: who sits there and whether it calls."""

    window_id = models.BigIntegerField(primary_key=True)
    centre_id = models.BigIntegerField()
    state = models.CharField(max_length=8, default=Duty.CLOSED.value)
    staff_id = models.BigIntegerField(null=True)
    pause_reason = models.CharField(max_length=12, blank=True)
    since = models.DateTimeField()
    #: Set while the clerk has pressed "next" and nobody came yet: the next arrival goes there.
    standby_since = models.DateTimeField(null=True)
    #: When the clerk's day ends; the window then goes on until its line is empty. Null: closing.
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(duty.value for duty in Duty)),
                name="hall_duty_state_known",
            ),
            models.CheckConstraint(
                condition=Q(standby_since__isnull=True) | Q(state="open"),
                name="hall_duty_standby_is_open",
            ),
            models.UniqueConstraint(
                fields=["staff_id"], condition=~Q(state="closed"), name="hall_duty_one_per_staff"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre_id"],
                condition=Q(standby_since__isnull=False),
                name="hall_duty_standby",
            )
        ]


class DutyEvent(models.Model):
    """What happened to a window in use: log-ins, pauses with reason, re-assigned skills."""

    window_id = models.BigIntegerField()
    centre_id = models.BigIntegerField()
    event = models.CharField(max_length=12)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["window_id", "at"], name="hall_dutyevent_window")]


class WindowSkill(models.Model):
    """A queue a window may call. Re-assigned live for tidal windows (潮汐窗口)."""

    window_id = models.BigIntegerField()
    queue = models.ForeignKey(Queue, on_delete=models.CASCADE)
    #: The queue this window exists for.
    is_home = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window_id", "queue"], name="hall_skill_once"),
            models.UniqueConstraint(
                fields=["window_id"], condition=Q(is_home=True), name="hall_skill_one_home"
            ),
        ]


class WindowHours(models.Model):
    """When a window is planned to be staffed: its lunch cover. The week repeats."""

    window_id = models.BigIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")), name="hall_window_hours_order"
            ),
            models.UniqueConstraint(fields=["window_id", "opens"], name="hall_window_hours_once"),
        ]


class Forecast(models.Model):
    """The waiting range for whoever joins a queue's end now. Renewed every few seconds."""

    queue = models.OneToOneField(Queue, primary_key=True, on_delete=models.CASCADE)
    as_of = models.DateTimeField()
    waiting = models.PositiveIntegerField()
    #: Seconds; all null where no open window can serve the queue.
    p10 = models.PositiveIntegerField(null=True)
    p50 = models.PositiveIntegerField(null=True)
    p90 = models.PositiveIntegerField(null=True)


class RangeScore(models.Model):
    """How one day's told ranges did against what happened, by queue."""

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE)
    day = models.DateField()
    scored = models.PositiveIntegerField()
    #: Seconds.
    mean_absolute_error = models.FloatField()
    bias = models.FloatField()
    #: Share of true waits within the range, 0 to 1.
    within_range = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue", "day"], name="hall_score_once_a_day")
        ]
