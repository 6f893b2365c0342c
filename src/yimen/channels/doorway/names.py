"""Names of places and businesses in the reader's language, and places as people say them."""

from typing import Final, Protocol

from django.utils import translation
from django.utils.translation import gettext as _

from yimen.reference.centres.queries import AreaView

_FIELD: Final = {"en": "name_en", "zh-hant": "name_hant"}


class Named(Protocol):
    """What has a name in three languages; the two translations may be empty."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def name_hant(self) -> str: ...


def named(thing: Named) -> str:
    """The name in the reader's language, in Simplified Chinese where nobody translated it."""
    field = _FIELD.get(translation.get_language() or "", "name")
    return str(getattr(thing, field) or thing.name)


def without_city(names: list[str]) -> list[str]:
    """东莞市公安局, 东莞市民政局 → 公安局, 民政局: what all of them begin with is left out."""
    cities = {name[: name.find("市") + 1] for name in names}
    cut = len(cities.pop()) if len(cities) == 1 and len(names) > 1 else 0
    return [name[cut:] or name for name in names]


def place(area: AreaView | None) -> str:
    """`2 楼 C 区`; empty where nobody knows."""
    if area is None:
        return ""
    return _("%(level)s 楼 %(area)s 区") % {"level": area.level, "area": area.code}
