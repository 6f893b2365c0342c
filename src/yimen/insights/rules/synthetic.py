"""History made up for measuring: as many rows as wanted, in the shape of a real export.

Not data of any city. Used by the bench and by tests; the same seed gives the same file.
"""

import random
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from yimen.insights.rules.history import COLUMNS

DEPARTMENTS: Final = 50
ITEMS: Final = 2711
DAYS: Final = 366
_ZONE: Final = timezone(timedelta(hours=8))
_BATCH: Final = 10_000


def write_history(path: Path, rows: int, *, seed: int = 1) -> None:
    """Write `rows` services of the year 2019 to a UTF-8 file."""
    chance = random.Random(seed)  # noqa: S311 - made-up data, no secret
    departments = [_department(number) for number in range(DEPARTMENTS)]
    opening = datetime.combine(date(2019, 1, 1), datetime.min.time(), _ZONE)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        for start in range(0, rows, _BATCH):
            count = min(_BATCH, rows - start)
            file.write("".join(_row(chance, departments, opening) for _ in range(count)))


def _department(number: int) -> str:
    special = {0: "公安局（户政）", 1: "公安局（车管）", 2: "税务局"}
    return special.get(number, f"演示部门{number:02d}")


def _row(chance: random.Random, departments: list[str], opening: datetime) -> str:
    item = chance.randrange(ITEMS)
    taken = opening + timedelta(
        days=chance.randrange(DAYS), seconds=9 * 3600 + chance.randrange(8 * 3600)
    )
    called = taken + timedelta(seconds=chance.randrange(1400))
    started = called + timedelta(seconds=40)
    finished = started + timedelta(seconds=60 + chance.randrange(1400))
    draw = chance.random()
    subject = f"演示市民服务中心,{departments[item % DEPARTMENTS]},事项{item:04d}"
    stars = "5" if chance.random() < 0.6 else ""
    if draw < 0.6:
        times = f"{_iso(taken)},{_iso(called)},{_iso(started)},{_iso(finished)}"
        return f"{subject},window,{times},{stars},no,done\n"
    if draw < 0.63:
        return f"{subject},window,{_iso(taken)},{_iso(called)},,,,no,missed\n"
    channel = "terminal" if draw < 0.8 else "mobile" if draw < 0.9 else "online"
    return f"{subject},{channel},,,{_iso(started)},{_iso(finished)},{stars},no,done\n"


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
