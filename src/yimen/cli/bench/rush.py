"""The booking rush: thousands of people for a few places at nine o'clock, over HTTP.

Everybody sends at once what a phone's door sends; afterwards the database is counted.
"""

import json
from typing import Final

from psycopg import sql

from yimen.cli.bench.figures import Figure, quantile
from yimen.cli.bench.scenes import load
from yimen.cli.bench.stage import Stage

PEOPLE: Final = 5000
PLACES: Final = 500
#: Connections held open at the same time by the rush.
CLIENTS: Final = 250
_SLOTS: Final = 10
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def citizen_id(place: int) -> str:
    """The n-th synthetic number with a good check digit."""
    body = f"441900{1950 + place // 1000:04d}0101{place % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def rush(stage: Stage, *, people: int = PEOPLE, places: int = PLACES) -> list[Figure]:
    """Everybody for tomorrow's half hours of one business."""
    slots = _offer(stage, places)
    requests = [
        ("/api/v1/appointments", json.dumps(_asked(place, slots[place % len(slots)])))
        for place in range(people)
    ]
    outcome = load(stage, requests, clients=CLIENTS, seconds=0)
    booked, oversold = _count(stage, slots)
    odd = people - sum(outcome.statuses.get(status, 0) for status in ("201", "409"))
    told = f"{people} people, {places} places in {len(slots)} half hours, {CLIENTS} connections"
    return [
        Figure("rush_seconds", "抢约全部答复", outcome.seconds, "s", 15.0, told),
        Figure(
            "rush_p99", "抢约 p99", quantile(outcome.latencies, 0.99), "ms", 15_000.0,
            "the slowest answers, waiting for a connection not included",
        ),
        Figure(
            "rush_oversold", "超约", float(oversold + max(0, booked - places)), "", 0,
            f"{booked} booked; half hours whose appointments exceed or miss their counter",
        ),
        Figure("rush_unsold", "抢约后剩余名额", float(places - booked), "", 0, told),
        Figure("rush_odd", "抢约异常答复", float(odd), "", 0, str(outcome.statuses)),
    ]  # fmt: skip


def _asked(place: int, slot: int) -> dict[str, object]:
    return {
        "slot": slot,
        "name": "演示",
        "citizen_id": citizen_id(place),
        "phone": f"138{place:08d}",
    }


def _offer(stage: Stage, places: int) -> list[int]:
    """Tomorrow's half hours of the first business with exactly so many places; their ids."""
    queue = stage.queues[0][0]
    each = places // _SLOTS
    with stage.connection.transaction():
        stage.connection.execute(
            sql.SQL("TRUNCATE booking_appointmentevent, booking_appointment, booking_personday")
        )
        stage.connection.execute(
            "DELETE FROM booking_slot WHERE queue_id = %s AND day = %s::date + 1",
            [queue, stage.day],
        )
        # The plan as well: the clock brings half hours in step with it, also during the rush.
        stage.connection.execute(
            "INSERT INTO booking_plan (queue_id, centre_id, online, walk_in) VALUES (%s, %s, %s, 0)"
            " ON CONFLICT (queue_id) DO UPDATE SET online = excluded.online",
            [queue, stage.centre_id, each],
        )
        rows = stage.connection.execute(
            "INSERT INTO booking_slot (centre_id, queue_id, day, starts_at, ends_at, release_at,"
            " capacity_online, capacity_walkin, booked, walkin_taken)"
            " SELECT %(centre)s, %(queue)s, %(day)s::date + 1, start,"
            " start + interval '30 minutes', now() - interval '1 day',"
            " %(each)s,"
            " 0, 0, 0 FROM (SELECT n, (%(day)s::date + 1 + time '09:00'"
            " + n * interval '30 minutes') AT TIME ZONE 'Asia/Shanghai' AS start"
            " FROM generate_series(0, %(last)s) AS n) AS span"
            " RETURNING id",
            {
                "centre": stage.centre_id, "queue": queue, "day": stage.day, "each": each,
                "last": _SLOTS - 1,
            },
        ).fetchall()  # fmt: skip
    return [row[0] for row in rows]


def _count(stage: Stage, slots: list[int]) -> tuple[int, int]:
    """Appointments made, and half hours that hold more than they may or than they counted."""
    row = stage.connection.execute(
        "SELECT coalesce(sum(held), 0), count(*) FILTER (WHERE held > capacity_online"
        " OR held <> booked) FROM (SELECT s.capacity_online, s.booked, count(a.id) AS held"
        " FROM booking_slot s LEFT JOIN booking_appointment a ON a.slot_id = s.id"
        " AND a.state = 'booked' WHERE s.id = ANY(%s) GROUP BY s.id) AS counted",
        [slots],
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always answers
    return int(row[0]), int(row[1])
