"""Invitations to rate and ratings given. One visit, one rating."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


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

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5), name="feedback_rating_stars"
            )
        ]
