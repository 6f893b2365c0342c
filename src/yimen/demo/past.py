"""Two months of services before today, so that figures and trends have something to show.

Written as the file of an older system and taken in by the same import as a city's own history. The
numbers are made up (演示数据); the same day gives the same past.
"""

import csv
import random
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from yimen.insights import actions as insights
from yimen.insights.rules.history import COLUMNS
from yimen.reference.centres import queries as centres
from yimen.services.hall import queries as hall
from yimen.services.hall.queries import QueueView

_DAYS: Final = 62
#: Services of a working day, of a Saturday, of a Sunday.
_A_DAY: Final = (420, 420, 420, 420, 420, 130, 0)
#: When people come, by hour of the day: a high before ten, a lower one after lunch.
_HOURS: Final = {8: 3, 9: 16, 10: 18, 11: 12, 12: 3, 13: 4, 14: 14, 15: 14, 16: 10, 17: 4}
_CHANNELS: Final = {"window": 62, "terminal": 13, "online": 11, "mobile": 14}
_RUSH: Final = 12
_BUSY: Final = frozenset({"HZ", "CR", "CG", "WF", "SB", "YB", "GJ", "BD", "SJ", "MZ"})


def load_past(centre_id: int, *, at: datetime) -> int:
    """Import the past of a centre up to yesterday. How many services."""
    centre = centres.centre(centre_id)
    today = at.astimezone(centre.zone).date()
    queues = list(hall.queues(centre_id).values())
    source = random.Random(today.toordinal())  # noqa: S311 - made-up data, no secret
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"演示历史 {today}.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file)
            written.writerow(COLUMNS)
            for day in (today - timedelta(days=ago) for ago in range(_DAYS, 0, -1)):
                written.writerows(_services(centre.name, queues, day, centre.zone, source))
        return insights.import_history(path, at=at).rows


def _services(
    centre: str, queues: list[QueueView], day: date, zone: ZoneInfo, source: random.Random
) -> Iterator[list[str]]:
    weights = [_RUSH if queue.code in _BUSY else 1 for queue in queues]
    usual = _A_DAY[day.weekday()]
    for _ in range(int(usual * source.uniform(0.85, 1.15))):
        queue = source.choices(queues, weights)[0]
        channel = source.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
        hour = source.choices(list(_HOURS), list(_HOURS.values()))[0]
        at = datetime.combine(day, time(hour), zone) + timedelta(seconds=source.randrange(3600))
        yield [centre, queue.department, queue.name, channel, *_service(queue, channel, at, source)]


def _service(queue: QueueView, channel: str, at: datetime, source: random.Random) -> list[str]:
    """Times, stars and outcome of one."""
    handled = queue.usual_service * source.lognormvariate(-0.18, 0.6)
    if channel != "window":
        started = at
        return ["", "", _written(started), _written(started + handled / 3), *_stars(source), "done"]
    rush = 1.7 if at.hour in {9, 10} else 1.0
    called = at + timedelta(minutes=source.expovariate(1 / (6 * rush)))
    end = source.random()
    if end < 0.03:
        return [_written(at), _written(called), "", "", "", "no", "missed"]
    if end < 0.045:
        return [_written(at), "", "", "", "", "no", "left"]
    started = called + timedelta(seconds=source.randrange(15, 60))
    times = [_written(moment) for moment in (at, called, started, started + handled)]
    return [*times, *_stars(source), "done"]


def _stars(source: random.Random) -> tuple[str, str]:
    if source.random() > 0.6:
        return "", "no"
    if source.random() < 0.985:
        return "5", "no"
    return source.choice(("4", "4", "4", "3", "2", "1")), "no"


def _written(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()
