"""Invitations to rate, ratings given, repairs of bad ones. One visit, one rating, one repair."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Invitation(models.Model):
    """The right to rate one visit, held by whoever has its one-time token."""

    #: The ticket served. One invitation a visit.
    ticket_id = models.BigIntegerField(unique=True)
    #: SM3 of the token.
    digest = models.BinaryField(unique=True)
    centre_id = models.BigIntegerField()
    #: Where the rating screen stands; the citizen may also use a phone.
    window_id = models.BigIntegerField()
    queue_id = models.BigIntegerField()
    #: Who served. Kept for figures and repair, never shown beside a rating to that person.
    staff_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["window_id", "-at"], name="feedback_invitation_window")]


class Rating(models.Model):
    """What a citizen said about one visit."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT)
    stars = models.PositiveSmallIntegerField()
    #: National reason codes of the grade.
    reasons = ArrayField(models.PositiveSmallIntegerField(), default=list)
    comment = models.CharField(max_length=500, blank=True)
    #: "window", "phone", "api".
    channel = models.CharField(max_length=8)
    at = models.DateTimeField()
    #: Set by rule, not by a citizen; never counted as given.
    is_default = models.BooleanField(default=False)
    #: Set when an appeal was upheld: the rating stays, and counts no more.
    excluded_at = models.DateTimeField(null=True)
    #: "mistaken", "malicious", "not_ours"; empty where it counts.
    excluded_for = models.CharField(max_length=9, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5), name="feedback_rating_stars"
            )
        ]


class Repair(models.Model):
    """The work on one bad rating (差评整改). Staff by id; the ledger of time is in its dates."""

    rating = models.OneToOneField(Rating, on_delete=models.PROTECT)
    centre_id = models.BigIntegerField()
    window_id = models.BigIntegerField()
    #: Who was rated; null where the house served.
    rated_id = models.BigIntegerField(null=True)
    #: Whether the rater gave an identity when taking the number.
    real_name = models.BooleanField()
    state = models.CharField(max_length=12)
    opened_at = models.DateTimeField()
    #: Local day of the rating; the clocks begin with the next.
    opened_on = models.DateField()
    #: Limits in force on that day, in working days.
    sign_days = models.PositiveSmallIntegerField()
    contact_days = models.PositiveSmallIntegerField()
    feedback_days = models.PositiveSmallIntegerField()
    extended_days = models.PositiveSmallIntegerField()
    review_days = models.PositiveSmallIntegerField()
    #: Reckoned from the above by `calendar_version`; renewed when the calendar changes.
    sign_due = models.DateField()
    contact_due = models.DateField()
    #: Null while the clock stands still for an appeal.
    feedback_due = models.DateField(null=True)
    review_due = models.DateField(null=True)
    calendar_version = models.PositiveIntegerField()
    #: Who took the latest handling step.
    handler_id = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    #: Whether the first answer came within its limit; null before.
    in_time = models.BooleanField(null=True)
    answers = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    called_back_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    second_stars = models.PositiveSmallIntegerField(null=True)
    second_at = models.DateTimeField(null=True)
    extension_asked_by = models.BigIntegerField(null=True)
    extension_decided_by = models.BigIntegerField(null=True)
    extension_granted = models.BooleanField(null=True)
    appealed_by = models.BigIntegerField(null=True)
    appealed_on = models.DateField(null=True)
    #: "mistaken", "malicious", "not_ours".
    appeal_ground = models.CharField(max_length=9, blank=True)
    appeal_decided_by = models.BigIntegerField(null=True)
    appeal_decided_on = models.DateField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "差评整改"
        indexes = [
            models.Index(fields=["centre_id", "state", "opened_at"], name="feedback_repair_open")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "open", "signed", "contacted", "answered",
                        "called_back", "appealed", "closed", "excluded",
                    ]
                ),
                name="feedback_repair_state_known",
            ),
            models.CheckConstraint(
                condition=Q(second_stars__isnull=True)
                | Q(second_stars__gte=1, second_stars__lte=5),
                name="feedback_repair_second_stars",
            ),
            models.CheckConstraint(
                condition=~Q(handler_id=F("rated_id")), name="feedback_repair_handler_not_rated"
            ),
            models.CheckConstraint(
                condition=~Q(appeal_decided_by=F("appealed_by"))
                & ~Q(appeal_decided_by=F("rated_id")),
                name="feedback_repair_appeal_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(extension_decided_by=F("extension_asked_by"))
                & ~Q(extension_decided_by=F("rated_id")),
                name="feedback_repair_extension_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="excluded") | Q(appeal_decided_by__isnull=False),
                name="feedback_repair_excluded_by_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="feedback_repair_closed_at",
            ),
        ]  # fmt: skip


class SecondInvitation(models.Model):
    """The right to rate a repair once, held by whoever has its one-time token."""

    repair = models.ForeignKey(Repair, on_delete=models.PROTECT)
    #: SM3 of the token.
    digest = models.BinaryField(unique=True)
    at = models.DateTimeField()
    #: Put back to `at` when a later one takes its place.
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "整改评价邀请"


class RepairStep(models.Model):
    """One step of a repair. Rows are added, never changed."""

    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    step = models.CharField(max_length=20)
    #: Staff number, "citizen", or "house".
    by = models.CharField(max_length=80)
    text = models.CharField(max_length=2000, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "差评整改记录"
        ordering = ["id"]
