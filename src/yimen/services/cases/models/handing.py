"""Who took a result or got originals back, and how they showed who they are: a row each time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.handing import Taker

HAND_OUT_ONCE = "cases_handout_once"


class HandOut(models.Model):
    """A result in a citizen's hand. Written once, never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_outs")
    taker = models.CharField(max_length=10)
    #: Of whoever took it; SM4-GCM.
    name_sealed = models.BinaryField()
    id_sealed = models.BinaryField()
    #: Both cards were read by the reader; False: looked at by eye.
    by_reader = models.BooleanField()
    #: A proxy's written authority was shown.
    authority_shown = models.BooleanField(default=False)
    #: The signature's file.
    signature_file = models.CharField(max_length=40, blank=True)
    by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name=HAND_OUT_ONCE),
            models.CheckConstraint(
                condition=Q(taker__in=sorted(taker.value for taker in Taker)),
                name="cases_handout_taker_known",
            ),
            models.CheckConstraint(
                condition=~Q(taker="proxy") | Q(authority_shown=True),
                name="cases_handout_proxy_has_authority",
            ),
        ]


class GiveBack(models.Model):
    """Originals back in the applicant's hand. Written once, never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="given_back")
    barcodes = ArrayField(models.CharField(max_length=24))
    taker = models.CharField(max_length=10)
    #: Of whoever took them; SM4-GCM.
    name_sealed = models.BinaryField()
    id_sealed = models.BinaryField()
    #: Both cards were read by the reader; False: looked at by eye.
    by_reader = models.BooleanField()
    #: A proxy's written authority was shown.
    authority_shown = models.BooleanField(default=False)
    #: The signature's file.
    signature_file = models.CharField(max_length=40, blank=True)
    by = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taker__in=sorted(taker.value for taker in Taker)),
                name="cases_giveback_taker_known",
            ),
            models.CheckConstraint(
                condition=~Q(taker="proxy") | Q(authority_shown=True),
                name="cases_giveback_proxy_has_authority",
            ),
            models.CheckConstraint(condition=~Q(barcodes=[]), name="cases_giveback_has_papers"),
        ]
