"""Parcels, what was told of each, and claims for those that were lost."""

from django.db import models
from django.db.models import Q

from yimen.services.delivery.rules.alarms import Alarm
from yimen.services.delivery.rules.states import WITH_CARRIER, Problem, State

ORDERED_ONCE = "delivery_parcel_ordered_once"
NUMBER_ONCE = "delivery_parcel_number_once"
SENT_AGAIN_ONCE = "delivery_parcel_sent_again_once"
TOLD_ONCE = "delivery_event_told_once"

_STATES = sorted(state.value for state in State)
_WITH_CARRIER = sorted(state.value for state in WITH_CARRIER - {State.LOST})
_PROBLEMS = sorted(problem.value for problem in Problem)


class Parcel(models.Model):
    """One thing carried one way."""

    #: In the address of its own page; cannot be guessed.
    public_id = models.CharField(max_length=22, unique=True)
    centre_id = models.BigIntegerField()
    #: "to_citizen" (寄结果) or "from_citizen" (寄材料).
    direction = models.CharField(max_length=12)
    carrier = models.CharField(max_length=16)
    #: On the parcel; null until the carrier has given it.
    number = models.CharField(max_length=30, null=True)
    #: The carrier's own order, to cancel it by.
    carrier_order = models.CharField(max_length=64, blank=True)
    #: An order the carrier took although nobody wants it any more: to be taken back there.
    unwanted_order = models.CharField(max_length=64, blank=True)
    #: Whose it is, for example "case:17".
    reference = models.CharField(max_length=64)
    #: What is in it: certificate, documents, materials, other.
    content = models.CharField(max_length=16)
    items = models.PositiveSmallIntegerField(default=1)
    weight_grams = models.PositiveIntegerField()
    #: sender, receiver, government.
    payer = models.CharField(max_length=10)
    #: JSON of an address, SM4-GCM. Empty once wiped.
    sender_sealed = models.BinaryField(default=b"")
    receiver_sealed = models.BinaryField(default=b"")
    #: Code of the receiver's region; stays, for figures.
    region = models.CharField(max_length=12)
    #: "<issuer>:<key>" of the request that ordered it.
    order_key = models.CharField(max_length=120)
    ordered_at = models.DateTimeField()
    #: "staff:1001", "citizen:…".
    ordered_by = models.CharField(max_length=80)
    state = models.CharField(max_length=16, default=State.CREATED.value)
    #: When it came into its state, by the clock of whoever saw it.
    state_since = models.DateTimeField()
    problem = models.CharField(max_length=12, blank=True)
    #: The legal moment of delivery. Null unless signed.
    signed_at = models.DateTimeField(null=True)
    #: The carrier's code for whose signature.
    signed_by = models.CharField(max_length=8, blank=True)
    #: When somebody here opened what a citizen sent.
    opened_at = models.DateTimeField(null=True)
    #: When anything was last told of it.
    last_news_at = models.DateTimeField()
    #: What the watch has found, and since when.
    alarm = models.CharField(max_length=16, blank=True)
    alarm_since = models.DateTimeField(null=True)
    #: Of a parcel that was sent once more: the earlier one.
    again_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="again")
    #: The worker's: when to ask the carrier next, how often it was asked in vain, until when.
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    #: What the carrier said last instead of yes.
    trouble = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "寄递"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=_STATES), name="delivery_parcel_state_known"
            ),
            models.CheckConstraint(
                condition=Q(problem__in=_PROBLEMS)
                & (
                    Q(state=State.PROBLEM.value) & ~Q(problem="")
                    | ~Q(state=State.PROBLEM.value) & Q(problem="")
                ),
                name="delivery_parcel_problem_named",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=False, state=State.SIGNED.value)
                | Q(signed_at__isnull=True) & ~Q(state=State.SIGNED.value),
                name="delivery_parcel_signed_at",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["from_citizen", "to_citizen"]),
                name="delivery_parcel_direction_known",
            ),
            models.CheckConstraint(
                condition=Q(payer__in=["government", "receiver", "sender"]),
                name="delivery_parcel_payer_known",
            ),
            models.CheckConstraint(
                condition=Q(alarm="", alarm_since__isnull=True)
                | ~Q(alarm="")
                & Q(alarm__in=sorted(alarm.value for alarm in Alarm), alarm_since__isnull=False),
                name="delivery_parcel_alarm_since",
            ),
            models.UniqueConstraint(fields=["order_key"], name=ORDERED_ONCE),
            models.UniqueConstraint(
                fields=["carrier", "number"],
                condition=Q(number__isnull=False),
                name=NUMBER_ONCE,
            ),
            models.UniqueConstraint(
                fields=["again_of"], condition=Q(again_of__isnull=False), name=SENT_AGAIN_ONCE
            ),
        ]
        indexes = [
            models.Index(fields=["reference"], name="delivery_parcel_reference"),
            models.Index(fields=["centre_id", "state", "-id"], name="delivery_parcel_listing"),
            models.Index(
                fields=["due_at"],
                condition=Q(state=State.CREATED.value),
                name="delivery_parcel_to_book",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=_WITH_CARRIER),
                name="delivery_parcel_to_ask",
            ),
            models.Index(
                fields=["centre_id", "signed_at"],
                condition=Q(
                    direction="from_citizen",
                    state=State.SIGNED.value,
                    opened_at__isnull=True,
                ),
                name="delivery_parcel_to_open",
            ),
            models.Index(
                fields=["carrier", "id"],
                condition=~Q(unwanted_order=""),
                name="delivery_parcel_unwanted",
            ),
        ]  # fmt: skip


class TrackEvent(models.Model):
    """One thing that happened to a parcel. Rows are added, never changed."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="events")
    #: Who told: the carrier's code, "staff:1001", "citizen:…", "house:house".
    source = models.CharField(max_length=80)
    #: The carrier's identifier of it; null for our own.
    event_id = models.CharField(max_length=80, null=True)
    step = models.CharField(max_length=14)
    problem = models.CharField(max_length=12, blank=True)
    #: The carrier's code, as it came.
    code = models.CharField(max_length=8, blank=True)
    #: What the carrier says, without telephone numbers.
    text = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "寄递轨迹"
        constraints = [
            models.UniqueConstraint(
                fields=["parcel", "event_id"],
                condition=Q(event_id__isnull=False),
                name=TOLD_ONCE,
            )
        ]
        indexes = [models.Index(fields=["parcel", "happened_at"], name="delivery_event_order")]


class Claim(models.Model):
    """What is asked of a carrier for a parcel it has lost."""

    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, primary_key=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    #: What the carrier paid, in fen; null while open. 0: nothing, or it was found.
    settled_fen = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "寄递索赔"
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_fen__isnull=True, settled_at__isnull=True)
                | Q(settled_fen__isnull=False, settled_at__isnull=False),
                name="delivery_claim_settled_at",
            )
        ]
