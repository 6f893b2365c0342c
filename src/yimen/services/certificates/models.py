"""Types of certificates, what was issued, its log, its uses, and checked copies of originals."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yimen.services.certificates.rules.states import State

ONE_PER_RESULT = "certificates_one_per_result"
CODE_ONCE = "certificates_code_once"

_STATES = sorted(state.value for state in State)


class CertificateType(models.Model):
    """A kind of certificate or document one department issues, and the last serial it gave."""

    department = models.ForeignKey("catalogue.Department", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    #: Three digits within the department; part of the identifier.
    code = models.CharField(max_length=3)
    #: A certificate (证照), or a document such as a decision (文书).
    is_document = models.BooleanField(default=False)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="certificates_type_once"),
            models.UniqueConstraint(
                fields=["department", "code"], name="certificates_type_code_once"
            ),
        ]


class Certificate(models.Model):
    """One certificate in one version. A reissue is a row of its own."""

    type = models.ForeignKey(CertificateType, models.PROTECT)
    #: Four digits of the year and six of the serial within type: what people read.
    number = models.CharField(max_length=40)
    #: GB/T 36904 identifier.
    identifier = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1)
    #: In the QR code and the address of its verification page; cannot be guessed.
    code = models.CharField(max_length=22)
    #: What it was issued for, for example "case:17", and which result of it.
    reference = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0)
    #: HMAC-SM3 of the holder's number; SM4-GCM for what is printed.
    holder_index = models.BinaryField()
    holder_name_sealed = models.BinaryField()
    holder_id_sealed = models.BinaryField()
    #: Social credit code and name of whoever issued it, as on the day.
    authority_code = models.CharField(max_length=18)
    authority = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    valid_from = models.DateField()
    #: Null: without end (长期).
    valid_to = models.DateField(null=True)
    state = models.CharField(max_length=2, default=State.VALID.value)
    #: The one it took the place of.
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    #: SM3 of what it says, so that a print can be compared.
    digest = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_STATES), name="certificates_state_known"),
            models.UniqueConstraint(fields=["reference", "place", "version"], name=ONE_PER_RESULT),
            models.UniqueConstraint(fields=["number"], name="certificates_number_once"),
            models.UniqueConstraint(fields=["identifier"], name="certificates_identifier_once"),
            models.UniqueConstraint(fields=["code"], name=CODE_ONCE),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False),
                name="certificates_replaced_once",
            ),
        ]
        indexes = [
            models.Index(fields=["holder_index", "-id"], name="certificates_holder"),
            models.Index(
                fields=["valid_to"], condition=Q(state="01"), name="certificates_running_out"
            ),
        ]


class CertificateEvent(models.Model):
    """What happened to a certificate: appended, never changed."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="log")
    change = models.CharField(max_length=12)
    before = models.CharField(max_length=2, blank=True)
    after = models.CharField(max_length=2)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)


class CheckedCopy(models.Model):
    """A copy a window checked against its original (trust level B): reusable until its end."""

    holder_index = models.BinaryField()
    #: The material's name.
    name = models.CharField(max_length=200)
    file_ids = ArrayField(models.CharField(max_length=40))
    checked_by = models.BigIntegerField()
    checked_at = models.DateTimeField()
    valid_to = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["holder_index", "name"], name="certificates_copy_holder")]


class Use(models.Model):
    """One use of what the city holds: shown, scanned, or called for a case. The holder sees it."""

    holder_index = models.BinaryField()
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True)
    copy = models.ForeignKey(CheckedCopy, models.PROTECT, null=True)
    #: "show", "scan", "reuse".
    kind = models.CharField(max_length=8)
    #: Why, as the holder was told; and for what, for example "case:17".
    purpose = models.CharField(max_length=200)
    reference = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    #: When the holder agreed.
    consent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["holder_index", "-id"], name="certificates_use_holder")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="reuse") | Q(consent_at__isnull=False),
                name="certificates_reuse_has_consent",
            ),
            models.CheckConstraint(
                condition=Q(certificate__isnull=False) ^ Q(copy__isnull=False),
                name="certificates_use_of_one_thing",
            ),
        ]


class ShownCode(models.Model):
    """A short-lived code that shows a certificate to whoever scans it (亮证)."""

    certificate = models.ForeignKey(Certificate, models.PROTECT)
    #: SM3 of the token in the QR code.
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
