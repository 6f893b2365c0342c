"""Cities, centres, floors, areas, windows, opening hours, the legal calendar."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class WindowKind(models.TextChoices):
    COMPREHENSIVE = "comprehensive", "综合窗口"
    DEDICATED = "dedicated", "专窗"


class City(models.Model):
    """A city of one installation. Its region code follows GB/T 2260."""

    region_code = models.CharField("区划代码", max_length=6, unique=True)
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "城市"

    def __str__(self) -> str:
        return self.name


class Centre(models.Model):
    """A citizen service centre (市民服务中心)."""

    city = models.ForeignKey(City, on_delete=models.PROTECT)
    code = models.SlugField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    name_hant = models.CharField("繁体名称", max_length=60, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    #: IANA name. Business days and opening hours are in this zone.
    zone = models.CharField("时区", max_length=40, default="Asia/Shanghai")
    #: Line at the foot of the main board; empty hides it.
    ticker = models.CharField("滚动通知", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "中心"

    def __str__(self) -> str:
        return self.name


class Floor(models.Model):
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    level = models.SmallIntegerField("层")
    name = models.CharField("名称", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "楼层"
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "level"], name="centres_floor_once")
        ]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A lettered part of a floor (A 区 …) where windows stand. Coordinates in metres."""

    floor = models.ForeignKey(Floor, on_delete=models.CASCADE)
    code = models.CharField("区", max_length=4)
    name = models.CharField("名称", max_length=40)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    name_hant = models.CharField("繁体名称", max_length=40, blank=True)
    x = models.FloatField(default=0)
    y = models.FloatField(default=0)
    width = models.FloatField(default=10)
    height = models.FloatField(default=10)

    class Meta:
        verbose_name = verbose_name_plural = "区域"
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["floor", "code"], name="centres_area_once")]

    def __str__(self) -> str:
        return f"{self.code} 区"


class Window(models.Model):
    """A counter (窗口), numbered within its centre. What it may call is the hall's affair."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    area = models.ForeignKey(Area, on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField("号")
    kind = models.CharField("类型", max_length=16, choices=WindowKind.choices)
    label = models.CharField("牌面", max_length=40, blank=True)
    x = models.FloatField(default=0)
    y = models.FloatField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "窗口"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="centres_window_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["comprehensive", "dedicated"]),
                name="centres_window_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} 号窗口"


class PlanShape(models.Model):
    """Something drawn on a floor's plan that is neither an area nor a window."""

    floor = models.ForeignKey(Floor, on_delete=models.CASCADE)
    kind = models.CharField("种类", max_length=12)
    #: Corners in metres: [[x, y], …], y growing downwards, closed by itself.
    corners = models.JSONField("轮廓")
    #: Later ones lie on earlier ones.
    position = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "平面图形"
        ordering = ["floor", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["outline", "void", "room", "ride", "seats", "desk"]),
                name="centres_plan_shape_kind_known",
            ),
        ]


class WalkNode(models.Model):
    """A point one can walk to: a crossing, a landmark, an area's opening, a window's front."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    floor = models.ForeignKey(Floor, on_delete=models.CASCADE)
    #: Stands in addresses: `w12`, `area-a`, `entrance`.
    code = models.SlugField("代码", max_length=20)
    #: One of `rules.ways.PlaceKind`.
    kind = models.CharField("种类", max_length=12)
    x = models.FloatField()
    y = models.FloatField()
    #: Where one looks on stepping out of a lift: degrees clockwise from the plan's top.
    facing = models.PositiveSmallIntegerField("朝向", null=True, blank=True)
    name = models.CharField("名称", max_length=40, blank=True)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    name_hant = models.CharField("繁体名称", max_length=40, blank=True)
    #: Where the name is written on the plan; null: nowhere.
    sign_x = models.FloatField(null=True, blank=True)
    sign_y = models.FloatField(null=True, blank=True)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True)
    window = models.OneToOneField(Window, on_delete=models.CASCADE, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "路点"
        ordering = ["floor", "code"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="centres_walk_node_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "crossing", "entrance", "desk", "machine", "self_service", "toilet",
                        "nursing", "lift", "escalator", "stairs", "area", "window",
                    ]
                ),
                name="centres_walk_node_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="window", window__isnull=False)
                | (~Q(kind="window") & Q(window__isnull=True)),
                name="centres_walk_node_window_named",
            ),
            models.CheckConstraint(
                condition=~Q(kind="area") | Q(area__isnull=False),
                name="centres_walk_node_area_named",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code


class WalkEdge(models.Model):
    """Two nodes one can go between, both ways alike; kept once, the lower id first."""

    a = models.ForeignKey(WalkNode, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(WalkNode, on_delete=models.CASCADE, related_name="+")
    #: One of `rules.ways.Passage`.
    passage = models.CharField("方式", max_length=12, default="walk")
    #: Of a walk its length; of a ride what waiting and riding are worth in metres walked.
    metres = models.FloatField("米")

    class Meta:
        verbose_name = verbose_name_plural = "通路"
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="centres_walk_edge_order"),
            models.CheckConstraint(condition=Q(metres__gt=0), name="centres_walk_edge_length"),
            models.CheckConstraint(
                condition=Q(passage__in=["walk", "lift", "escalator", "stairs"]),
                name="centres_walk_edge_passage_known",
            ),
            models.UniqueConstraint(fields=["a", "b", "passage"], name="centres_walk_edge_once"),
        ]


class OpeningHours(models.Model):
    """An interval in which the centre is open on a weekday, in the centre's own time."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    #: 0 is Monday.
    weekday = models.PositiveSmallIntegerField("星期")
    opens = models.TimeField("开门")
    closes = models.TimeField("关门")

    class Meta:
        verbose_name = verbose_name_plural = "开放时间"
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="centres_hours_weekday"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="centres_hours_order"),
            models.UniqueConstraint(
                fields=["centre", "weekday", "opens"], name="centres_hours_once"
            ),
        ]


class SpecialDay(models.Model):
    """A day on which the week's hours do not hold: a holiday, or other hours."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE)
    day = models.DateField("日期")
    #: Both null: closed all day.
    opens = models.TimeField("开门", null=True, blank=True)
    closes = models.TimeField("关门", null=True, blank=True)
    reason = models.CharField("原因", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "特殊日期"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "day"], name="centres_special_day_once"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__lt=F("closes")),
                name="centres_special_day_order",
            ),
        ]


class CalendarVersion(models.Model):
    """One state of the legal calendar. Rows are added, never changed."""

    #: 1, 2, 3 …: what clocks quote.
    number = models.PositiveIntegerField("版本", unique=True)
    #: Who decided: the notice behind the change.
    notice = models.CharField("依据", max_length=200)
    made_at = models.DateTimeField("登记时间")
    #: Null where the program filled the table.
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = verbose_name_plural = "法定日历版本"
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"第 {self.number} 版"


class CalendarDay(models.Model):
    """A day that the week does not describe, in the versions `since` up to before `until`."""

    day = models.DateField("日期")
    #: "holiday", "make_up", or "rest" on a weekday; "working" never stands here.
    kind = models.CharField("类型", max_length=8)
    name = models.CharField("节日", max_length=40, blank=True)
    notice = models.CharField("依据", max_length=200)
    since = models.PositiveIntegerField("自版本")
    #: The first version in which the row no longer holds; null: it holds.
    until = models.PositiveIntegerField("至版本", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "法定日历"
        ordering = ["day", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(until__isnull=True), name="centres_calendar_day_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["holiday", "make_up", "rest"]),
                name="centres_calendar_day_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lt=F("until")),
                name="centres_calendar_day_order",
            ),
        ]


class CalendarYear(models.Model):
    """A year covered by an official notice, from a version on. Others are provisional."""

    year = models.PositiveSmallIntegerField("年", unique=True)
    since = models.PositiveIntegerField("自版本")

    class Meta:
        verbose_name = verbose_name_plural = "已公布放假安排的年份"
        ordering = ["year"]
