"""Prompts and cards. Given once for each cause; an appeal may cancel one, nothing removes it."""

from django.db import models
from django.db.models import F, Q

from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.clocks import Clock
from yimen.services.cases.rules.cards import CardState, Cause, Colour

_STANDING = CardState.STANDING.value
_DECIDED = sorted([CardState.CANCELLED.value, CardState.KEPT.value])


class Card(models.Model):
    """One prompt, yellow or red card on one case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="cards")
    #: The clock it is for; null where the cause is no limit.
    clock = models.ForeignKey(Clock, models.PROTECT, null=True, related_name="cards")
    colour = models.CharField(max_length=8)
    cause = models.CharField(max_length=20)
    #: The local day on which it was deserved, whenever the clockwork looked.
    on = models.DateField()
    at = models.DateTimeField()
    #: Whose business it was, and which step; staff null where nobody had taken it.
    department = models.ForeignKey("catalogue.Department", models.PROTECT, related_name="+")
    staff = models.BigIntegerField(null=True)
    step_id = models.BigIntegerField(null=True)

    state = models.CharField(max_length=9, default=_STANDING)
    appealed_by = models.BigIntegerField(null=True)
    appealed_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=500, blank=True)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock", "colour", "cause"],
                nulls_distinct=False,
                name="cases_card_once",
            ),
            models.CheckConstraint(
                condition=Q(colour__in=sorted(colour.value for colour in Colour)),
                name="cases_card_colour_known",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=sorted(cause.value for cause in Cause)),
                name="cases_card_cause_known",
            ),
            models.CheckConstraint(
                condition=Q(state=_STANDING, appealed_by__isnull=True)
                | Q(state=CardState.APPEALED.value, appealed_by__isnull=False)
                | Q(state__in=_DECIDED, appealed_by__isnull=False, decided_by__isnull=False),
                name="cases_card_state_whole",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("appealed_by")) & ~Q(decided_by=F("staff")),
                name="cases_card_appeal_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "-id"], name="cases_card_department"),
            models.Index(
                fields=["staff", "-id"], condition=Q(staff__isnull=False), name="cases_card_staff"
            ),
            models.Index(
                fields=["id"], condition=Q(state=CardState.APPEALED.value), name="cases_card_open"
            ),
        ]
