"""Directions as whole sentences in the reader's language."""

from collections.abc import Mapping
from math import ceil
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yimen.channels.doorway.names import named
from yimen.reference.centres.rules.directions import Deed, Step, Turn
from yimen.reference.centres.rules.ways import Passage, Place, PlaceKind, Way

#: Metres a minute of somebody who looks for a sign.
_PACE: Final = 60

_TURNS: Final[Mapping[Turn, str | Promise]] = {
    Turn.STRAIGHT: gettext_lazy("直走"),
    Turn.LEFT: gettext_lazy("左转"),
    Turn.RIGHT: gettext_lazy("右转"),
    Turn.BACK: gettext_lazy("掉头"),
}
_LEAVING: Final[Mapping[Passage, str | Promise]] = {
    Passage.LIFT: gettext_lazy("出电梯"),
    Passage.ESCALATOR: gettext_lazy("下扶梯"),
    Passage.STAIRS: gettext_lazy("出楼梯间"),
}
_RIDES: Final[Mapping[Passage, str | Promise]] = {
    Passage.LIFT: gettext_lazy("乘电梯到 %(level)d 楼"),
    Passage.ESCALATOR: gettext_lazy("乘扶梯到 %(level)d 楼"),
    Passage.STAIRS: gettext_lazy("走楼梯到 %(level)d 楼"),
}
_SIDES: Final[Mapping[Turn, str | Promise]] = {
    Turn.LEFT: gettext_lazy("%(place)s在左手边"),
    Turn.RIGHT: gettext_lazy("%(place)s在右手边"),
    Turn.STRAIGHT: gettext_lazy("%(place)s就在前面"),
    Turn.BACK: gettext_lazy("%(place)s就在旁边"),
}


def place_name(place: Place) -> str:
    """`12 号窗口`, `B 区`, `服务台`."""
    if place.kind is PlaceKind.WINDOW:
        return _("%(number)d 号窗口") % {"number": place.number}
    if place.kind is PlaceKind.AREA:
        return _("%(area)s 区") % {"area": place.area}
    return named(place) or _("走道")


def in_sentence(place: Place) -> str:
    """The name inside a sentence: English wants an article, Chinese a space before Latin."""
    name = place_name(place)
    if (translation.get_language() or "").startswith("zh"):
        return f" {name}" if name[:1].isascii() else name
    if place.kind in {PlaceKind.WINDOW, PlaceKind.AREA}:
        return name
    return pgettext("in a sentence", "%(place)s") % {"place": name[:1].lower() + name[1:]}


def sentence(step: Step) -> str:
    """One step as a sentence."""
    if step.deed is Deed.RIDE:
        return str(_RIDES[step.passage]) % {"level": step.level}
    if step.deed is Deed.ARRIVE and step.place is not None:
        return str(_SIDES[step.turn]) % {"place": place_name(step.place)}
    facts: dict[str, object] = {"metres": rounded(step.metres)}
    if step.place is not None:
        return _set_out(step) % {**facts, "start": in_sentence(step.place), **_mark(step)}
    facts["turn"] = _TURNS[step.turn]
    if step.leaving is not None:
        said = _left_straight(step) if step.turn is Turn.STRAIGHT else _left(step)
        return said % {**facts, "leaving": _LEAVING[step.leaving], **_mark(step)}
    return (_straight(step) if step.turn is Turn.STRAIGHT else _turned(step)) % {
        **facts,
        **_mark(step),
    }


def sentences(steps: list[Step]) -> list[str]:
    """All steps."""
    return [sentence(step) for step in steps]


def summary(way: Way) -> str:
    """`步行约 85 米，约 2 分钟`; a ride counts as long as it feels."""
    minutes = max(1, ceil(way.effort / _PACE))
    return _("步行约 %(metres)d 米，约 %(minutes)d 分钟") % {
        "metres": rounded(way.walked),
        "minutes": minutes,
    }


def floor_name(level: int) -> str:
    """`3 楼`."""
    return _("%(level)d 楼") % {"level": level}


def rounded(metres: float) -> int:
    """As people say it: by fives from ten on."""
    return max(1, round(metres)) if metres < 10 else 5 * round(metres / 5)


def _mark(step: Step) -> dict[str, str]:
    mark = step.to or step.into or step.past
    return {"mark": in_sentence(mark)} if mark else {}


def _set_out(step: Step) -> str:
    if step.to:
        return _("从%(start)s直走 %(metres)d 米到%(mark)s")
    if step.into:
        return _("从%(start)s直走 %(metres)d 米，进入%(mark)s")
    if step.past:
        return _("从%(start)s直走 %(metres)d 米，经过%(mark)s")
    return _("从%(start)s直走 %(metres)d 米")


def _left(step: Step) -> str:
    if step.to:
        return _("%(leaving)s%(turn)s，走 %(metres)d 米到%(mark)s")
    if step.into:
        return _("%(leaving)s%(turn)s，走 %(metres)d 米，进入%(mark)s")
    if step.past:
        return _("%(leaving)s%(turn)s，走 %(metres)d 米，经过%(mark)s")
    return _("%(leaving)s%(turn)s，走 %(metres)d 米")


def _left_straight(step: Step) -> str:
    if step.to:
        return _("%(leaving)s后直走 %(metres)d 米到%(mark)s")
    if step.into:
        return _("%(leaving)s后直走 %(metres)d 米，进入%(mark)s")
    if step.past:
        return _("%(leaving)s后直走 %(metres)d 米，经过%(mark)s")
    return _("%(leaving)s后直走 %(metres)d 米")


def _straight(step: Step) -> str:
    if step.to:
        return _("直走 %(metres)d 米到%(mark)s")
    if step.into:
        return _("直走 %(metres)d 米，进入%(mark)s")
    if step.past:
        return _("直走 %(metres)d 米，经过%(mark)s")
    return _("直走 %(metres)d 米")


def _turned(step: Step) -> str:
    if step.to:
        return _("%(turn)s，走 %(metres)d 米到%(mark)s")
    if step.into:
        return _("%(turn)s，走 %(metres)d 米，进入%(mark)s")
    if step.past:
        return _("%(turn)s，走 %(metres)d 米，经过%(mark)s")
    return _("%(turn)s，走 %(metres)d 米")
