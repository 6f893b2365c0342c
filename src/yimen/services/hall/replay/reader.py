"""A day folder in, a `HallDay` out, or a refusal that names file, line and column.

The format is the hall day file format: `queues.csv`, `windows.csv`, `arrivals.csv`.
"""

import re
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from yimen.services.hall.replay.day import Arrival, HallDay, Queue, Window
from yimen.services.hall.replay.errors import DayRefused, Reason
from yimen.services.hall.replay.table import Row, rows
from yimen.services.hall.rules.dispatch import TicketClass

CENTRE_ZONE = ZoneInfo("Asia/Shanghai")

_QUEUE_COLUMNS = ("queue", "department", "counts_in_average", "usual_service_seconds")
_WINDOW_COLUMNS = ("window", "home_queue", "queues", "open")
_ARRIVAL_COLUMNS = (
    "ticket",
    "arrived_at",
    "queue",
    "class",
    "slot_start",
    "service_seconds",
    "patience_seconds",
)
_HOURS = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_LAST_SECOND = 24 * 3600.0
_CLASSES = frozenset(member.value for member in TicketClass)


def read_day(folder: Path, queues_file: Path | None = None) -> HallDay:
    """Read a day folder.

    Args:
        folder: holds `windows.csv` and `arrivals.csv`.
        queues_file: the queues; without it `queues.csv` in the folder or beside it.

    Raises:
        DayRefused: a file is missing or something in it makes no sense.
    """
    if not folder.is_dir():
        raise DayRefused(file=str(folder), reason=Reason.FOLDER_MISSING)
    queues = _read_queues(queues_file or _queues_beside(folder))
    windows = _read_windows(folder / "windows.csv", queues)
    day, arrivals = _read_arrivals(folder / "arrivals.csv", queues)
    return HallDay(day=day, queues=queues, windows=windows, arrivals=arrivals)


def _queues_beside(folder: Path) -> Path:
    inside = folder / "queues.csv"
    return inside if inside.exists() else folder.resolve().parent / "queues.csv"


def _read_queues(path: Path) -> dict[str, Queue]:
    queues: dict[str, Queue] = {}
    for row in rows(path, _QUEUE_COLUMNS):
        code = row.text("queue")
        if code in queues:
            raise row.refuse("queue", Reason.TWICE)
        counts = row.text("counts_in_average")
        if counts not in {"yes", "no"}:
            raise row.refuse("counts_in_average", Reason.NOT_YES_OR_NO)
        usual = row.seconds("usual_service_seconds")
        if usual == 0:
            raise row.refuse("usual_service_seconds", Reason.NOT_A_NUMBER)
        queues[code] = Queue(code, row.text("department"), counts == "yes", usual)
    return queues


def _read_windows(path: Path, queues: dict[str, Queue]) -> tuple[Window, ...]:
    windows: dict[int, Window] = {}
    for row in rows(path, _WINDOW_COLUMNS):
        number = row.whole("window")
        if number in windows:
            raise row.refuse("window", Reason.TWICE)
        skills = row.listed("queues")
        if not queues.keys() >= set(skills):
            raise row.refuse("queues", Reason.UNKNOWN_QUEUE)
        home = _known_queue(row, "home_queue", queues)
        windows[number] = Window(number, home, tuple(skills), _hours(row))
    if not windows:
        raise DayRefused(file=path.name, reason=Reason.EMPTY_FILE)
    return tuple(windows[number] for number in sorted(windows))


def _hours(row: Row) -> tuple[tuple[float, float], ...]:
    intervals = []
    for part in row.listed("open"):
        match = _HOURS.fullmatch(part)
        if match is None:
            raise row.refuse("open", Reason.NOT_HOURS)
        hour, minute, end_hour, end_minute = map(int, match.groups())
        start, end = hour * 3600.0 + minute * 60, end_hour * 3600.0 + end_minute * 60
        if not start < end <= _LAST_SECOND:
            raise row.refuse("open", Reason.NOT_HOURS)
        intervals.append((start, end))
    intervals.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(intervals)):
        raise row.refuse("open", Reason.HOURS_OVERLAP)
    return tuple(intervals)


def _read_arrivals(path: Path, queues: dict[str, Queue]) -> tuple[date, tuple[Arrival, ...]]:
    arrivals: dict[int, Arrival] = {}
    midnight: datetime | None = None
    for row in rows(path, _ARRIVAL_COLUMNS):
        number = row.whole("ticket")
        if number in arrivals:
            raise row.refuse("ticket", Reason.TWICE)
        if midnight is None:
            local = row.instant("arrived_at").astimezone(CENTRE_ZONE).date()
            midnight = datetime.combine(local, time(), CENTRE_ZONE)
        arrivals[number] = _arrival(row, number, midnight, queues)
    if midnight is None:
        raise DayRefused(file=path.name, reason=Reason.EMPTY_FILE)
    ordered = sorted(arrivals.values(), key=lambda one: (one.arrived, one.number))
    return midnight.date(), tuple(ordered)


def _arrival(row: Row, number: int, midnight: datetime, queues: dict[str, Queue]) -> Arrival:
    queue = _known_queue(row, "queue", queues)
    ticket_class = row.text("class")
    if ticket_class not in _CLASSES:
        raise row.refuse("class", Reason.UNKNOWN_CLASS)
    booked = ticket_class == TicketClass.BOOKED
    if booked and not row.fields["slot_start"]:
        raise row.refuse("slot_start", Reason.SLOT_MISSING)
    if row.fields["slot_start"] and not booked:
        raise row.refuse("slot_start", Reason.SLOT_NOT_BOOKED)
    stays = bool(row.fields["patience_seconds"])
    return Arrival(
        number=number,
        queue=queue,
        ticket_class=TicketClass(ticket_class),
        arrived=_second_of_day(row, "arrived_at", midnight),
        slot_start=_second_of_day(row, "slot_start", midnight) if booked else None,
        service=row.seconds("service_seconds"),
        patience=row.seconds("patience_seconds") if stays else None,
    )


def _known_queue(row: Row, column: str, queues: dict[str, Queue]) -> str:
    code = row.text(column)
    if code not in queues:
        raise row.refuse(column, Reason.UNKNOWN_QUEUE)
    return code


def _second_of_day(row: Row, column: str, midnight: datetime) -> float:
    second = (row.instant(column) - midnight) / timedelta(seconds=1)
    if not 0 <= second < _LAST_SECOND:
        raise row.refuse(column, Reason.OTHER_DAY)
    return second
