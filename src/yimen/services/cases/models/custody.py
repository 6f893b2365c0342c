"""Papers with who holds them, every hand they went through, and the counts at closing time."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.custody import PaperKind, PaperState, PlaceKind

BARCODE_ONCE = "cases_paper_barcode_once"

_STATES = sorted(state.value for state in PaperState)
_PLACES = sorted(place.value for place in PlaceKind)


class Paper(models.Model):
    """One sheet or set with a barcode of its own: an original, a copy, or a result."""

    #: As printed in the barcode: the case's number and two digits.
    barcode = models.CharField(max_length=24)
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=200)
    #: The material it belongs to; of a result what names its version, empty for the first.
    material_key = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default=PaperState.HERE.value)
    place_kind = models.CharField(max_length=14)
    place_id = models.BigIntegerField(default=0)
    #: Who answers for it: the member of staff who took it over last.
    holder = models.BigIntegerField(null=True)
    since = models.DateTimeField()
    #: Where it is going, while on the way.
    to_kind = models.CharField(max_length=14, blank=True)
    to_id = models.BigIntegerField(default=0)
    #: Position on a shelf, as written there.
    shelf = models.CharField(max_length=20, blank=True)
    #: When its lying too long was first reported.
    alarmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["barcode"], name=BARCODE_ONCE),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="cases_paper_state_known"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(kind.value for kind in PaperKind)),
                name="cases_paper_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(place_kind__in=_PLACES), name="cases_paper_place_known"
            ),
            models.CheckConstraint(
                condition=Q(to_kind="") ^ Q(state="on_the_way"),
                name="cases_paper_on_the_way_has_target",
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=False) | Q(state="gone"),
                name="cases_paper_has_holder",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place_kind", "place_id", "id"],
                condition=~Q(state="gone"),
                name="cases_paper_place",
            ),
            models.Index(
                fields=["to_kind", "to_id"],
                condition=Q(state="on_the_way"),
                name="cases_paper_coming",
            ),
            models.Index(
                fields=["since"],
                condition=Q(state__in=["here", "on_the_way"]),
                name="cases_paper_since",
            ),
            models.Index(fields=["case"], name="cases_paper_case"),
        ]


class PaperMove(models.Model):
    """One scan: appended, never changed."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="moves")
    event = models.CharField(max_length=10)
    from_kind = models.CharField(max_length=14, blank=True)
    from_id = models.BigIntegerField(default=0)
    to_kind = models.CharField(max_length=14, blank=True)
    to_id = models.BigIntegerField(default=0)
    #: "staff:1001"; a citizen's hand is named by the hand-out's record.
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)


class Count(models.Model):
    """A count at closing time: one place of a centre, one day."""

    centre_id = models.BigIntegerField()
    place_kind = models.CharField(max_length=14)
    place_id = models.BigIntegerField(default=0)
    day = models.DateField()
    begun_by = models.BigIntegerField()
    begun_at = models.DateTimeField()
    scanned = ArrayField(models.CharField(max_length=24), default=list)
    closed_at = models.DateTimeField(null=True)
    expected = models.PositiveIntegerField(null=True)
    missing = ArrayField(models.CharField(max_length=24), default=list)
    strays = ArrayField(models.CharField(max_length=24), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre_id", "place_kind", "place_id", "day"],
                name="cases_count_once_a_day",
            )
        ]
