"""The hall as rectangles: floors from the top, areas as wide as they have windows, warm by wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from yimen.channels.doorway.names import named
from yimen.reference.centres import queries as centres
from yimen.services.hall.queries import DutyView, LineView
from yimen.services.hall.rules.states import Duty

#: Longest wait in minutes from which an area is drawn in the next colour.
STEPS: Final = (5, 10, 20, 30)
#: The narrowest area still has room for its words.
_LEAST: Final = 12
#: Widths come in so many steps, as `data.css` knows them.
_SHARES: Final = 12


@dataclass(frozen=True)
class Area:
    """One rectangle and its words."""

    code: str
    name: str
    #: How wide beside its neighbours: 1 to 12.
    share: int
    waiting: int
    #: Minutes the first in line has waited; None where nobody waits.
    longest: int | None
    open: int
    windows: int
    #: 0 to 4; which colour.
    heat: int


@dataclass(frozen=True)
class Floor:
    """One storey."""

    name: str
    areas: tuple[Area, ...]


def floors(
    centre_id: int, lines: Sequence[LineView], duties: Sequence[DutyView], at: datetime
) -> list[Floor]:
    """The centre's storeys that have windows, the highest first."""
    places = centres.areas(centre_id)
    shown = [place for place in places if any(duty.area == place.code for duty in duties)]
    shown.sort(key=lambda place: (-place.level, place.code))
    return [
        Floor(level_name, tuple(_areas(list(group), lines, duties, at)))
        for level_name, group in groupby(shown, key=lambda place: place.floor)
    ]


def _areas(
    places: Sequence[centres.AreaView],
    lines: Sequence[LineView],
    duties: Sequence[DutyView],
    at: datetime,
) -> list[Area]:
    counts = [sum(duty.area == place.code for duty in duties) for place in places]
    weights = [max(count, _LEAST) for count in counts]
    answer = []
    for place, count, weight in zip(places, counts, weights, strict=True):
        mine = [line for line in lines if line.queue.area == place.code and line.waiting]
        longest = max((at - line.since for line in mine if line.since), default=None)
        minutes = None if longest is None else int(max(longest, timedelta()).total_seconds() // 60)
        answer.append(
            Area(
                code=place.code,
                name=named(place),
                share=max(1, round(_SHARES * weight / sum(weights))),
                waiting=sum(line.waiting for line in mine),
                longest=minutes,
                open=sum(duty.area == place.code and duty.state is Duty.OPEN for duty in duties),
                windows=count,
                heat=0 if minutes is None else sum(minutes >= step for step in STEPS),
            )
        )
    return answer
