"""Departments, items and their versions, and the table that search reads."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from yimen.reference.catalogue.rules.runs import RunState
from yimen.reference.catalogue.rules.states import IN_FORCE, OPEN, State

ONE_IN_FORCE = "catalogue_one_version_in_force"
ONE_OPEN = "catalogue_one_open_version"
MAKER_IS_NOT_REVIEWER = "catalogue_maker_is_not_reviewer"
BUNDLE_MAKER_IS_NOT_REVIEWER = "catalogue_bundle_maker_is_not_reviewer"


class Department(models.Model):
    """A body that offers items: bureau, institution or public-service company."""

    #: Short and stable, for example "GA"; of imported ones the code of the file.
    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=200)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    name_hant = models.CharField("繁体名称", max_length=60, blank=True)
    #: How its documents are numbered (机关代字), for example "莞公"; empty: by its whole name.
    mark = models.CharField("机关代字", max_length=20, blank=True, db_default="")
    position = models.PositiveSmallIntegerField("次序", default=0)
    #: The bureau whose branch it is (内设机构, of the police 警种). Steps are routed to branches;
    #: items are offered, and decisions made, in the bureau's name.
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="隶属", related_name="branches"
    )

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(part_of=models.F("id")), name="catalogue_branch_of_another"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """The identity of an item (事项). What it asks and gives is in its versions."""

    #: Implementation code (实施编码), or the code of an older provincial system.
    code = models.CharField("事项编码", max_length=100, unique=True)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="部门")
    #: Code of the hall queue where it is served; empty: not served at windows.
    queue_code = models.CharField("叫号队列", max_length=20, blank=True)
    #: How often it was asked for lately; ranks search, set in bulk.
    used = models.PositiveIntegerField("使用次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "事项"


class ItemVersion(models.Model):
    """One version of an item. A trigger freezes all but its state once submitted."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    #: TASK_VERSION: 1, 2, 3 …
    number = models.PositiveIntegerField("版本号")
    state = models.CharField("状态", max_length=12, default=State.DRAFT.value)
    #: National fields by national name, normalised; see `rules.vocabulary`.
    fields = models.JSONField()
    #: Questions, materials, form, fees, steps, results, FAQ; see `rules.content`.
    content = models.JSONField(default=dict)
    #: Number of the version in force when a draft was begun; 0 for a first version.
    based_on = models.PositiveIntegerField(default=0)
    #: Who wrote it: "staff:12", or "file:<digest>" of an import.
    maker = models.CharField(max_length=80)
    #: Who published it; never the maker.
    reviewer = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    #: Why it was returned, paused or withdrawn; shown to citizens while paused.
    reason = models.CharField(max_length=300, blank=True)

    # What is queried, derived by the database: it cannot disagree with `fields`.
    name = models.GeneratedField(
        expression=KT("fields__TASK_NAME"), output_field=models.TextField(), db_persist=True
    )
    task_type = models.GeneratedField(
        expression=KT("fields__TASK_TYPE"), output_field=models.TextField(), db_persist=True
    )
    area_code = models.GeneratedField(
        expression=KT("fields__AREA_CODE"), output_field=models.TextField(), db_persist=True
    )
    project_type = models.GeneratedField(
        expression=KT("fields__PROJECT_TYPE"), output_field=models.TextField(), db_persist=True
    )
    promise_day = models.GeneratedField(
        expression=Cast(KT("fields__PROMISE_DAY"), models.IntegerField()),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    is_online = models.GeneratedField(
        expression=Cast(KT("fields__IS_ONLINE"), models.BooleanField()),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    is_terminal = models.GeneratedField(
        expression=Cast(KT("fields__IS_SERVICE_TERMINALS"), models.BooleanField()),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "事项版本"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="catalogue_version_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]),
                name="catalogue_version_state_known",
            ),
            models.CheckConstraint(condition=~Q(maker=F("reviewer")), name=MAKER_IS_NOT_REVIEWER),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in OPEN])
                | (Q(published_at__isnull=False) & ~Q(reviewer="")),
                name="catalogue_published_was_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(fields__has_keys=["TASK_NAME"]), name="catalogue_version_has_name"
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state__in=[state.value for state in IN_FORCE]),
                name=ONE_IN_FORCE,
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state__in=[state.value for state in OPEN]),
                name=ONE_OPEN,
            ),
        ]


class VersionLog(models.Model):
    """Who moved which version, when and why. Rows are only added. Imports have `ImportLog`."""

    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="log")
    move = models.CharField(max_length=12)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)


class ImportLog(models.Model):
    """One file that was taken in: which, by whom, with what result."""

    #: SHA-256 of the file; versions made from it name its beginning as their maker.
    digest = models.CharField(max_length=64)
    file_name = models.CharField(max_length=300)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    created = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()


class ImportRun(models.Model):
    """A file handed in at a page: how far its import has come, and what came of it."""

    file_name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    #: Its sealed bytes in the vault; empty once it was read.
    stored = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=8, default=RunState.WAITING.value)
    #: "staff:12".
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    #: The last sign of life; an import that has none for a while was killed.
    moved_at = models.DateTimeField()
    stage = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    #: About how many there are; 0 where nobody knows.
    total = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    #: Columns that mean nothing here.
    ignored = models.JSONField(default=list)
    #: Code and facts of what the whole file was refused for.
    refusal = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RunState]),
                name="catalogue_run_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=RunState.REFUSED.value) ^ Q(refusal=""),
                name="catalogue_run_refusal_named",
            ),
        ]


class ImportRejection(models.Model):
    """A line that an import did not take."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejections")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    value = models.CharField(max_length=200, blank=True)
    flaw = models.CharField(max_length=20)
    #: The line it repeats.
    other_line = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["run", "line"], name="catalogue_rejection_line")]


class SearchEntry(models.Model):
    """One item as search sees it. Derived: `actions.reindex` makes it again at any time."""

    item = models.OneToOneField(
        Item, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    name = models.TextField()
    aliases = ArrayField(models.TextField(), default=list)
    #: Hashes of what the name and the aliases can be found by; see `rules.keys`.
    keys = ArrayField(models.IntegerField())
    used = models.PositiveIntegerField(default=0)
    paused = models.BooleanField(default=False)

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="catalogue_search_keys", fastupdate=False),
            models.Index(F("used").desc(), "item_id", name="catalogue_search_used"),
        ]


class SearchKey(models.Model):
    """How many items each key finds: search asks the rare ones first."""

    key = models.IntegerField(primary_key=True)
    items = models.PositiveIntegerField()


class Synonym(models.Model):
    """A word people say and the words that items use for it: 驾照 → 驾驶证."""

    word = models.CharField("说法", max_length=40)
    stands_for = models.CharField("规范用语", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "同义词"
        constraints = [
            models.UniqueConstraint(fields=["word", "stands_for"], name="catalogue_synonym_once")
        ]


class Bundle(models.Model):
    """The identity of a bundle (一件事): items filed once. What it is made of has versions."""

    #: Short and stable, for example "newborn".
    code = models.CharField("代码", max_length=40, unique=True)
    #: Applications are taken now.
    offered = models.BooleanField("受理", default=True)
    position = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "一件事"
        ordering = ["position", "code"]


class BundleVersion(models.Model):
    """One published version of a bundle; a trigger freezes it. The highest number is in force."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本号")
    #: See `rules.bundles`.
    document = models.JSONField()
    #: Who wrote it: "file:<digest>"; never the reviewer.
    maker = models.CharField(max_length=80)
    reviewer = models.CharField(max_length=80)
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "一件事版本"
        constraints = [
            models.UniqueConstraint(
                fields=["bundle", "number"], name="catalogue_bundle_version_once"
            ),
            models.CheckConstraint(
                condition=~Q(maker=F("reviewer")), name=BUNDLE_MAKER_IS_NOT_REVIEWER
            ),
            models.CheckConstraint(
                condition=Q(document__has_keys=["name", "parts"]),
                name="catalogue_bundle_has_parts",
            ),
        ]
