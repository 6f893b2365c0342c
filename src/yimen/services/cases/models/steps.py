"""Steps of handling with who did them, and experts' opinions."""

from django.db import models
from django.db.models import Q

from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.states import StepState

_STATES = sorted(state.value for state in StepState)
#: Kept by a trigger: it looks at other steps of the case.
STEP_FOUR_EYES = "cases_step_four_eyes"
_INBOX = [StepState.OPEN.value, StepState.CLAIMED.value]


class Step(models.Model):
    """One step of one case, as its item version names it. A return adds rows, it changes none."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", db_index=False)
    #: Steps of one position go on at the same time (并联).
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    #: "clerk", "handler", "reviewer", "approver", "result_clerk".
    role = models.CharField(max_length=16)
    #: Who it is routed to: the item's department, or another one or police branch it names.
    department = models.ForeignKey(
        "catalogue.Department", models.PROTECT, related_name="+", db_index=False
    )
    #: Working days the item allows for it; 0: none set.
    days = models.PositiveSmallIntegerField(default=0)
    #: First, second … time this step is done, after returns.
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, default=StepState.WAITING.value)
    assignee = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    #: Since when nobody can do it; an alarm to who keeps the work flowing.
    unstaffed_at = models.DateTimeField(null=True)
    #: "pass", "refuse", "return"; empty while open.
    outcome = models.CharField(max_length=8, blank=True)
    opinion = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_STATES), name="cases_step_state_known"),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(assignee__isnull=False),
                name="cases_step_claimed_has_assignee",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_by__isnull=False, done_at__isnull=False),
                name="cases_step_done_has_doer",
            ),
            models.UniqueConstraint(
                fields=["case", "position", "name", "round"], name="cases_step_once"
            ),
        ]
        indexes = [
            # How fast steps went lately, for the forecast of who will be late.
            models.Index(
                fields=["department", "done_at"],
                condition=Q(state="done"),
                name="cases_step_speed",
            ),
            # Inboxes: of a department's role, and of a person.
            models.Index(
                fields=["department", "role", "due_on", "id"],
                condition=Q(state__in=_INBOX),
                name="cases_step_inbox",
            ),
            models.Index(
                fields=["assignee", "due_on", "id"],
                condition=Q(state="claimed"),
                name="cases_step_mine",
            ),
            models.Index(
                fields=["unstaffed_at"],
                condition=Q(unstaffed_at__isnull=False),
                name="cases_step_unstaffed",
            ),
        ]


class Opinion(models.Model):
    """What an expert or another department was asked, and answered (专家意见)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="opinions")
    asked_by = models.BigIntegerField()
    #: Staff asked; confidential to who works on the case.
    expert = models.BigIntegerField()
    question = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # What an expert has not answered yet.
            models.Index(
                fields=["expert", "asked_at"],
                condition=Q(answered_at__isnull=True),
                name="cases_opinion_waits",
            ),
        ]
