"""What was said to whom, and the SMS that carry it."""

from django.db import models
from django.db.models import Q

from yimen.services.notify.rules.sending import WAITING, State

SAID_ONCE = "notify_message_said_once"

_STATES = sorted(state.value for state in State)
_WAITING = sorted(state.value for state in WAITING)


class Message(models.Model):
    """Something said once to one person about one subject."""

    #: A member of `rules.templates.Key`.
    template = models.CharField(max_length=32)
    #: What it is about, for example "case:441900202001170001230".
    subject = models.CharField(max_length=64)
    #: Which time of several: "accepted", "supplement:2". With template and subject, said once.
    occasion = models.CharField(max_length=64)
    #: The values of its sentence as JSON, SM4-GCM: codes are among them. Empty once wiped.
    values_sealed = models.BinaryField(default=b"")
    #: HMAC-SM3 of the citizen's number: whose inbox it lies in. Null where in none.
    recipient_index = models.BinaryField(null=True)
    said_at = models.DateTimeField()
    #: When its owner opened the inbox it lies in.
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        constraints = [
            models.UniqueConstraint(fields=["template", "subject", "occasion"], name=SAID_ONCE)
        ]
        indexes = [
            models.Index(
                fields=["recipient_index", "-id"],
                condition=Q(recipient_index__isnull=False),
                name="notify_message_inbox",
            ),
            models.Index(
                fields=["recipient_index"],
                condition=Q(recipient_index__isnull=False, read_at__isnull=True),
                name="notify_message_unread",
            ),
            models.Index(fields=["subject"], name="notify_message_subject"),
            models.Index(
                fields=["said_at"],
                condition=~Q(values_sealed=b""),
                name="notify_message_kept",
            ),
        ]


class Sms(models.Model):
    """The outbox: one message's way to one phone."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True)
    #: SM4-GCM. Empty once wiped.
    phone_sealed = models.BinaryField(default=b"")
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default=State.QUEUED.value)
    tries = models.PositiveSmallIntegerField(default=0)
    #: Not before: a pause after a failure, or the end of the night.
    due_at = models.DateTimeField()
    #: From then on it would only confuse.
    expires_at = models.DateTimeField()
    #: While a worker has it: until when that worker is believed to live.
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    #: The gateway's own number for it.
    reference = models.CharField(max_length=64, blank=True)
    #: What went wrong last: a code of the gateway's, "stale", "timeout" …
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "短信"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_STATES), name="notify_sms_state_known"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | ~Q(state=State.SENT.value),
                name="notify_sms_sent_at",
            ),
            models.CheckConstraint(
                condition=Q(lease_until__isnull=False, state=State.SENDING.value)
                | Q(lease_until__isnull=True) & ~Q(state=State.SENDING.value),
                name="notify_sms_sending_is_leased",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=_WAITING), name="notify_sms_due"),
            models.Index(fields=["state", "-message"], name="notify_sms_state"),
        ]


class Budget(models.Model):
    """How many SMS may go out now: the one row that every worker counts on."""

    gateway = models.CharField(max_length=16, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tokens__gte=0), name="notify_budget_not_overdrawn")
        ]
