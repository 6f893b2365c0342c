"""The simulated and the live rule are one: a day run through PostgreSQL and through the replay.

The live side uses the real actions and the real claim statement. Whoever changes the rule in one
place only will see these fail.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.builders import Hall, build_hall
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions
from yimen.services.hall.models import Ticket
from yimen.services.hall.replay import engine
from yimen.services.hall.replay.day import Arrival, HallDay, Queue, Window
from yimen.services.hall.replay.policies import Policy
from yimen.services.hall.replay.reader import read_day
from yimen.services.hall.rules.dispatch import CallingRule, FreeWindow, TicketClass

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: So many of the recorded day's 2,551 visitors, unless the run is a `--long` one.
MORNING = 800


class LiveDay:
    """Drives the real hall through a recorded day, one instant after the other."""

    def __init__(self, day: HallDay) -> None:
        self.day = day
        self.midnight = datetime.combine(day.day, time(0), SHANGHAI)
        self.hall: Hall = build_hall(
            {window.number: window.queues for window in day.windows}, list(day.queues)
        )
        self.windows = {window.number: window for window in day.windows}
        self.recorded: dict[int, Arrival] = {}
        self.busy: set[int] = set()
        self.ends: dict[int, float] = {}
        self.closed: set[int] = set()
        self.calls: list[tuple[float, int, int]] = []

    def at(self, seconds: float) -> datetime:
        return (self.midnight + timedelta(seconds=seconds)).astimezone(UTC)

    def run(self) -> list[tuple[float, int, int]]:
        """The calls made: (second of the day, window, recorded ticket number)."""
        for number in self.windows:
            self.log_in(number)
        turns = [
            (instant, window.number)
            for window in self.day.windows
            for instant in (*(start for start, _ in window.open), window.open[-1][1])
        ]
        heapify(turns)
        for now, arrivals in self.instants(turns):
            ready = set()
            while turns and turns[0][0] == now:
                ready.add(self.release(heappop(turns)[1], now))
            for arrival in arrivals:
                self.admit(arrival, now)
                ready.update(self.rank(n) for n in self.free_for(arrival.queue, now))
            for rank in sorted(ready):
                if self.may_call(rank.number, now):
                    self.press_next(rank.number, now, turns)
        return self.calls

    def instants(self, turns: list[tuple[float, int]]) -> Iterator[tuple[float, list[Arrival]]]:
        upcoming = list(self.day.arrivals)
        while turns or upcoming:
            now = min(
                turns[0][0] if turns else float("inf"),
                upcoming[0].arrived if upcoming else float("inf"),
            )
            batch = []
            while upcoming and upcoming[0].arrived == now:
                batch.append(upcoming.pop(0))
            yield now, batch

    def log_in(self, number: int) -> None:
        actions.log_in(
            self.hall.windows[number], centre_id=self.hall.centre_id, by=HOUSE, at=self.at(0)
        )

    def rank(self, number: int) -> FreeWindow:
        return FreeWindow(len(self.windows[number].queues), number)

    def free_for(self, queue: str, now: float) -> list[int]:
        return [n for n, w in self.windows.items() if queue in w.queues and self.may_call(n, now)]

    def may_call(self, number: int, now: float) -> bool:
        hours = self.windows[number].open
        if number in self.busy or number in self.closed:
            return False
        return now >= hours[-1][1] or any(start <= now < end for start, end in hours)

    def release(self, number: int, now: float) -> FreeWindow:
        if number in self.busy and self.ends[number] <= now:
            actions.finish(
                self.hall.windows[number],
                centre_id=self.hall.centre_id,
                by=HOUSE,
                at=self.at(now),
            )
            self.busy.discard(number)
        return self.rank(number)

    def admit(self, arrival: Arrival, now: float) -> None:
        issued = actions.issue(
            centre_id=self.hall.centre_id,
            queue_code=arrival.queue,
            by=HOUSE,
            at=self.at(now),
            channel="machine",
            ticket_class=arrival.ticket_class,
            slot_start=None if arrival.slot_start is None else self.at(arrival.slot_start),
        )
        self.recorded[issued.id] = arrival

    def press_next(self, number: int, now: float, turns: list[tuple[float, int]]) -> None:
        window_id = self.hall.windows[number]
        called = actions.call_next(
            window_id, centre_id=self.hall.centre_id, by=HOUSE, at=self.at(now)
        )
        if called is None:
            if now >= self.windows[number].open[-1][1]:
                self.closed.add(number)
            return
        actions.start(window_id, centre_id=self.hall.centre_id, by=HOUSE, at=self.at(now))
        arrival = self.recorded[called]
        self.busy.add(number)
        self.ends[number] = now + arrival.service
        heappush(turns, (self.ends[number], number))
        self.calls.append((now, number, arrival.number))


def simulated(day: HallDay) -> list[tuple[float, int, int]]:
    hall = engine.Hall(day, Policy.SKILLS, CallingRule())
    hall.run()
    return [(call.at, call.window, call.ticket.number) for call in hall.calls]


def live(day: HallDay) -> list[tuple[float, int, int]]:
    return LiveDay(day).run()


def generated_day(tickets: int, seed: int) -> HallDay:
    """A crowded day with all classes, early appointments, overlapping skills and lunch gaps."""
    source = random.Random(seed)
    codes = ["HZ", "CR", "CG"]
    queues = {code: Queue(code, code, True, 600) for code in codes}
    skills = [("HZ",), ("CR",), ("CG",), ("HZ", "CR"), ("CR", "CG"), ("HZ", "CR", "CG")]
    hour = 3600.0
    windows = tuple(
        Window(
            place + 1,
            own[0],
            own,
            ((9 * hour, 12 * hour), (13 * hour, 17 * hour))
            if place % 2
            else ((9 * hour, 17 * hour),),
        )
        for place, own in enumerate(skills)
    )
    arrivals = []
    for moment in sorted(source.randrange(int(8.7 * hour), 17 * 3600) for _ in range(tickets)):
        kind = source.choices(list(TicketClass), [6, 3, 1])[0]
        slot = None
        if kind is TicketClass.BOOKED:
            slot = moment // 1800 * 1800.0 + source.choice((0.0, 1800.0))
        service = float(source.randrange(60, 1100))
        arrivals.append((float(moment), source.choice(codes), kind, slot, service))
    return HallDay(
        date(2019, 11, 5),
        queues,
        windows,
        tuple(
            Arrival(number, queue, kind, moment, slot, service, None)
            for number, (moment, queue, kind, slot, service) in enumerate(arrivals, start=1)
        ),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_generated_day_is_called_in_the_same_order_live_and_simulated(seed: int) -> None:
    day = generated_day(180, seed)

    calls = live(day)

    assert calls == simulated(day)
    assert len(calls) == 180
    assert Ticket.objects.filter(state="done").count() == 180


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.django_db
def test_a_recorded_day_is_called_in_the_same_order_live_and_simulated(
    shared_data: Path, request: pytest.FixtureRequest
) -> None:
    whole = read_day(shared_data / "hall" / "day-1", shared_data / "hall" / "queues.csv")
    came = len(whole.arrivals) if request.config.getoption("--long") else MORNING
    day = replace(whole, arrivals=whole.arrivals[:came])

    calls = live(day)

    assert len(calls) == came
    assert calls == simulated(day)
