"""Imported files, services as figures see them, daily facts. Reached only through this package."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q


class HistoryFile(models.Model):
    """A file of an older system's history, imported whole."""

    #: SHA-256 of its bytes: the same file is refused.
    digest = models.BinaryField(unique=True)
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    imported_at = models.DateTimeField()


class Subject(models.Model):
    """What a service was about and where: centre, department, item; as words, for good.

    A renamed department keeps its old services under its old name. `item` is empty for the row
    that stands for the whole department.
    """

    centre = models.CharField(max_length=200)
    department = models.CharField(max_length=200)
    item = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "department", "item"], name="insights_subject_once"
            )
        ]


class Service(models.Model):
    """One service that ended: done, missed or left; of the live hall or of an imported file."""

    # No foreign keys in the database here and in facts: checking them row by row took most of an
    # import of millions; ids come from `actions.subjects` in the same transaction.
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    #: Null: of the live hall.
    file = models.ForeignKey(
        HistoryFile, null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    #: The live hall's own id; null for imported ones.
    ticket_id = models.BigIntegerField(null=True)
    #: "window", "online", "terminal", "mobile".
    channel = models.CharField(max_length=8)
    #: "comprehensive", "dedicated"; empty where not known.
    window_kind = models.CharField(max_length=16, blank=True, db_default="")
    #: In the centre's own time.
    day = models.DateField()
    hour = models.SmallIntegerField()
    taken_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stars = models.SmallIntegerField(null=True)
    #: The stars were set by a rule, not by a citizen.
    by_default = models.BooleanField()
    #: "done", "missed", "left".
    outcome = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket_id"],
                condition=Q(ticket_id__isnull=False),
                name="insights_service_ticket_once",
            )
        ]
        indexes = [models.Index(fields=["day", "subject"], name="insights_service_day")]


class LiveDay(models.Model):
    """A day of the live hall as its facts know it; another mark means they must be summed anew."""

    centre_id = models.BigIntegerField()
    day = models.DateField()
    mark = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "day"], name="insights_live_day_once")
        ]


class Fact(models.Model):
    """Sums over services that share day, department, channel and window kind.

    Seconds are sums; `within_N` count window services done whose wait was at most N minutes.
    """

    day = models.DateField()
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    channel = models.CharField(max_length=8)
    window_kind = models.CharField(max_length=16, blank=True)
    done = models.IntegerField()
    missed = models.IntegerField()
    left = models.IntegerField()
    waits = models.IntegerField()
    wait_seconds = models.FloatField()
    handlings = models.IntegerField()
    handling_seconds = models.FloatField()
    within_5 = models.IntegerField()
    within_10 = models.IntegerField()
    within_15 = models.IntegerField()
    within_30 = models.IntegerField()
    within_60 = models.IntegerField()
    stars_1 = models.IntegerField()
    stars_2 = models.IntegerField()
    stars_3 = models.IntegerField()
    stars_4 = models.IntegerField()
    stars_5 = models.IntegerField()
    default_bad = models.IntegerField()
    default_middle = models.IntegerField()
    default_five = models.IntegerField()

    class Meta:
        abstract = True


class DayFact(Fact):
    """By day and department: what most pages and the base figures read."""

    class Meta:
        indexes = [models.Index(fields=["day"], name="insights_dayfact_day")]


class HourFact(Fact):
    """By hour as well: when the hall is full."""

    hour = models.SmallIntegerField()

    class Meta:
        indexes = [BrinIndex(fields=["day"], name="insights_hourfact_day", autosummarize=True)]


class ItemFact(Fact):
    """By item instead of department, and by month: `day` is its first.

    By day there would be nearly as many rows as services, and nothing gained.
    """

    class Meta:
        indexes = [models.Index(fields=["subject", "day"], name="insights_itemfact_subject")]


class ServiceFact(Fact):
    """A view: each service as a fact of its own. It defines what the measures count."""

    hour = models.SmallIntegerField()

    class Meta:
        managed = False
