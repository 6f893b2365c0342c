"""A hall day made up for measuring, in the replay's file format, the same every time."""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

TICKETS: Final = 2551
_QUEUES: Final = 50
_WINDOWS: Final = 270
_OPEN: Final = "08:30-12:00;12:00-17:30"


def write_day(folder: Path) -> Path:
    """`queues.csv` in the folder and the day in a folder below, which is the answer."""
    dice = random.Random(2019)  # noqa: S311 - the same day every time
    codes = [f"Q{n:02d}" for n in range(_QUEUES)]
    _write(
        folder / "queues.csv",
        ("queue", "department", "domain", "counts_in_average", "usual_service_seconds"),
        [(code, f"部门{code}", f"D{n % 6}", "yes", 760) for n, code in enumerate(codes)],
    )
    day = folder / "day"
    day.mkdir()
    _write(
        day / "windows.csv",
        ("window", "area", "kind", "home_queue", "queues", "open"),
        [_window(n, codes) for n in range(1, _WINDOWS + 1)],
    )
    opening = datetime(2019, 11, 5, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    moments = sorted(dice.uniform(0, 8.5 * 3600) for _ in range(TICKETS))
    _write(
        day / "arrivals.csv",
        (
            "ticket", "arrived_at", "queue", "class", "slot_start", "service_seconds",
            "patience_seconds",
        ),
        [
            (
                n, (opening + timedelta(seconds=round(moment))).isoformat(), dice.choice(codes),
                dice.choices(("ordinary", "priority"), (19, 1))[0], "",
                max(30, round(dice.gauss(760, 300))), "",
            )
            for n, moment in enumerate(moments, 1)
        ],
    )  # fmt: skip
    return day


def _window(number: int, codes: list[str]) -> tuple[object, ...]:
    home = codes[number % _QUEUES]
    if number % 9 < 4:
        return number, "A", "dedicated", home, home, _OPEN
    domain = [code for n, code in enumerate(codes) if n % 6 == codes.index(home) % 6]
    return number, "A", "comprehensive", home, ";".join(domain), _OPEN


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
