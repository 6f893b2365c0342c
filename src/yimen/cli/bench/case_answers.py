"""How long inboxes, searches and the page of a case take: the questions behind those pages.

`asked` runs this as a process of its own.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.utils import timezone

from yimen.channels.office.cases.picture import picture
from yimen.cli.bench.lives import made_up_id
from yimen.reference.people.queries import actor_of_staff
from yimen.services.cases.queries import clocks, notices
from yimen.services.cases.queries.cases import case_by_public_id
from yimen.services.cases.queries.inbox import group_inbox, own_inbox
from yimen.services.cases.queries.search import Wanted, search
from yimen.services.cases.rules.states import State

_PAGE = 51

Question = Callable[[], Sequence[object]]


@dataclass(frozen=True)
class CaseQuestions:
    """What to ask.

    Args:
        times: how often each inbox is asked for.
        staff: ids of specialists, whose inboxes are read.
        department_id: whose cases are listed, state by state.
        numbers: of cases to search for.
        people: who is searched for, by their place among the made-up ones.
        pages: public ids of cases whose page is drawn.
    """

    times: int
    staff: Sequence[int]
    department_id: int
    numbers: Sequence[str]
    people: Sequence[int]
    pages: Sequence[str]


@dataclass
class CaseAnswers:
    """Milliseconds each took, by what was asked, after one that warms; rows found, to be seen."""

    took: dict[str, list[float]] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)


def run(asked: CaseQuestions) -> CaseAnswers:
    """Ask and measure."""
    today = timezone.localdate()
    actors = [actor_of_staff(staff) for staff in asked.staff] * asked.times
    listed = [
        Wanted(department_id=asked.department_id, state=state, before=before)
        for state in State
        if state is not State.DRAFT
        for before in (None, 10**6 // 2)
    ]
    answers = CaseAnswers()
    asking: Mapping[str, Sequence[Question]] = {
        "group_inbox": [partial(group_inbox, who, today=today, limit=_PAGE) for who in actors],
        "own_inbox": [partial(own_inbox, who.id or 0, today=today, limit=_PAGE) for who in actors],
        "by_number": [partial(search, Wanted(number=number)) for number in asked.numbers],
        "by_person": [partial(search, Wanted(person=made_up_id(who))) for who in asked.people],
        "by_state": [partial(search, wanted, limit=_PAGE) for wanted in listed],
        "case_page": [partial(_page, public_id) for public_id in asked.pages],
    }
    for name, questions in asking.items():
        _measure(name, questions, answers)
    return answers


def _measure(name: str, questions: Sequence[Question], answers: CaseAnswers) -> None:
    questions[0]()
    answers.took[name], answers.found[name] = [], 0
    for question in questions:
        began = time.perf_counter()
        found = question()
        answers.took[name].append((time.perf_counter() - began) * 1000)
        answers.found[name] += len(found)


def _page(public_id: str) -> Sequence[object]:
    """Everything the page of a case asks the database for."""
    now = timezone.now()
    case = case_by_public_id(public_id)
    found = picture(case, at=now)
    return [*found.log, *clocks.clocks_of(case.id), *notices.notices_of(case.id)]
