"""Cases from the first question to the result, as fast as one process brings them through.

Its clients are threads with a database connection each, as those of a web worker are.

The acts that pages call, without HTTP: filed at a window, accepted, handled, reviewed and approved
by three people, its certificate issued. `asked` runs this as a process of its own.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from threading import Barrier
from typing import Final

from django.db import connection
from django.utils import timezone

from yimen.journeys import results
from yimen.kernel.identifiers import citizen_id
from yimen.kernel.identifiers.flaws import BadIdentifier
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import drafting, filing, steps
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.steps import steps_of
from yimen.services.cases.rules.states import Applicant
from yimen.services.cases.rules.steps import Outcome

#: Parts behind the window, in the order of the steps.
BEHIND: Final = ("handler", "reviewer", "approver")
_BORN_FROM: Final = date(1950, 1, 1)
_DAYS: Final = 20_000
_MOST_OF_A_DAY: Final = 1000
#: Seconds after which no client waits for another that failed.
_WARM: Final = 60


@dataclass(frozen=True)
class Lives:
    """What to live.

    Args:
        item: its code.
        centre_id: whose cases.
        staff: ids: "clerk", then `BEHIND`.
        answers: the situation.
        form: its answers beside `name` and, where `id_field` names one, the identity number.
        id_field: of the form; empty where it has none.
        first: of the made-up people; other processes begin elsewhere.
        seconds: stop after this.
        most: or after so many lives of each client; 0: no such limit.
        only: how many of the specialists act; fewer than three leave the case open.
        claimed: whether the next one has claimed it by then.
        clients: who live cases at the same time.
    """

    item: str
    centre_id: int
    staff: Mapping[str, int]
    answers: Mapping[str, str]
    form: Mapping[str, str]
    id_field: str = ""
    first: int = 0
    seconds: float = 0.0
    most: int = 0
    only: int = len(BEHIND)
    claimed: bool = False
    clients: int = 1


@dataclass
class Lived:
    """What came of it. Milliseconds of each life; ids of the cases."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)


def run(asked: Lives) -> Lived:
    """Live and count; one life of each client before the clock starts warms what is kept."""
    people = {part: actor_of_staff(staff) for part, staff in asked.staff.items()}
    places, together = count(asked.first), Barrier(asked.clients, timeout=_WARM)
    with ThreadPoolExecutor(asked.clients) as pool:
        running = [
            pool.submit(_client, asked, places, people, together) for _ in range(asked.clients)
        ]
        done = Lived()
        for each in running:
            lived = each.result()
            done.seconds = max(done.seconds, lived.seconds)
            done.milliseconds += lived.milliseconds
            done.cases += lived.cases
    return done


def _client(
    asked: Lives, places: Iterator[int], people: Mapping[str, Actor], together: Barrier
) -> Lived:
    """What one client lives; it begins when all are warm."""
    done = Lived()
    try:
        if not asked.most:
            live(asked, next(places), people)
        together.wait()
        began = time.perf_counter()
        while _goes_on(asked, len(done.cases), time.perf_counter() - began):
            at = time.perf_counter()
            done.cases.append(live(asked, next(places), people))
            done.milliseconds.append((time.perf_counter() - at) * 1000)
        done.seconds = time.perf_counter() - began
    finally:
        connection.close()
    return done


def _goes_on(asked: Lives, done: int, seconds: float) -> bool:
    return done < asked.most if asked.most else seconds < asked.seconds


def live(asked: Lives, place: int, people: Mapping[str, Actor]) -> int:
    """One case; its id."""
    case_id = _filed(asked, place, people["clerk"], at=timezone.now())
    filing.receive(case_id, by=people["clerk"], at=timezone.now())
    filing.accept(case_id, by=people["clerk"], at=timezone.now())
    opened = {step.role: step.id for step in reversed(steps_of(case_id))}
    for part in BEHIND[: asked.only]:
        by = people[part]
        steps.claim(opened[part], by=by, at=timezone.now())
        steps.finish(opened[part], Outcome.PASS, opinion="同意", by=by, at=timezone.now())
    if asked.only == len(BEHIND):
        results.make(case_id, at=timezone.now())
    elif asked.claimed:
        part = BEHIND[asked.only]
        steps.claim(opened[part], by=people[part], at=timezone.now())
    return case_id


def _filed(asked: Lives, place: int, clerk: Actor, *, at: datetime) -> int:
    """A draft with everything in it."""
    person = Person(Applicant.PERSON, made_up_id(place), f"演示{place}", "13800000000")
    case = drafting.begin(
        asked.item,
        centre_id=asked.centre_id,
        channel="window",
        by=clerk,
        at=at,
        answers=asked.answers,
        key=f"bench-{place}",
    )
    drafting.identify(case.id, person, by=clerk, at=at)
    form = {"name": person.name, **asked.form}
    if asked.id_field:
        form[asked.id_field] = person.id
    drafting.fill(case.id, form, by=clerk, at=at)
    wanted = {each.key: Given(_way(each.ways)) for each in materials(case.id)}
    drafting.give(case.id, wanted, by=clerk, at=at)
    return case.id


def _way(ways: Sequence[str]) -> str:
    """Paper where paper is taken."""
    return next((way for way in ("bring", "sign") if way in ways), ways[0])


@cache
def made_up_id(place: int) -> str:
    """The identity number of somebody who does not exist, with its check digit."""
    born = _BORN_FROM + timedelta(days=place // _MOST_OF_A_DAY % _DAYS)
    body = f"441900{born:%Y%m%d}{place % _MOST_OF_A_DAY:03d}"
    for last in "0123456789X":
        try:
            return citizen_id(body + last, today=date.max)
        except BadIdentifier:
            continue
    raise AssertionError(body)
