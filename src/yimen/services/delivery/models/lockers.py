"""Lockers, their slots, and what lies in them."""

from django.db import models
from django.db.models import Q

from yimen.services.delivery.rules.lockers import IN_SLOT, SIZES, DepositState

ONE_PER_SLOT = "delivery_deposit_one_per_slot"
ONE_PER_REFERENCE = "delivery_deposit_one_per_reference"

_STATES = sorted(state.value for state in DepositState)
_IN_SLOT = sorted(state.value for state in IN_SLOT)


class Locker(models.Model):
    """A wall of doors somewhere."""

    centre_id = models.BigIntegerField()
    name = models.CharField("名称", max_length=40)
    #: Where people find it: goes into messages.
    place = models.CharField("位置", max_length=60)
    #: See `devices.lockers`.
    address = models.CharField("地址", max_length=200)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "取件柜"
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "name"], name="delivery_locker_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """One door."""

    locker = models.ForeignKey(Locker, on_delete=models.PROTECT, related_name="slots")
    number = models.CharField(max_length=12)
    size = models.CharField(max_length=6)
    #: Set when its door jammed; nothing more goes in until somebody has looked.
    broken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "格口"
        constraints = [
            models.UniqueConstraint(fields=["locker", "number"], name="delivery_slot_number_once"),
            models.CheckConstraint(
                condition=Q(size__in=sorted(SIZES)), name="delivery_slot_size_known"
            ),
        ]


class Deposit(models.Model):
    """Something that lies, or lay, behind a door for one person."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="deposits")
    #: What it is, for example "case:17".
    reference = models.CharField(max_length=64)
    #: HMAC-SM3 of the identity numbers of whoever may take it: the applicant, and an agent.
    holder_index = models.BinaryField()
    agent_index = models.BinaryField(null=True)
    #: HMAC-SM3 of locker and code; null until it is stored. The code itself is in the message.
    code_index = models.BinaryField(null=True)
    state = models.CharField(max_length=10, default=DepositState.RESERVED.value)
    reserved_at = models.DateTimeField()
    reserved_by = models.CharField(max_length=80)
    stored_at = models.DateTimeField(null=True)
    #: The last day on which it may be taken, in the city's zone.
    valid_until = models.DateField(null=True)
    #: Until when a door that was told to open is waited for.
    opening_until = models.DateTimeField(null=True)
    #: Wrong codes given by its holder.
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    #: "citizen:…" or "staff:1001".
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "取件柜存放"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=_STATES), name="delivery_deposit_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["expired", "opening", "stored", "taken"])
                | Q(code_index__isnull=False, stored_at__isnull=False, valid_until__isnull=False),
                name="delivery_deposit_stored_has_code",
            ),
            models.CheckConstraint(
                condition=~Q(state="opening") | Q(opening_until__isnull=False),
                name="delivery_deposit_opening_until",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_IN_SLOT, ended_at__isnull=True)
                | ~Q(state__in=_IN_SLOT) & Q(ended_at__isnull=False),
                name="delivery_deposit_ended_at",
            ),
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state__in=_IN_SLOT), name=ONE_PER_SLOT
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(state__in=_IN_SLOT), name=ONE_PER_REFERENCE
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_until"],
                condition=Q(state__in=["opening", "stored"]),
                name="delivery_deposit_to_expire",
            ),
            models.Index(fields=["reference"], name="delivery_deposit_reference"),
        ]
