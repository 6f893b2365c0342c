"""Dates, money, waits and ids as people here write them, in the reader's language.

Pure but for the active translation. Filters of the same names: `templatetags/writing.py`.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from math import ceil
from typing import Final

from babel.dates import format_date
from django.utils import timezone, translation
from django.utils.translation import gettext as _

#: language → (Babel locale, full day, month and day, month and day with weekday)
_DAYS: Final = {
    "zh-hans": ("zh_Hans", "y年M月d日 EEEE", "M月d日", "M月d日 EEEE"),
    "zh-hant": ("zh_Hant", "y年M月d日 EEEE", "M月d日", "M月d日 EEEE"),
    "en": ("en", "EEEE, d MMMM y", "d MMM", "EEEE, d MMM"),
}
_FULL, _SHORT, _WEEK = 1, 2, 3


def day_full(day: date, *, zone: tzinfo | None = None) -> str:
    """`2020年1月17日 星期五`; an instant is read in the centre's zone."""
    return _day(day, _FULL, zone)


def day_short(day: date, *, zone: tzinfo | None = None) -> str:
    """`1月17日`."""
    return _day(day, _SHORT, zone)


def day_week(day: date, *, zone: tzinfo | None = None) -> str:
    """`1月17日 星期五`."""
    return _day(day, _WEEK, zone)


def clock(at: datetime, *, zone: tzinfo | None = None) -> str:
    """`09:30`."""
    return f"{timezone.localtime(at, zone):%H:%M}"


def moment(at: datetime, *, zone: tzinfo | None = None) -> str:
    """`1月17日 09:30`."""
    return f"{day_short(at, zone=zone)} {clock(at, zone=zone)}"


def money(yuan: Decimal | int) -> str:
    """`¥20.00`, `-¥1,234.50`."""
    sign = "-" if yuan < 0 else ""
    return f"{sign}¥{abs(Decimal(yuan)):,.2f}"


def fen(amount: int) -> str:
    """¥120.00, from whole fen."""
    return money(Decimal(amount) / 100)


def wait_to(low: timedelta, high: timedelta) -> str:
    """`约 8–15 分钟`. Rounded up to whole minutes, so nobody is told less than was worked out."""
    first, last = _minutes(low), _minutes(high)
    if last <= 1:
        return _("不到 1 分钟")
    if max(first, 1) == last:
        return _("约 %(minutes)d 分钟") % {"minutes": last}
    return _("约 %(first)d–%(last)d 分钟") % {"first": max(first, 1), "last": last}


def span(length: timedelta) -> str:
    """`8 分 10 秒`, `1 小时 5 分`."""
    seconds = max(0, int(length.total_seconds()))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        return _("%(hours)d 小时 %(minutes)d 分") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d 分 %(seconds)d 秒") % {"minutes": minutes, "seconds": seconds % 60}
    return _("%(seconds)d 秒") % {"seconds": seconds}


def mmss(length: timedelta) -> str:
    """`06:42`, from an hour on `1:06:42`."""
    seconds = max(0, int(length.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    short = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{short}" if hours else short


def fours(number: str) -> str:
    """An id in groups of four: `4419 0019 9001 0123 4X`."""
    bare = "".join(str(number).split())
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def whole(number: int) -> str:
    """`155,631`."""
    return f"{number:,}"


def percent(share: float, digits: int = 1) -> str:
    """A fraction as `99.895%`; without digits that say nothing."""
    text = f"{share * 100:.{digits}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def _day(day: date, form: int, zone: tzinfo | None) -> str:
    local = timezone.localtime(day, zone).date() if isinstance(day, datetime) else day
    pattern = _DAYS.get(translation.get_language() or "zh-hans", _DAYS["zh-hans"])
    return format_date(local, format=pattern[form], locale=pattern[0])


def _minutes(length: timedelta) -> int:
    return max(0, ceil(length.total_seconds() / 60))


#: One argument in, words out: what a template may use as a plain filter.
PLAIN: Final[dict[str, Callable[..., str]]] = {
    function.__name__: function
    for function in (
        day_full,
        day_short,
        day_week,
        clock,
        moment,
        money,
        fen,
        span,
        mmss,
        fours,
        whole,
        percent,
    )
}
