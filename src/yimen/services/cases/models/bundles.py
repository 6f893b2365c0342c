"""A bundle (一件事): what was filed once, and which case each part of it became."""

from django.db import models
from django.db.models import Q

from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.signing import Unsigned
from yimen.services.cases.rules.states import Applicant

BUNDLE_ONCE = "cases_bundle_file_once"
_UNSIGNED = sorted(how.value for how in Unsigned)


class CaseBundle(models.Model):
    """Items of several departments filed with one form. Its row is locked before its cases'."""

    #: In addresses; cannot be guessed.
    public_id = models.CharField(max_length=22, unique=True)
    #: 21 digits of the series of cases. Null while a draft.
    number = models.CharField(max_length=21, null=True)
    #: As at a case: printed on the receipt, asked of who is not logged in.
    query_code_sealed = models.BinaryField(default=b"")
    query_failures = models.PositiveSmallIntegerField(default=0)
    query_failed_at = models.DateTimeField(null=True)

    version = models.ForeignKey("catalogue.BundleVersion", models.PROTECT, related_name="+")
    name = models.TextField()
    centre_id = models.BigIntegerField()
    #: The item versions it was begun on, by item code: none of them changes under it.
    items = models.JSONField()
    #: Answers to the bundle's questions.
    answers = models.JSONField(default=dict)
    #: The one form's answers as JSON, SM4-GCM.
    form_sealed = models.BinaryField(default=b"")
    #: What came, by key of the merged material: {"way", "file_ids", "certificate_id"}.
    given = models.JSONField(default=dict)

    # Who applies, as at a case.
    applicant_kind = models.CharField(max_length=12, default=Applicant.PERSON.value)
    applicant_index = models.BinaryField(null=True)
    applicant_id_sealed = models.BinaryField(default=b"")
    applicant_name_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    agent_index = models.BinaryField(null=True)
    agent_id_sealed = models.BinaryField(default=b"")
    agent_name_sealed = models.BinaryField(default=b"")
    #: The account that fills it in from afar; null at a window.
    citizen_id = models.BigIntegerField(null=True)

    channel = models.CharField(max_length=12)
    ticket_id = models.BigIntegerField(null=True)
    window_id = models.BigIntegerField(null=True)
    #: "<issuer>:<key>" of the request that made it; null for requests without a key.
    file_key = models.CharField(max_length=120, null=True)
    signature_file = models.CharField(max_length=40, blank=True)
    presented_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    #: What stands in for a signature of who cannot write, and why; empty where they signed.
    unsigned = models.CharField(max_length=12, blank=True, default="", db_default="")
    unsigned_reason = models.CharField(max_length=500, blank=True, default="", db_default="")

    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    filed_by = models.CharField(max_length=80, blank=True)
    #: What was promised when it was filed.
    promised_due = models.DateField(null=True)
    #: When the last part was decided and everything could be handed out.
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="cases_bundle_number_once"),
            models.UniqueConstraint(fields=["file_key"], name=BUNDLE_ONCE),
            models.CheckConstraint(
                condition=Q(unsigned="", unsigned_reason="")
                | (Q(unsigned__in=_UNSIGNED, signed_at__isnull=True) & ~Q(unsigned_reason="")),
                name="cases_bundle_unsigned_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True)
                | Q(
                    number__isnull=False,
                    promised_due__isnull=False,
                    applicant_index__isnull=False,
                ),
                name="cases_bundle_filed_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["applicant_index", "-id"], name="cases_bundle_applicant"),
            models.Index(
                fields=["agent_index", "-id"],
                condition=Q(agent_index__isnull=False),
                name="cases_bundle_agent",
            ),
            models.Index(
                fields=["citizen_id"],
                condition=Q(citizen_id__isnull=False, filed_at__isnull=True),
                name="cases_bundle_citizen",
            ),
            models.Index(
                fields=["ticket_id"],
                condition=Q(ticket_id__isnull=False),
                name="cases_bundle_ticket",
            ),
            models.Index(
                fields=["window_id"],
                condition=Q(presented_at__isnull=False),
                name="cases_bundle_presented",
            ),
            models.Index(
                fields=["saved_at"], condition=Q(filed_at__isnull=True), name="cases_bundle_drafts"
            ),
            models.Index(
                fields=["id"],
                condition=Q(filed_at__isnull=False, ready_at__isnull=True),
                name="cases_bundle_running",
            ),
            models.Index(
                fields=["centre_id", "ready_at"],
                condition=Q(ready_at__isnull=False),
                name="cases_bundle_ready",
            ),
        ]


class BundlePart(models.Model):
    """One item of a filed bundle: waiting, a case, or never to be filed."""

    bundle = models.ForeignKey(CaseBundle, models.PROTECT, related_name="parts")
    #: In the bundle's definition.
    key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    item_code = models.CharField(max_length=100)
    item_name = models.TextField()
    version = models.ForeignKey("catalogue.ItemVersion", models.PROTECT, related_name="+")
    #: Several cases in one transaction are filed in this order.
    department = models.ForeignKey("catalogue.Department", models.PROTECT, related_name="+")
    #: Working days its item promises, at least one.
    days = models.PositiveSmallIntegerField()
    #: Answers to its item's questions.
    answers = models.JSONField(default=dict)
    #: Results of other parts that are its materials: [{"material", "part", "result"}].
    takes = models.JSONField(default=list)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bundle", "key"], name="cases_part_once"),
            models.UniqueConstraint(fields=["case"], name="cases_part_of_case_once"),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(dropped_at__isnull=True),
                name="cases_part_filed_or_dropped",
            ),
        ]
