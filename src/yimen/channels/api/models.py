"""Answers given to requests with an idempotency key, where the act itself keeps no key."""

from django.db import models

ONCE = "api_repeat_once"


class Repeat(models.Model):
    """A request that was answered. Kept for a day."""

    #: The access key that asked.
    issuer_id = models.BigIntegerField()
    key = models.CharField(max_length=64)
    #: SM3 of path and body: the same key with another request is refused.
    digest = models.BinaryField()
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer_id", "key"], name=ONCE)]
