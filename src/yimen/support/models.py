"""The event log: what happened, in the order in which it became visible."""

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
