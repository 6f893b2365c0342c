"""Cities, centres, floors, areas, windows, opening hours."""

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
