"""One row for each file that was received or made. Its content lies in the vault."""

from django.db import models
from django.db.models import Q

from yimen.support.files.states import State

_STATES = sorted(state.value for state in State)


class StoredFile(models.Model):
    """A file: what is known of it, where its content lies, how it stands."""

    #: In addresses; cannot be guessed. It gives no right by itself.
    public_id = models.CharField(max_length=22, unique=True)
    #: As people see it, see `names`. Never part of a path.
    name = models.CharField(max_length=120)
    #: Whose it is, for example "case:17"; a topic of the event log too.
    subject = models.CharField(max_length=80)
    state = models.CharField(max_length=10)
    #: Of what is kept; empty until it was inspected.
    media_type = models.CharField(max_length=40, blank=True)
    #: Bytes of what arrived, and of what is kept.
    received_size = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    #: A PDF whose digital signature did not survive being written anew.
    was_signed = models.BooleanField(db_default=False)
    #: SM3 of what is kept.
    digest = models.BinaryField(max_length=32, null=True)
    #: Why it was refused: code and facts of the refusal.
    reason = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    #: What held for it when it came.
    limits = models.JSONField(default=dict)
    #: Name in the vault of what arrived; empty once it was made away with.
    quarantine = models.CharField(max_length=100, blank=True)
    #: Name in the vault of what is kept; set as soon as inspected, before a scanner has spoken.
    kept = models.CharField(max_length=100, blank=True)
    #: Inspections begun. A file that kills its inspectors is refused in the end.
    attempts = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=80)
    checked_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_STATES), name="files_state"),
            models.CheckConstraint(
                condition=~Q(state=State.CLEAN.value)
                | Q(size__isnull=False, digest__isnull=False, checked_at__isnull=False)
                & ~Q(kept=""),
                name="files_clean_has_content",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED.value) | (~Q(reason="") & Q(kept="")),
                name="files_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DROPPED.value) ^ Q(dropped_at__isnull=True),
                name="files_dropped_when",
            ),
        ]
        indexes = [
            models.Index(fields=["subject"], name="files_subject"),
            models.Index(
                fields=["received_at"],
                condition=Q(state=State.RECEIVED.value),
                name="files_unchecked",
            ),
            models.Index(
                fields=["id"],
                condition=Q(state=State.CLEAN.value) & ~Q(quarantine=""),
                name="files_left_over",
            ),
            models.Index(
                fields=["state", "received_at"],
                condition=Q(state__in=[State.REFUSED.value, State.DROPPED.value]),
                name="files_to_forget",
            ),
        ]
