"""An item's guide as every door shows it: answers from an address, materials by how they come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yimen.channels.doorway.names import named, place
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.errors import BadAnswer, ItemNotFound
from yimen.reference.catalogue.queries import Guide, Limit
from yimen.reference.catalogue.rules.content import Fee, Material, Need, Question, Way
from yimen.reference.catalogue.rules.guide import Cost, Needed
from yimen.reference.centres import queries as centres
from yimen.services.hall import queries as hall
from yimen.services.hall.queries import LineView
from yimen.support import writing

#: What a question's answer is called in an address: `a-who=agent`.
PREFIX: Final = "a-"
_FEN: Final = 100

_GROUPS: Final[Mapping[Way, tuple[str, str | Promise]]] = {
    Way.BRING: ("briefcase", gettext_lazy("请带上")),
    Way.SIGN: ("pen-line", gettext_lazy("填写并签名")),
    Way.UPLOAD: ("upload", gettext_lazy("请上传")),
    Way.SCAN: ("scan-line", gettext_lazy("现场扫描")),
    Way.HELD: ("circle-check-big", gettext_lazy("不用交，系统里已有")),
}
_ALSO: Final[Mapping[Way, str | Promise]] = {
    Way.BRING: gettext_lazy("也可带来"),
    Way.SIGN: gettext_lazy("也可现场签"),
    Way.UPLOAD: gettext_lazy("也可上传"),
    Way.SCAN: gettext_lazy("也可现场扫描"),
}
DELIVERIES: Final[Mapping[str, str | Promise]] = {
    "window": gettext_lazy("窗口领取"),
    "post": gettext_lazy("邮寄到家"),
    "electronic": gettext_lazy("电子证照"),
    "terminal": gettext_lazy("自助终端打印"),
}


@dataclass(frozen=True)
class Thing:
    """One material, ready to be read."""

    name: str
    #: `原件 1 份、复印件 1 份`; empty where nothing is handed in.
    count: str
    also: str
    accept: str
    #: Of one file, in words; empty where no file comes, or only the house limits it.
    file_limit: str
    note: str
    blank: str
    sample: str
    optional: bool
    later: bool
    certain: bool
    because: str


@dataclass(frozen=True)
class Group:
    """Materials that come the same way."""

    way: str
    icon: str
    title: str
    things: tuple[Thing, ...]


@dataclass(frozen=True)
class Where:
    """The queue of an item with its line now."""

    queue_code: str
    name: str
    place: str
    waiting: int
    low: timedelta | None
    high: timedelta | None
    open: bool


@dataclass(frozen=True)
class Asked:
    """A question with the option chosen, if any."""

    question: Question
    chosen: str


@dataclass(frozen=True)
class Opened:
    """A guide for some answers."""

    guide: Guide
    answers: Mapping[str, str]
    #: The answers belonged to an older version and were dropped.
    renewed: bool

    @property
    def asked(self) -> list[Asked]:
        return [Asked(each, self.answers.get(each.key, "")) for each in self.guide.questions]

    @property
    def groups(self) -> list[Group]:
        return groups(self.guide.materials)

    @property
    def query(self) -> dict[str, str]:
        """The answers as an address carries them."""
        return {f"{PREFIX}{key}": option for key, option in self.answers.items()}


def given(sent: Mapping[str, str]) -> dict[str, str]:
    """The answers in what a form or an address sent."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in sent.items()
        if name.startswith(PREFIX) and isinstance(value, str) and value
    }


def open_guide(code: str, answers: Mapping[str, str]) -> Opened:
    """The guide; answers to what is no longer asked are dropped, whatever the reason.

    Raises:
        ItemNotFound: no such item, or nothing of it was ever published.
        ItemNotOffered: it was withdrawn.
    """
    if not code.isprintable():
        raise ItemNotFound(item=code[:40])
    kept, renewed = dict(answers), False
    while True:
        try:
            found = catalogue.guide(code, kept)
        except BadAnswer:
            kept, renewed = {}, True
            continue
        arising = {question.key for question in found.questions}
        if arising >= set(kept):
            return Opened(found, kept, renewed)
        kept = {key: option for key, option in kept.items() if key in arising}


def groups(needed: Iterable[Needed]) -> list[Group]:
    """Materials by the first way in which each comes, in the order in which people prepare."""
    found: dict[Way, list[Thing]] = {}
    for each in needed:
        first = each.material.ways[0] if each.material.ways else Way.BRING
        found.setdefault(first, []).append(_thing(each, first))
    return [
        Group(way.value, icon, str(title), tuple(found[way]))
        for way, (icon, title) in _GROUPS.items()
        if way in found
    ]


def _thing(each: Needed, first: Way) -> Thing:
    material = each.material
    also = [str(_ALSO[way]) for way in material.ways if way is not first and way in _ALSO]
    return Thing(
        name=material.name,
        count="" if first is Way.HELD else _count(material),
        also="" if first is Way.HELD else _("、").join(also),
        accept="" if first is Way.HELD else material.accept,
        file_limit=file_limit(material.max_mb, material.max_pages) if _files(material) else "",
        note=material.note,
        blank=material.blank,
        sample=material.sample,
        optional=material.need is Need.OPTIONAL,
        later=material.need is Need.LATER,
        certain=each.certain,
        because=_("、").join(each.because),
    )


def _files(material: Material) -> bool:
    """Whether it may come as files."""
    return bool({Way.UPLOAD, Way.SCAN} & set(material.ways))


def file_limit(max_mb: int, max_pages: int) -> str:
    """What one file of a material may be, in words; empty where only the house limits it."""
    said = [f"{max_mb} MB"] if max_mb else []
    if max_pages:
        said.append(ngettext("%(count)d 页", "%(count)d 页", max_pages) % {"count": max_pages})
    return _("每个文件最多 %(limit)s") % {"limit": _("、").join(said)} if said else ""


def _count(material: Material) -> str:
    parts = []
    if material.originals:
        parts.append(_("原件 %(count)d 份") % {"count": material.originals})
    if material.copies:
        parts.append(_("复印件 %(count)d 份") % {"count": material.copies})
    return _("、").join(parts)


def money(cost: Cost) -> str:
    """`不收费`, `¥20.00`, `¥80.00–¥550.00`."""
    if not cost.highest:
        return _("不收费")
    low = writing.money(Decimal(cost.lowest) / _FEN)
    high = writing.money(Decimal(cost.highest) / _FEN)
    return low if cost.lowest == cost.highest else f"{low}–{high}"


def money_of(fee: Fee) -> str:
    """One line of the bill."""
    return money(Cost(fee.fen, fee.highest_fen))


def step_days(count: int) -> str:
    """`2 天` of a step; empty for one done at once."""
    return ngettext("%(count)d 天", "%(count)d 天", count) % {"count": count} if count else ""


def days(limit: Limit | None) -> str:
    """`3 个工作日`; empty where nothing was promised."""
    if limit is None:
        return ""
    if limit.days == 0:
        return _("当场办结")
    if limit.unit == "natural":
        text = ngettext("%(count)d 天", "%(count)d 天", limit.days)
    else:
        text = ngettext("%(count)d 个工作日", "%(count)d 个工作日", limit.days)
    return text % {"count": limit.days}


def where(centre_id: int, line: LineView) -> Where:
    """A queue as a citizen looks for it."""
    areas = {area.id: area for area in centres.areas(centre_id)}
    low, high = (line.range[0], line.range[2]) if line.range else (None, None)
    return Where(
        queue_code=line.queue.code,
        name=named(line.queue),
        place=place(areas.get(line.queue.area_id or 0)),
        waiting=line.waiting,
        low=None if low is None else timedelta(seconds=low),
        high=None if high is None else timedelta(seconds=high),
        open=line.queue.accepting,
    )


def line_of(centre_id: int, queue_code: str, at: datetime) -> Where | None:
    """Where an item's queue stands in a centre; None where the centre does not have it."""
    if not queue_code:
        return None
    lines = hall.lines(centre_id, hall.business_day(centre_id, at))
    found = next((line for line in lines if line.queue.code == queue_code), None)
    return None if found is None else where(centre_id, found)
