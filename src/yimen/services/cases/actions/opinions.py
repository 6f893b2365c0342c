"""Asking an expert or another department, and answering; confidential to who works on the case."""

from datetime import datetime

from django.db import transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import moves
from yimen.services.cases.errors import NoSuchOpinion
from yimen.services.cases.models.steps import Opinion
from yimen.services.cases.rules.reasons import check_reason

_WORKS = (Right.HANDLE, Right.REVIEW, Right.APPROVE)


def ask_opinion(case_id: int, expert_id: int, question: str, *, by: Actor, at: datetime) -> int:
    """Ask somebody for an opinion. Its id.

    Raises:
        CaseNotFound, StaffNotFound: as they say.
        NotAllowed: `by` does not work on cases of this department.
        ReasonNeeded: no question.
    """
    question = check_reason(question)
    with transaction.atomic():
        row = moves.locked(case_id)
        if not any(by.may(right, department_id=row.department_id) for right in _WORKS):
            raise NotAllowed(right=Right.HANDLE)
        expert = people.staff(expert_id)
        asked = Opinion.objects.create(
            case=row,
            asked_by=by.id,
            expert=expert_id,
            question=question.strip()[:500],
            asked_at=at,
        )
        moves.note(row, "ask_opinion", by=by, at=at, facts={"expert": expert.username})
    return asked.pk


def give_opinion(opinion_id: int, answer: str, *, by: Actor, at: datetime) -> None:
    """Answer, once; only who was asked can.

    Raises:
        NoSuchOpinion: not asked of `by`, or answered.
        ReasonNeeded: no answer.
    """
    answer = check_reason(answer)
    with transaction.atomic():
        asked = Opinion.objects.filter(pk=opinion_id, expert=by.id).first()
        if asked is None:
            raise NoSuchOpinion
        row = moves.locked(asked.case_id)
        given = Opinion.objects.filter(pk=opinion_id, answered_at__isnull=True).update(
            answer=answer.strip()[:2000], answered_at=at
        )
        if not given:
            raise NoSuchOpinion
        moves.note(row, "give_opinion", by=by, at=at)
