"""Questions about places and hours."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from yimen.reference.centres.errors import CentreNotFound, WindowNotFound
from yimen.reference.centres.models import Area, Centre, OpeningHours, SpecialDay, Window
from yimen.reference.centres.rules import Hours, Interval


@dataclass(frozen=True)
class CentreView:
    """A centre as others see it."""

    id: int
    code: str
    name: str
    name_en: str
    name_hant: str
    address: str
    zone: ZoneInfo
    ticker: str
    #: GB/T 2260 code of its city: the beginning of case numbers.
    region_code: str
    #: Its city's name.
    city: str


@dataclass(frozen=True)
class AreaView:
    """A lettered area and its floor."""

    id: int
    code: str
    name: str
    name_en: str
    name_hant: str
    level: int
    floor: str


@dataclass(frozen=True)
class WindowView:
    """A window, where it stands and what kind it is."""

    id: int
    number: int
    kind: str
    label: str
    area_id: int
    area: str
    level: int
    centre_id: int


@dataclass(frozen=True)
class SpecialDayView:
    """A day on which the week's hours do not hold; no interval: closed."""

    day: date
    interval: Interval | None
    reason: str


_CENTRE = (
    "id",
    "code",
    "name",
    "name_en",
    "name_hant",
    "address",
    "zone",
    "ticker",
    "city__region_code",
    "city__name",
)
_OF_CITY = {"city__region_code": "region_code", "city__name": "city"}
_WINDOW = (
    "id", "number", "kind", "label", "area_id", "area__code", "area__floor__level", "centre_id"
)  # fmt: skip


def centre(centre_id: int) -> CentreView:
    """One centre.

    Raises:
        CentreNotFound: no such centre.
    """
    return _centre(Centre.objects.filter(pk=centre_id).values_list(*_CENTRE).first())


def centre_by_code(code: str) -> CentreView:
    """One centre by its code.

    Raises:
        CentreNotFound: no such centre.
    """
    return _centre(Centre.objects.filter(code=code).values_list(*_CENTRE).first())


def centres() -> list[CentreView]:
    """All centres."""
    return [_centre(row) for row in Centre.objects.order_by("id").values_list(*_CENTRE)]


def _centre(row: tuple[object, ...] | None) -> CentreView:
    if row is None:
        raise CentreNotFound
    values = {_OF_CITY.get(name, name): each for name, each in zip(_CENTRE, row, strict=True)}
    return CentreView(**{**values, "zone": ZoneInfo(str(values["zone"]))})  # type: ignore[arg-type]


def areas(centre_id: int) -> list[AreaView]:
    """A centre's areas by floor and letter."""
    rows = Area.objects.filter(floor__centre_id=centre_id).order_by("floor__level", "code")
    fields = ("id", "code", "name", "name_en", "name_hant", "floor__level", "floor__name")
    return [AreaView(*row) for row in rows.values_list(*fields)]


def windows(centre_id: int) -> list[WindowView]:
    """A centre's windows by number."""
    rows = Window.objects.filter(centre_id=centre_id).order_by("number").values_list(*_WINDOW)
    return [WindowView(*row) for row in rows]


def window(window_id: int) -> WindowView:
    """One window.

    Raises:
        WindowNotFound: no such window.
    """
    row = Window.objects.filter(pk=window_id).values_list(*_WINDOW).first()
    if row is None:
        raise WindowNotFound(window_id=window_id)
    return WindowView(*row)


def hours(centre_id: int) -> Hours:
    """A centre's week and special days."""
    week: defaultdict[int, list[Interval]] = defaultdict(list)
    rows = OpeningHours.objects.filter(centre_id=centre_id).order_by("opens")
    for weekday, opens, closes in rows.values_list("weekday", "opens", "closes"):
        week[weekday].append(Interval(opens, closes))
    special: dict[date, tuple[Interval, ...]] = {}
    days = SpecialDay.objects.filter(centre_id=centre_id)
    for day, from_, until in days.values_list("day", "opens", "closes"):
        special[day] = (Interval(from_, until),) if from_ and until else ()
    return Hours(tuple(tuple(week[weekday]) for weekday in range(7)), special)


def special_days(centre_id: int, since: date) -> list[SpecialDayView]:
    """Days from `since` on which other hours hold, in order."""
    rows = SpecialDay.objects.filter(centre_id=centre_id, day__gte=since).order_by("day")
    return [
        SpecialDayView(day, Interval(opens, closes) if opens and closes else None, reason)
        for day, opens, closes, reason in rows.values_list("day", "opens", "closes", "reason")
    ]
