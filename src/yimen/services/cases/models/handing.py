"""Who took a result, and how they showed who they are: one row for each hand-out."""

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
