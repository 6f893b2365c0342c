"""Items: found by what people call them, and the guide of one for a situation."""

from typing import Annotated, Final

from ninja import Path, Query, Router

from yimen.channels.api.item_schemas import (
    CostOut,
    FaqOut,
    FeeOut,
    HitOut,
    ItemOut,
    LimitOut,
    MaterialOut,
    OptionOut,
    QuestionOut,
    ResultOut,
    StepOut,
)
from yimen.channels.api.keys import ApiRequest
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.errors import BadAnswer
from yimen.reference.catalogue.queries import Guide, Limit
from yimen.reference.catalogue.rules.content import Question
from yimen.reference.catalogue.rules.guide import Needed
from yimen.reference.people.rules import Right, require

router = Router(tags=["items"])

_PLAIN: Final = r"^[^\x00-\x1f\x7f]*$"
_MOST_ANSWERS: Final = 50

Text = Annotated[
    str, Query(max_length=100, pattern=_PLAIN, description="Chinese, pinyin, initials; typos too.")
]
Limited = Annotated[int, Query(ge=1, le=50)]
Code = Annotated[str, Path(min_length=1, max_length=100, pattern=_PLAIN)]
Answers = Annotated[
    list[str],
    Query(
        alias="answer",
        default_factory=list,
        max_length=_MOST_ANSWERS,
        description="`question:option`, once for each answer, with the keys of `questions`.",
    ),
]


@router.get("", response=list[HitOut], summary="Find items")
def search(request: ApiRequest, q: Text, limit: Limited = 20) -> list[HitOut]:
    """Best first; empty where nothing fits."""
    require(request.auth.actor, Right.LOOK, centre_id=request.auth.centre_id)
    return [
        HitOut(
            code=hit.code,
            name=hit.name,
            department=hit.department,
            queue=hit.queue_code,
            why=hit.why.value,
            paused=hit.paused,
        )
        for hit in queries.search(q, limit=limit)
    ]


@router.get("/{code}", response=ItemOut, summary="An item's guide for a situation")
def item(request: ApiRequest, code: Code, answers: Answers) -> ItemOut:
    """Without answers everything is listed; `certain` says what does not depend on any."""
    require(request.auth.actor, Right.LOOK, centre_id=request.auth.centre_id)
    return _item(queries.guide(code, given_in(answers)))


def given_in(answers: list[str]) -> dict[str, str]:
    """Answers as an address carries them.

    Raises:
        BadAnswer: not `question:option`, or a question twice.
    """
    given = {}
    for answer in answers:
        question, colon, option = answer.partition(":")
        if not colon or question in given:
            raise BadAnswer(question=question[:40])
        given[question] = option
    return given


def _item(guide: Guide) -> ItemOut:
    return ItemOut(
        code=guide.code,
        version=guide.version,
        name=guide.name,
        name_en=guide.name_en,
        name_hant=guide.name_hant,
        department=guide.department,
        queue=guide.queue_code,
        paused=guide.paused,
        paused_because=guide.paused_because,
        address=guide.address,
        hours=guide.hours,
        phone=guide.phone,
        conditions=guide.conditions,
        basis=guide.basis,
        on_the_spot=guide.instant,
        promised=_limit(guide.promised),
        statutory=_limit(guide.statutory),
        visits=guide.visits,
        online=guide.online,
        terminal=guide.terminal,
        window=guide.window,
        by_post=guide.by_post,
        booking=guide.booking,
        questions=[question_out(question) for question in guide.questions],
        unanswered=[question.key for question in guide.unanswered],
        materials=[_material(needed) for needed in guide.materials],
        cost=CostOut(lowest_fen=guide.cost.lowest, highest_fen=guide.cost.highest),
        fees=[
            FeeOut(
                name=each.fee.name,
                lowest_fen=each.fee.fen,
                highest_fen=each.fee.highest_fen,
                reducible=each.fee.reducible,
                certain=each.certain,
            )
            for each in guide.fees
        ],
        steps=[
            StepOut(name=step.name, department=step.department, days=step.days)
            for step in guide.steps
        ],
        results=[
            ResultOut(name=result.name, kind=result.kind, delivery=list(result.delivery))
            for result in guide.results
        ],
        faqs=[FaqOut(question=faq.question, answer=faq.answer) for faq in guide.faqs],
    )


def _limit(limit: Limit | None) -> LimitOut | None:
    return None if limit is None else LimitOut(days=limit.days, unit=limit.unit)


def question_out(question: Question) -> QuestionOut:
    """A question with its options."""
    options = [OptionOut(key=option.key, text=option.text) for option in question.options]
    return QuestionOut(key=question.key, text=question.text, options=options)


def _material(needed: Needed) -> MaterialOut:
    material = needed.material
    return MaterialOut(
        key=material.key,
        name=material.name,
        ways=[way.value for way in material.ways],
        need=material.need.value,
        originals=material.originals,
        copies=material.copies,
        max_mb=material.max_mb,
        max_pages=material.max_pages,
        accept=material.accept,
        note=material.note,
        certain=needed.certain,
        because=list(needed.because),
    )
