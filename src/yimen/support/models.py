"""The event log: what happened, in the order in which it became visible; and the audit chain."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yimen.support.fields import CurrentTransaction, TransactionId


class Event(models.Model):
    """One published event. Written in the acting transaction: it exists exactly if the act does."""

    id = models.BigAutoField(primary_key=True)
    #: Set by the database. A row is shown to followers once no older transaction is running.
    transaction = TransactionId(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField()
    #: What happened, for example "ticket.called".
    name = models.CharField(max_length=40)
    #: Whom it concerns, for example {"centre:1", "queue:1:HZ"}. Followers choose by these.
    topics = ArrayField(models.CharField(max_length=80))
    #: Small facts without personal data.
    body = models.JSONField()

    class Meta:
        db_table = "support_event"
        indexes = [
            models.Index(fields=["transaction", "id"], name="support_event_order"),
            models.Index(fields=["at"], name="support_event_at"),
        ]


class AuditSeal(models.Model):
    """One seal over every entry since the last: see `support.audit`."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    digest = models.BinaryField()

    class Meta:
        db_table = "support_auditseal"


class AuditEntry(models.Model):
    """One act on one subject, linked to the one before. A trigger keeps it as it was written."""

    id = models.BigAutoField(primary_key=True)
    #: Set by the database: a seal covers only what no running transaction can still precede.
    transaction = TransactionId(db_default=CurrentTransaction(), editable=False)
    #: Whose chain, for example "case:17".
    subject = models.CharField(max_length=80)
    #: 1, 2, 3 … within the subject.
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    #: "staff:1001", "citizen:", "house:house".
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    #: Codes and numbers, never personal data in clear.
    facts = models.JSONField()
    digest = models.BinaryField()
    seal = models.ForeignKey(AuditSeal, null=True, on_delete=models.PROTECT, db_index=False)

    class Meta:
        db_table = "support_auditentry"
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="support_audit_number_once")
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(seal__isnull=True), name="support_audit_unsealed"
            ),
            models.Index(
                fields=["seal"], condition=models.Q(seal__isnull=False), name="support_audit_sealed"
            ),
        ]


class Follower(models.Model):
    """Somebody who reacts to the log, and how far they have read: see `support.following`."""

    name = models.CharField(max_length=40, primary_key=True)
    #: The last event read: the writing transaction, then the row. Everything before was read too.
    transaction = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "support_follower"


class ParkedEvent(models.Model):
    """An event whose reaction failed by a mistake of ours. Tried again by the hour, never lost."""

    follower = models.CharField(max_length=40)
    event_id = models.BigIntegerField()
    name = models.CharField(max_length=40)
    at = models.DateTimeField()
    topics = ArrayField(models.CharField(max_length=80))
    body = models.JSONField()
    tries = models.PositiveSmallIntegerField(default=1)
    #: The kind of the last mistake; what it said is in the log of the process.
    error = models.CharField(max_length=80)
    parked_at = models.DateTimeField()

    class Meta:
        db_table = "support_parkedevent"
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "event_id"], name="support_parkedevent_once"
            )
        ]


class Guesses(models.Model):
    """How often somebody's codes were wrong lately: see `support.guessing`. Kept for a day."""

    #: What was guessed at, for example "verify".
    kind = models.CharField(max_length=20)
    #: Blind index of who asks.
    who = models.BinaryField()
    failures = models.PositiveIntegerField()
    failed_at = models.DateTimeField()

    class Meta:
        db_table = "support_guesses"
        constraints = [models.UniqueConstraint(fields=["kind", "who"], name="support_guesses_once")]
        indexes = [models.Index(fields=["failed_at"], name="support_guesses_at")]
