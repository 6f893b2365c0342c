"""Special procedures and extensions: who asked, who consented, what came of it."""

from django.db import models
from django.db.models import F, Q

from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.clocks import Clock
from yimen.services.cases.rules.procedures import SPECIAL, ProcedureState

ONE_SPECIAL = "cases_special_one_live"
EXTENSION_ONCE = "cases_extension_once"

_ASKED = ProcedureState.ASKED.value
_RUNNING = ProcedureState.RUNNING.value
_GRANTED = ProcedureState.GRANTED.value


class SpecialProcedure(models.Model):
    """A hearing, test, appraisal … during which the clocks of the decision stand still."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="specials")
    #: A `StopReason`.
    kind = models.CharField(max_length=14)
    #: Working days announced to the applicant.
    days = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=8, default=_ASKED)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True)
    #: The clock of what was announced; null before it began.
    clock = models.ForeignKey(Clock, models.PROTECT, null=True, related_name="+")
    #: Local days, both not counted.
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.BigIntegerField(null=True)
    #: What it found.
    result = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=[_ASKED, _RUNNING]), name=ONE_SPECIAL
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(kind.value for kind in SPECIAL)),
                name="cases_special_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "dropped", "over", "refused", "running"]),
                name="cases_special_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[_RUNNING, ProcedureState.OVER.value])
                | Q(began_on__isnull=False, decided_by__isnull=False),
                name="cases_special_running_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")), name="cases_special_four_eyes"
            ),
        ]
        indexes = [
            # What waits for a decision.
            models.Index(
                fields=["asked_at"], condition=Q(state=_ASKED), name="cases_special_waits"
            ),
        ]


class ExtensionRequest(models.Model):
    """A request for a longer limit (延长审批期限). One that was granted is in the ledgers too."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    #: Several departments: approved for the government, not for one department.
    joint = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=_ASKED)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            # Once only; one that was refused may be asked for again.
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=[_ASKED, _GRANTED]), name=EXTENSION_ONCE
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "dropped", "granted", "refused"]),
                name="cases_extension_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=_GRANTED) | Q(decided_by__isnull=False),
                name="cases_extension_granted_by",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")), name="cases_extension_four_eyes"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state=_ASKED), name="cases_extension_waits"
            ),
        ]
