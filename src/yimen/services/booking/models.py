"""Half hours with their places, appointments and their log, days of persons, bars, plans."""

from django.db import models
from django.db.models import F, Q

from yimen.services.booking.rules.states import LIVE, State

SLOT_ONCE = "booking_slot_once"
NO_OVERSELL = "booking_slot_no_oversell"
ONE_LIVE_PER_BUSINESS = "booking_appointment_one_live"
BOOK_ONCE = "booking_appointment_book_once"
CODE_ONCE = "booking_appointment_code_once"

_STATES = sorted(state.value for state in State)
_LIVE = sorted(state.value for state in LIVE)


class Plan(models.Model):
    """How many places a business has in each span, where the manager has set it by hand."""

    #: The hall's queue: one line, one plan.
    queue_id = models.BigIntegerField(primary_key=True)
    centre_id = models.BigIntegerField()
    online = models.PositiveIntegerField()
    walk_in = models.PositiveIntegerField()


class Slot(models.Model):
    """One business's half hour: the row everybody who books it counts on."""

    centre_id = models.BigIntegerField()
    queue_id = models.BigIntegerField()
    #: The centre's own calendar day.
    day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    #: From then on it can be booked.
    release_at = models.DateTimeField()
    capacity_online = models.PositiveIntegerField()
    #: Grows by what the half hour before had left.
    capacity_walkin = models.PositiveIntegerField()
    booked = models.PositiveIntegerField(default=0)
    walkin_taken = models.PositiveIntegerField(default=0)
    #: Set when hours changed and the centre is not open then any more.
    closed_at = models.DateTimeField(null=True)
    #: Set once it is over and its missed appointments were marked.
    settled_at = models.DateTimeField(null=True)
    #: Promised places nobody used, handed on to walk-ins.
    returned = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue_id", "starts_at"], name=SLOT_ONCE),
            models.CheckConstraint(condition=Q(booked__lte=F("capacity_online")), name=NO_OVERSELL),
            models.CheckConstraint(
                condition=Q(walkin_taken__lte=F("capacity_walkin")),
                name="booking_slot_no_walkin_oversell",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="booking_slot_order"
            ),
        ]
        indexes = [
            models.Index(fields=["centre_id", "day"], name="booking_slot_day"),
            models.Index(
                fields=["ends_at"],
                condition=Q(settled_at__isnull=True),
                name="booking_slot_unsettled",
            ),
        ]


class Appointment(models.Model):
    """One person's place in one half hour."""

    #: In the address of its own page; cannot be guessed.
    public_id = models.CharField(max_length=22, unique=True)
    #: Eight digits to say or type. Null once personal data was wiped.
    code = models.CharField(max_length=8, null=True)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT)
    centre_id = models.BigIntegerField()
    queue_id = models.BigIntegerField()
    day = models.DateField()
    state = models.CharField(max_length=10, default=State.BOOKED.value)
    made_at = models.DateTimeField()
    #: The door: phone, reception, api.
    channel = models.CharField(max_length=12)
    #: HMAC-SM3 of identity number and phone; null once wiped.
    holder_index = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    #: Of whoever comes in the holder's place (代办); null where the holder comes.
    agent_index = models.BinaryField(null=True)
    #: SM4-GCM, empty where not given. Wiped by retention.
    holder_id_sealed = models.BinaryField(default=b"")
    holder_name_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    agent_id_sealed = models.BinaryField(default=b"")
    agent_name_sealed = models.BinaryField(default=b"")
    #: "<issuer>:<key>" of the request that made it; null for requests without a key.
    book_key = models.CharField(max_length=120, null=True)
    #: The hall's number, once checked in.
    ticket_id = models.BigIntegerField(null=True)
    arrived_at = models.DateTimeField(null=True)
    #: Set when its half hour was closed by a change of hours, and until the holder has reacted.
    displaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=_STATES), name="booking_appointment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(ticket_id__isnull=False) | ~Q(state__in=["checked_in", "done", "late"]),
                name="booking_appointment_arrived_has_number",
            ),
            models.UniqueConstraint(
                fields=["holder_index", "queue_id"],
                condition=Q(state__in=_LIVE),
                name=ONE_LIVE_PER_BUSINESS,
            ),
            models.UniqueConstraint(fields=["book_key"], name=BOOK_ONCE),
            models.UniqueConstraint(fields=["code"], name=CODE_ONCE),
            models.UniqueConstraint(fields=["ticket_id"], name="booking_appointment_one_number"),
        ]
        indexes = [
            models.Index(fields=["centre_id", "day", "slot"], name="booking_appointment_day"),
            models.Index(fields=["holder_index", "day"], name="booking_appointment_holder"),
            models.Index(fields=["phone_index", "day"], name="booking_appointment_phone"),
            models.Index(fields=["agent_index", "day"], name="booking_appointment_agent"),
            models.Index(
                fields=["centre_id"],
                condition=Q(state="checked_in"),
                name="booking_appointment_inside",
            ),
        ]


class AppointmentEvent(models.Model):
    """What happened to an appointment: appended, never changed."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT)
    event = models.CharField(max_length=12)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    at = models.DateTimeField()
    #: "staff:1001", "device:取号机 1", "citizen:", "house:house".
    actor = models.CharField(max_length=80)


class PersonDay(models.Model):
    """How many appointments a person holds for a day: the row that keeps the limit."""

    holder_index = models.BinaryField()
    day = models.DateField()
    booked = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder_index", "day"], name="booking_personday_once")
        ]


class Bar(models.Model):
    """A person who stayed away too often may not book until a day."""

    holder_index = models.BinaryField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    #: Set when a manager lifted it before its end.
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["holder_index", "until"], name="booking_bar_holder")]
        constraints = [
            models.CheckConstraint(condition=Q(since__lt=F("until")), name="booking_bar_order")
        ]
