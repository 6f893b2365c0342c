"""Which deeds a page offers to whom. What four eyes forbid is shown as forbidden, never left out.

An offer is a courtesy: the action behind it has the last word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from yimen.channels.doorway.phrases import sentence
from yimen.channels.office.cases import forms
from yimen.channels.office.cases.certificates import offered as on_certificates
from yimen.channels.office.cases.deed import Deed
from yimen.channels.office.cases.deeds import DEEDS, form_of
from yimen.channels.office.cases.notices import PREVIEWS
from yimen.channels.office.cases.picture import Picture
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.people.rules import Actor, Right, Role
from yimen.services.cases.errors import CaseSuspended, SamePerson, SupplementOnce
from yimen.services.cases.queries.cards import CardView
from yimen.services.cases.queries.steps import StepView
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules.cards import CardState, Cause, Colour
from yimen.services.cases.rules.procedures import ProcedureState
from yimen.services.cases.rules.states import (
    AT_WORK,
    NEXT_STATE,
    Acceptance,
    Move,
    State,
    StepState,
)
from yimen.services.cases.rules.steps import RIGHT_OF, Done, check_four_eyes
from yimen.services.certificates.queries import CertificateView

_BEHIND: Final = (Right.HANDLE, Right.REVIEW, Right.APPROVE)
_GOING: Final = frozenset({State.ACCEPTED, State.IN_REVIEW})
_TURNED_AWAY: Final = frozenset({State.REFUSED, State.NOT_REQUIRED, State.NOT_COMPETENT})
_LIVE: Final = frozenset({ProcedureState.ASKED, ProcedureState.RUNNING})
_IN_USE: Final = frozenset({ProcedureState.ASKED, ProcedureState.GRANTED})
_TELL: Final = "ask-supplement"
#: Drawn open; the others are folded away.
_FIRST: Final = frozenset(
    {
        "claim", "finish", "receive", "accept", "supplement", "special-decide", "special-resume",
        "extension-decide", "opinion-give", "card-decide",
    }
)  # fmt: skip
_DANGEROUS: Final = frozenset(
    {
        "not-required",
        "not-competent",
        "withdraw",
        "terminate",
        "void",
        "no-reason",
        "certificate-change",
    }
)


@dataclass(frozen=True)
class Found:
    """A deed somebody may do, or may not because of a second person's duty.

    Args:
        name: of the deed.
        about: which part of the case; 0 for the case itself.
        note: which part, in words.
        why_not: the refusal that awaits; None where there is none.
    """

    name: str
    about: int = 0
    note: str = ""
    why_not: DomainError | None = None


@dataclass(frozen=True)
class Offer:
    """A deed with its form, as the page draws it."""

    name: str
    about: int
    deed: Deed
    note: str
    form: forms.Deed
    blocked: str
    open: bool
    danger: bool
    #: What it would tell can be looked at first.
    preview: bool


def offers(found: Picture, by: Actor, sent: Mapping[tuple[str, int], forms.Deed]) -> list[Offer]:
    """The deeds for somebody, the urgent ones first; a refused form keeps its input."""
    listed = [
        *_steps(found, by),
        *_parts(found, by),
        *_intake(found, by),
        *_rest(found, by),
        *(Found(name, view.id, _which(view)) for name, view in on_certificates(found, by)),
    ]
    drawn = [
        Offer(
            each.name,
            each.about,
            DEEDS[each.name],
            each.note,
            sent.get((each.name, each.about)) or form_of(each.name, found, each.about, by),
            sentence(each.why_not) if each.why_not is not None else "",
            each.name in _FIRST or (each.name, each.about) in sent,
            each.name in _DANGEROUS,
            _tells(found, each),
        )
        for each in listed
    ]
    drawn.sort(key=lambda offer: offer.name not in _FIRST)
    return drawn


def _which(view: CertificateView) -> str:
    return f"{view.name}，第 {view.version} 版"


def _tells(found: Picture, offered: Found) -> bool:
    """Whether a deed tells the applicant something: of steps only the approver's decides."""
    if offered.name != "finish":
        return offered.name in PREVIEWS
    step = found.step(offered.about)
    return step is not None and step.role == Role.APPROVER.value


def _steps(found: Picture, by: Actor) -> Iterator[Found]:
    for step in found.steps:
        if step.state is StepState.OPEN and _does(by, step):
            yield Found("claim", step.id, step.name, _four_eyes(found, step, by))
        yield from _flow(found, step, by)
        if step.state is not StepState.CLAIMED or step.assignee != by.id:
            continue
        still = CaseSuspended() if found.case.state is State.SUSPENDED else None
        yield Found("finish", step.id, step.name, still)
        if any(each.position < step.position for each in found.steps):
            yield Found("return", step.id, step.name, still)
        yield Found("pass-on", step.id, step.name)
        yield Found("release", step.id, step.name)


def _flow(found: Picture, step: StepView, by: Actor) -> Iterator[Found]:
    """For who keeps the work flowing: a step nobody can do, or that lies with somebody away."""
    where = {"centre_id": found.case.centre_id, "department_id": step.department_id}
    if not by.may(Right.ROUTE_CASES, **where):
        return
    if step.state is StepState.OPEN:
        yield Found("reroute", step.id, step.name)
    if step.state is StepState.CLAIMED and step.assignee != by.id:
        yield Found("free", step.id, step.name)


def _does(by: Actor, step: StepView) -> bool:
    return by.may(RIGHT_OF[step.role], department_id=step.department_id)


def _four_eyes(found: Picture, step: StepView, by: Actor) -> DomainError | None:
    others = [
        Done(each.position, each.name, each.role, each.state, each.done_by, each.outcome)
        for each in found.steps
        if each.id != step.id
    ]
    case = found.case
    try:
        check_four_eyes(
            step.role, by.id, accepted_by=case.accepted_by, steps=others, instant=case.instant
        )
    except DomainError as refusal:
        return refusal
    return None


def _parts(found: Picture, by: Actor) -> Iterator[Found]:
    """Decisions on what others asked for, and answers I was asked for."""
    for special in found.specials:
        if special.state is ProcedureState.ASKED and _decides(
            found, by, Right.REVIEW, Right.APPROVE
        ):
            same = SamePerson(what="special") if special.asked_by == by.id else None
            yield Found("special-decide", special.id, special.reason, same)
    for request in found.extensions:
        if request.state is ProcedureState.ASKED and _decides(found, by, Right.APPROVE):
            yield Found(
                "extension-decide",
                request.id,
                f"{request.days} 日，{request.reason}",
                _extension_refusal(request.asked_by, by, joint=request.joint),
            )
    for asked in found.opinions:
        if asked.expert == by.id and asked.answered_at is None:
            yield Found("opinion-give", asked.id, asked.question)
    for card in found.cards:
        yield from _of_card(found, card, by)


def _extension_refusal(asked_by: int, by: Actor, *, joint: bool) -> DomainError | None:
    everywhere = any(
        Right.APPROVE in grant.rights and grant.department_id is None for grant in by.grants
    )
    if joint and not everywhere:
        return NotAllowed(right=Right.APPROVE)
    return SamePerson(what="extension") if asked_by == by.id else None


def _of_card(found: Picture, card: CardView, by: Actor) -> Iterator[Found]:
    note = f"{card.on:%Y-%m-%d}"
    if card.state is CardState.APPEALED and by.may(
        Right.SUPERVISE_CASES, centre_id=found.case.centre_id
    ):
        mine = by.id in {card.appealed_by, card.staff_id}
        yield Found("card-decide", card.id, card.ground, SamePerson(what="card") if mine else None)
    if card.state is CardState.STANDING and card.colour is not Colour.PROMPT:
        concerned = card.staff_id == by.id
        if card.staff_id is None:
            concerned = _holds(found, by, *_BEHIND, department_id=card.department_id)
        if concerned:
            yield Found("card-appeal", card.id, note)


def _intake(found: Picture, by: Actor) -> Iterator[Found]:
    """Before the acceptance, where the department may act."""
    state = found.case.state
    handles = by.may(Right.HANDLE, department_id=found.case.department_id)
    at_window = by.may(Right.RECEIVE, centre_id=found.case.centre_id)
    if handles or at_window:
        if (state, Move.RECEIVE) in NEXT_STATE:
            yield Found("receive")
        if (state, Move.SUPPLEMENT) in NEXT_STATE:
            yield Found("supplement")
        if found.case.tolerant and state in _GOING:
            yield Found("make-up")
        if found.case.promised and state in AT_WORK:
            yield Found("prove")
    mode = definition(found.case.version_id).acceptance
    accepts = handles or (at_window and mode is Acceptance.WINDOW_ACCEPTS)
    if accepts:
        for name, move in (
            ("accept", Move.ACCEPT),
            ("not-required", Move.FIND_NOT_REQUIRED),
            ("not-competent", Move.FIND_NOT_COMPETENT),
        ):
            if (state, move) in NEXT_STATE:
                yield Found(name)
    yield from _supplement(found, by, accepts=accepts)


def _supplement(found: Picture, by: Actor, *, accepts: bool) -> Iterator[Found]:
    """What is missing is told once; a second time only by a supervisor, which others are told."""
    if (found.case.state, Move.ASK_SUPPLEMENT) not in NEXT_STATE:
        return
    if not found.case.supplements:
        if accepts:
            yield Found(_TELL)
    elif by.may(Right.SUPERVISE_CASES, centre_id=found.case.centre_id):
        yield Found(_TELL, note="再次告知，发红牌")
    elif accepts:
        yield Found(_TELL, why_not=SupplementOnce())


def _rest(found: Picture, by: Actor) -> Iterator[Found]:
    state = found.case.state
    handles = _holds(found, by, Right.HANDLE)
    if state is State.SUSPENDED and _decides(found, by, Right.REVIEW, Right.APPROVE):
        yield Found("special-resume")
    if handles and state in _GOING:
        if not any(each.state in _LIVE for each in found.specials):
            yield Found("special-ask")
        if not any(each.state in _IN_USE for each in found.extensions):
            yield Found("extension-ask")
    if state in _GOING | {State.SUSPENDED} and _holds(found, by, *_BEHIND):
        yield Found("opinion-ask")
    yield from _ends(found, by)
    if by.may(Right.SUPERVISE_CASES, centre_id=found.case.centre_id):
        told = any(card.cause is Cause.NO_REASON for card in found.cards)
        if state in _TURNED_AWAY and not told:
            yield Found("no-reason")
        if (state, Move.VOID) in NEXT_STATE:
            yield Found("void")


def _ends(found: Picture, by: Actor) -> Iterator[Found]:
    """Ends without a decision: the applicant takes it back, or it cannot go on."""
    state = found.case.state
    handles = _holds(found, by, Right.HANDLE)
    at_window = by.may(Right.RECEIVE, centre_id=found.case.centre_id)
    if (handles or at_window) and (state, Move.WITHDRAW) in NEXT_STATE:
        yield Found("withdraw")
    if handles and (state, Move.TERMINATE) in NEXT_STATE:
        yield Found("terminate")


def _decides(found: Picture, by: Actor, *rights: Right) -> bool:
    """As `_holds`, or in a department or branch that a step is routed to."""
    routed = {step.department_id for step in found.steps} | {found.case.department_id}
    return any(_holds(found, by, *rights, department_id=each) for each in routed)


def _holds(found: Picture, by: Actor, *rights: Right, department_id: int | None = None) -> bool:
    case = found.case
    where = case.department_id if department_id is None else department_id
    return any(by.may(right, centre_id=case.centre_id, department_id=where) for right in rights)
