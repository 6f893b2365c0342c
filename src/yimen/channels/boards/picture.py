"""What a board shows, gathered once: last calls, lines with their ranges, missed, speech."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil
from typing import Final

from yimen.channels.boards import parameters
from yimen.channels.doorway.names import named
from yimen.devices.voice import reading
from yimen.devices.voice.reading import Tongue
from yimen.reference.centres import queries as centres
from yimen.reference.centres.errors import CentreNotFound
from yimen.reference.centres.queries import AreaView
from yimen.reference.policy import queries as policy
from yimen.services.hall import queries as hall
from yimen.services.hall.queries import CallView, LineView
from yimen.services.hall.rules.states import Duty

#: The newest one large, the others below.
CALLS: Final = 7
ROWS_A_PAGE: Final = 7
MISSED: Final = 8


@dataclass(frozen=True)
class Row:
    """One business: how many wait and for how long somebody who joins now."""

    name: str
    name_en: str
    waiting: int
    #: `15–25` minutes; empty where no honest range exists.
    minutes: str
    open_windows: int


@dataclass(frozen=True)
class Picture:
    """Everything on one board at one moment."""

    place: str
    place_en: str
    area: AreaView | None
    calls: list[CallView]
    pages: list[list[Row]]
    waiting: int
    missed: list[str]
    ticker: str


def area_of(centre_id: int, *, code: str = "", area_id: int | None = None) -> AreaView | None:
    """The area of a board by its letter or by where the device hangs; None for the whole centre.

    Raises:
        CentreNotFound: the centre has no area of that letter.
    """
    if not code and area_id is None:
        return None
    for area in centres.areas(centre_id):
        if area.code == code or (not code and area.id == area_id):
            return area
    raise CentreNotFound(area=code)


def picture(centre_id: int, area: AreaView | None, *, at: datetime) -> Picture:
    """The board of a centre or of one of its areas."""
    day = hall.business_day(centre_id, at)
    centre = hall.centre(centre_id)
    rows = [_row(line) for line in _lines(centre_id, area, day)]
    code = area.code if area else ""
    return Picture(
        place=named(centre),
        place_en=centre.name_en,
        area=area,
        calls=_calls(centre_id, day, code),
        pages=[rows[start : start + ROWS_A_PAGE] for start in range(0, len(rows), ROWS_A_PAGE)],
        waiting=sum(row.waiting for row in rows),
        missed=_missed(centre_id, day, code),
        ticker=centre.ticker,
    )


def _calls(centre_id: int, day: date, area: str) -> list[CallView]:
    """The last calls, each with its business in the reader's language."""
    names = _names(centre_id)
    calls = hall.last_calls(centre_id, day, area=area, limit=CALLS)
    return [replace(call, queue=names.get(call.queue_code, call.queue)) for call in calls]


def _names(centre_id: int) -> dict[str, str]:
    return {code: named(queue) for code, queue in hall.queues(centre_id).items()}


def _lines(centre_id: int, area: AreaView | None, day: date) -> list[LineView]:
    """Lines somebody waits in or a window serves; of an area: those its windows serve now."""
    lines = [line for line in hall.lines(centre_id, day) if line.waiting or line.open_windows]
    if area is None:
        return lines
    served = {
        code
        for duty in hall.duties(centre_id)
        if duty.area == area.code and duty.state is Duty.OPEN
        for code in duty.queues
    }
    return [line for line in lines if line.queue.area == area.code or line.queue.code in served]


def _row(line: LineView) -> Row:
    return Row(
        name=named(line.queue),
        name_en=line.queue.name_en,
        waiting=line.waiting,
        minutes=minutes(line.range),
        open_windows=line.open_windows,
    )


def minutes(told: tuple[int, int, int] | None) -> str:
    """`15–25`, `5` or `<1`: the range in whole minutes, rounded up."""
    if told is None:
        return ""
    low, high = max(1, ceil(told[0] / 60)), ceil(told[2] / 60)
    if high <= 1:
        return "<1" if told[2] < 60 else "1"
    return str(high) if low >= high else f"{low}–{high}"


def _missed(centre_id: int, day: date, area: str) -> list[str]:
    tickets = hall.missed(centre_id, day, limit=MISSED if not area else 4 * MISSED)
    found = [ticket.number for ticket in tickets if not area or ticket.queue.area == area]
    return found[:MISSED]


def words(centre_id: int, *, at: datetime) -> dict[str, object]:
    """What the page's script needs to draw and say a call by itself, without asking again."""
    day = hall.business_day(centre_id, at)
    tongues = [Tongue.MANDARIN]
    if policy.value(parameters.VOICE_CANTONESE, day):
        tongues.append(Tongue.CANTONESE)
    if policy.value(parameters.VOICE_ENGLISH, day):
        tongues.append(Tongue.ENGLISH)
    places = hall.window_places(centre_id).values()
    return {
        "times": policy.whole(parameters.VOICE_TIMES, day),
        "windows": {place.number: place.area for place in places},
        "businesses": _names(centre_id),
        "day": day.isoformat(),
        "calls": CALLS,
        "tongues": [
            {
                "lang": tongue.value,
                "sentence": reading.sentence(tongue),
                "signs": {str(digit): reading.sign(str(digit), tongue) for digit in range(10)},
                "windows": {
                    place.number: reading.counted(place.number, tongue) for place in places
                },
            }
            for tongue in tongues
        ],
    }
