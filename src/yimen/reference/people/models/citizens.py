"""Citizens and organisations that the house knows, and the one-time codes citizens log in by."""

from django.db import models
from django.db.models import Q

from yimen.reference.people.rules import CODE_TRIES, CODES_AN_HOUR, IdKind, Level

CITIZEN_ONCE = "people_citizen_once"
ORGANISATION_ONCE = "people_organisation_once"


class Citizen(models.Model):
    """One natural person, by the number of their identity document. In clear nowhere."""

    #: In addresses and topics; cannot be guessed.
    public_id = models.CharField(max_length=22, unique=True)
    id_kind = models.CharField(max_length=3)
    number_sealed = models.BinaryField()
    #: HMAC-SM3 of the number: the same as cases, certificates and messages keep.
    number_index = models.BinaryField()
    name_sealed = models.BinaryField()
    #: Empty and null until the person has given one.
    phone_sealed = models.BinaryField(default=b"")
    phone_index = models.BinaryField(null=True)
    level = models.PositiveSmallIntegerField()
    known_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    #: When a window saw the person with their card; null before.
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id_kind", "number_index"], name=CITIZEN_ONCE),
            models.CheckConstraint(
                condition=Q(id_kind__in=[kind.value for kind in IdKind]),
                name="people_citizen_id_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]),
                name="people_citizen_level_known",
            ),
            models.CheckConstraint(
                condition=Q(level__lt=Level.CHECKED.value) | Q(checked_at__isnull=False),
                name="people_citizen_checked_when",
            ),
            models.CheckConstraint(
                condition=Q(level__lt=Level.PHONE.value)
                | Q(level__gte=Level.CHECKED.value)
                | Q(phone_index__isnull=False),
                name="people_citizen_level_by_phone",
            ),
        ]
        indexes = [models.Index(fields=["phone_index"], name="people_citizen_phone")]


class Organisation(models.Model):
    """One legal person or business, by its social credit code."""

    public_id = models.CharField(max_length=22, unique=True)
    code_sealed = models.BinaryField()
    code_index = models.BinaryField()
    name_sealed = models.BinaryField()
    known_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code_index"], name=ORGANISATION_ONCE)]


class LogInCode(models.Model):
    """The one code by which one person can log in now; a new one replaces it."""

    number_index = models.BinaryField(unique=True)
    #: What the person said, for the first log-in. Emptied when the code was used.
    number_sealed = models.BinaryField(default=b"")
    name_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    #: Keyed digest of number and code; null: the three did not fit, and nothing was sent.
    digest = models.BinaryField(null=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tries__lte=CODE_TRIES), name="people_log_in_code_tries"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")), name="people_log_in_code_order"
            ),
        ]


class CodeBudget(models.Model):
    """How many codes were sent for one number, or to one phone, within an hour."""

    index = models.BinaryField(primary_key=True)
    since = models.DateTimeField()
    sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent__lte=CODES_AN_HOUR), name="people_code_budget_kept"
            )
        ]
