"""What a case needs and what of it is there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.states import MaterialState

_STATES = sorted(state.value for state in MaterialState)


class Material(models.Model):
    """One material of one case, as its item version asks for it in this situation."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="materials", db_index=False)
    #: Key and name in the item version.
    key = models.CharField(max_length=40)
    name = models.TextField()
    position = models.PositiveSmallIntegerField()
    #: "required", "optional", "later" (容缺后补).
    need = models.CharField(max_length=10)
    #: The ways the item allows: bring, upload, scan, sign, held.
    ways = ArrayField(models.CharField(max_length=8))
    originals = models.PositiveSmallIntegerField(default=1)
    copies = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default=MaterialState.MISSING.value)
    #: How it came; empty while missing.
    way = models.CharField(max_length=8, blank=True)
    #: Files of `support.files`, in the order of their pages.
    file_ids = ArrayField(models.CharField(max_length=40), default=list)
    #: The certificate or checked copy it was taken from (免提交), see `certificates`.
    certificate_id = models.BigIntegerField(null=True)
    #: A to D, source: 国办函〔2016〕108号.
    trust = models.CharField(max_length=1)
    #: What is wrong and how to mend it, told in the supplement notice.
    flaw = models.CharField(max_length=500, blank=True)
    #: Last day to bring what was promised (容缺).
    due_on = models.DateField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="cases_material_once"),
            models.CheckConstraint(
                condition=Q(state__in=_STATES), name="cases_material_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["changed_at"],
                condition=Q(state="checking"),
                name="cases_material_checking",
            ),
        ]
