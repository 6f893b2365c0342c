"""History made up for measuring: as many rows as wanted, in the shape of a real export.

Not data of any city. Used by the bench and by tests; the same seed gives the same file. Days, items
and channels are mixed at random, which is the hardest order for whoever sums them.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from yimen.insights.rules.history import COLUMNS

DEPARTMENTS: Final = 50
ITEMS: Final = 2711
FIRST_DAY: Final = date(2019, 1, 1)
DAYS: Final = 365
#: Doors open at nine; the last number is given eight hours later.
_OPENS: Final = 9 * 3600
_OPEN_FOR: Final = 8 * 3600
_LONGEST_WAIT: Final = 1400
_WALK: Final = 40
_SHORTEST: Final = 60
_BATCH: Final = 10_000


def write_history(path: Path, rows: int, *, seed: int = 1) -> None:
    """Write `rows` services of the year 2019 to a UTF-8 file."""
    made = _rows(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        for start in range(0, rows, _BATCH):
            file.writelines(next(made) for _ in range(min(_BATCH, rows - start)))


def _rows(seed: int) -> Iterator[str]:
    draw = random.Random(seed).random  # noqa: S311 - made-up data, no secret
    days = [(FIRST_DAY + timedelta(days=place)).isoformat() for place in range(DAYS)]
    clock = [
        f"T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}+08:00"
        for second in range(24 * 3600)
    ]
    subjects = [
        f"演示市民服务中心,{_department(item % DEPARTMENTS)},事项{item:04d}"
        for item in range(ITEMS)
    ]
    while True:
        subject, day = subjects[int(draw() * ITEMS)], days[int(draw() * DAYS)]
        second = _OPENS + int(draw() * _OPEN_FOR)
        taken = day + clock[second]
        second += int(draw() * _LONGEST_WAIT)
        called = day + clock[second]
        second += _WALK
        started = day + clock[second]
        second += _SHORTEST + int(draw() * _LONGEST_WAIT)
        finished = day + clock[second]
        stars = "5" if draw() < 0.6 else ""
        kind = draw()
        if kind < 0.6:
            yield f"{subject},window,{taken},{called},{started},{finished},{stars},no,done\n"
        elif kind < 0.63:
            yield f"{subject},window,{taken},{called},,,,no,missed\n"
        else:
            channel = "terminal" if kind < 0.8 else "mobile" if kind < 0.9 else "online"
            yield f"{subject},{channel},,,{started},{finished},{stars},no,done\n"


def _department(number: int) -> str:
    special = {0: "公安局（户政）", 1: "公安局（车管）", 2: "税务局"}
    return special.get(number, f"演示部门{number:02d}")
