"""Notices, the series their numbers are counted in, and where the finished file lies."""

from django.db import models
from django.db.models import Q

from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.notices.kinds import LONGEST_NUMBER, Kind, NoticeState

ONCE = "cases_notice_once"

_KINDS = sorted(kind.value for kind in Kind)
_STATES = sorted(state.value for state in NoticeState)
_ISSUED = NoticeState.ISSUED.value


class NoticeSeries(models.Model):
    """The last serial of one body's word in one year."""

    department = models.ForeignKey("catalogue.Department", models.PROTECT, related_name="+")
    word = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["department", "word", "year"], name="cases_notice_series_once"
            )
        ]


class Notice(models.Model):
    """One notice of one case. What it says is fixed when written; the file is made once after."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices", db_index=False)
    kind = models.CharField(max_length=16)
    #: What it was written for: "1", "2" of supplements, the id of a special procedure.
    occasion = models.CharField(max_length=40)
    department = models.ForeignKey(
        "catalogue.Department", models.PROTECT, related_name="+", db_index=False
    )
    word = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    #: As printed: body, word, year and serial.
    number = models.CharField(max_length=LONGEST_NUMBER)
    #: Twelve characters printed on it; whoever types them learns whether it is genuine.
    code = models.CharField(max_length=12)
    #: `rules.notices.facts` as JSON, SM4-GCM: names of people are in them.
    facts_sealed = models.BinaryField()
    #: SM3 of kind, number, date and facts; linked into the case's audit chain.
    digest = models.BinaryField(max_length=32)

    state = models.CharField(max_length=8, default=_ISSUED)
    #: Local day of the centre: the date on the notice.
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    #: "staff:1001", "house:house".
    issued_by = models.CharField(max_length=80)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=80, blank=True)
    void_reason = models.CharField(max_length=500, blank=True)

    #: The finished file, see `support.paper.shelf`; empty until it is drawn and signed.
    file = models.CharField(max_length=100, blank=True)
    #: SM3 of the file's bytes, 32 bytes; null until then.
    file_digest = models.BinaryField(max_length=32, null=True)
    #: Whom the signing certificate names.
    signer = models.CharField(max_length=200, blank=True)
    #: How often drawing was begun; one that fails goes behind the others.
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "occasion"], name=ONCE),
            models.UniqueConstraint(fields=["number"], name="cases_notice_number_once"),
            models.UniqueConstraint(fields=["code"], name="cases_notice_code_once"),
            models.UniqueConstraint(
                fields=["department", "word", "year", "serial"], name="cases_notice_serial_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="cases_notice_kind_known"),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="cases_notice_state_known"),
            models.CheckConstraint(
                condition=Q(state=_ISSUED) | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="cases_notice_void_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(file="") ^ Q(file_digest__isnull=False),
                name="cases_notice_file_has_digest",
            ),
        ]
        indexes = [
            models.Index(
                fields=["tries", "id"], condition=Q(file=""), name="cases_notice_to_be_drawn"
            )
        ]
