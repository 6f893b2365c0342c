"""What an applicant can do while waiting: urge (催办), once a day, and complain (投诉).

A supervisor answers; the applicant reads the answer where they follow the case.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import moves
from yimen.services.cases.errors import NothingToUrge, UrgedToday
from yimen.services.cases.models.cases import CaseEvent
from yimen.services.cases.models.steps import Step
from yimen.services.cases.queries import clocks
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.queries.voices import ANSWER, COMPLAIN, URGE
from yimen.services.cases.rules.reasons import check_reason
from yimen.services.cases.rules.states import URGEABLE, State, StepState

_INBOX: Final = [StepState.OPEN.value, StepState.CLAIMED.value]


def urge(case_id: int, *, by: Actor, at: datetime) -> CaseView:
    """Ask for it to go faster; who works on it sees so.

    Raises:
        CaseNotFound: no such case.
        NothingToUrge: it is decided, over, or waits for the applicant.
        UrgedToday: it was urged today.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        if State(row.state) not in URGEABLE:
            raise NothingToUrge
        today = clocks.local_day(row.centre_id, at)
        last = CaseEvent.objects.filter(case=row, event=URGE).order_by("-id").first()
        if last is not None and clocks.local_day(row.centre_id, last.at) == today:
            raise UrgedToday
        behind = Step.objects.filter(case=row, state__in=_INBOX)
        departments = behind.values_list("department_id", flat=True)
        moves.note(row, URGE, by=by, at=at, departments=departments)
        return as_view(row)


def complain(case_id: int, words: str, *, by: Actor, at: datetime) -> CaseView:
    """Complain of how a case is handled; a supervisor reads it.

    Raises:
        CaseNotFound: no such case.
        ReasonNeeded, ReasonTooLong: what is wrong must be said, in 500 characters.
    """
    said = check_reason(words)
    with transaction.atomic():
        row = moves.locked(case_id)
        moves.note(row, COMPLAIN, by=by, at=at, reason=said)
        return as_view(row)


def answer(case_id: int, words: str, *, by: Actor, at: datetime) -> CaseView:
    """Answer what the applicant said so far; they read it in these words.

    Raises:
        CaseNotFound, ReasonNeeded, ReasonTooLong: as they say.
        NotAllowed: `by` does not supervise the case's centre.
    """
    words = check_reason(words)
    with transaction.atomic():
        row = moves.locked(case_id)
        require(by, Right.SUPERVISE_CASES, centre_id=row.centre_id)
        moves.note(row, ANSWER, by=by, at=at, reason=words)
        return as_view(row)
