"""Who took a result or got originals back, and how they showed who they are: a row each time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.handing import Taker

HAND_OUT_ONCE = "cases_handout_once"


class _Taken(models.Model):
    """Who took it, and how they showed who they are. Written once, never changed."""

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
        abstract = True


def _sound(prefix: str) -> list[models.CheckConstraint]:
    """What every row of these says of its taker."""
    return [
        models.CheckConstraint(
            condition=Q(taker__in=sorted(taker.value for taker in Taker)),
            name=f"{prefix}_taker_known",
        ),
        models.CheckConstraint(
            condition=~Q(taker="proxy") | Q(authority_shown=True),
            name=f"{prefix}_proxy_has_authority",
        ),
    ]


class HandOut(_Taken):
    """A result in a citizen's hand."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_outs")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name=HAND_OUT_ONCE),
            *_sound("cases_handout"),
        ]


class GiveBack(_Taken):
    """Originals back in the applicant's hand."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="given_back")
    barcodes = ArrayField(models.CharField(max_length=24))

    class Meta:
        constraints = [
            *_sound("cases_giveback"),
            models.CheckConstraint(condition=~Q(barcodes=[]), name="cases_giveback_has_papers"),
        ]
