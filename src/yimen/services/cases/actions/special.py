"""Special procedures: asked for by a handler, begun and ended with a reviewer's consent.

While one goes on the case is suspended and the clocks of the decision stand still, both days
included. What was announced to the applicant is a clock of its own, whose overrun is a card.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import clocks, noticing
from yimen.services.cases.actions.moves import locked, move, note
from yimen.services.cases.actions.reckoning import live_clocks
from yimen.services.cases.actions.rights import require_colleague
from yimen.services.cases.errors import ProcedureNotFound, SpecialAsked
from yimen.services.cases.models import Case, SpecialProcedure
from yimen.services.cases.models.procedures import ONE_SPECIAL
from yimen.services.cases.queries import clocks as clock_queries
from yimen.services.cases.queries.procedures import SpecialView, special_view
from yimen.services.cases.rules import procedures as rules
from yimen.services.cases.rules.clocks import (
    HANDLING,
    ClockKind,
    ClockState,
    EndReason,
    StopReason,
)
from yimen.services.cases.rules.notices.facts import Value
from yimen.services.cases.rules.notices.handling import PROCEDURES
from yimen.services.cases.rules.notices.kinds import Kind as Notice
from yimen.services.cases.rules.procedures import ProcedureMove, ProcedureState
from yimen.services.cases.rules.reasons import check_reason
from yimen.services.cases.rules.states import Move, State, next_state
from yimen.support import sql


def ask(
    case_id: int,
    kind: StopReason,
    *,
    days: int,
    reason: str,
    basis: str = "",
    by: Actor,
    at: datetime,
) -> SpecialView:
    """Ask that the clocks stand still for a hearing, test, appraisal or the like.

    Args:
        case_id: the case.
        kind: what for.
        days: working days it will take, told to the applicant.
        reason: why it is needed.
        basis: the legal source; empty for what the permit law names.
        by: a handler of the item's department.
        at: now.

    Raises:
        ReasonNeeded, ReasonTooLong: the reason.
        BasisNeeded: another law must be named.
        CaseNotFound: no such case.
        NotAllowed: `by` does not handle cases of this department.
        SpecialTooLong: more days than it may take.
        MoveNotAllowed: the case is not being handled.
        SpecialAsked: one is asked for or goes on.
    """
    bare, source = check_reason(reason), rules.basis_of(kind, basis)
    with transaction.atomic():
        row = locked(case_id)
        require_colleague(row, by, Right.HANDLE)
        on = clock_queries.local_day(row.centre_id, at)
        rules.check_special(kind, days, clock_queries.limits_on(on))
        next_state(State(row.state), Move.SUSPEND)
        made = SpecialProcedure(
            case=row,
            kind=kind.value,
            days=days,
            basis=source,
            reason=bare,
            asked_by=by.id,
            asked_at=at,
        )
        try:
            with sql.alone():
                made.save(force_insert=True)
        except IntegrityError as error:
            if sql.violated(error, ONE_SPECIAL):
                raise SpecialAsked from None
            raise
        facts = {"special": made.pk, "kind": kind.value, "days": days}
        note(row, "special_asked", by=by, at=at, reason=bare, facts=facts)
        return special_view(made)


def approve(special_id: int, *, by: Actor, at: datetime) -> SpecialView:
    """Consent: the case is suspended, and today is the first day that does not count.

    Raises:
        ProcedureNotFound: no such one.
        NotAllowed: `by` neither reviews nor approves cases of this department.
        SamePerson: `by` asked for it.
        ProcedureMoveNotAllowed: it was decided already.
        MoveNotAllowed: the case is not being handled any more.
    """
    with transaction.atomic():
        row, special = _locked(special_id)
        _decide(row, special, ProcedureMove.BEGIN, by=by, at=at)
        on = clock_queries.local_day(row.centre_id, at)
        for clock in live_clocks(row):
            kind = ClockKind(clock.kind)
            if kind in HANDLING and clock.state == ClockState.RUNNING.value:
                clocks.stop(
                    row,
                    kind,
                    on=on,
                    why=StopReason(special.kind),
                    by=by,
                    at=at,
                    basis=special.basis,
                    days=special.days,
                    approver=by.id,
                )
        announced = clocks.start(row, ClockKind.SPECIAL, on=on, at=at, days=special.days)
        special.began_on, special.clock_id = on, announced.id
        special.save(update_fields=["state", "decided_by", "decided_at", "began_on", "clock_id"])
        facts = {"special": special.pk, "kind": special.kind, "days": special.days}
        move(row, Move.SUSPEND, by=by, at=at, reason=special.reason, facts=facts)
        _tell(row, special, by=by, at=at)
        return special_view(special)


def _tell(row: Case, special: SpecialProcedure, *, by: Actor, at: datetime) -> None:
    said: dict[str, Value] = {
        "procedure": PROCEDURES[special.kind],
        "days": special.days,
        "basis": special.basis,
        "reason": special.reason,
    }
    noticing.tell(row, Notice.SPECIAL, said, occasion=str(special.pk), by=by, at=at)


def refuse(special_id: int, *, reason: str, by: Actor, at: datetime) -> SpecialView:
    """Refuse it: the clocks went on all the time.

    Raises:
        ReasonNeeded, ReasonTooLong: the reason.
        ProcedureNotFound, NotAllowed, SamePerson, ProcedureMoveNotAllowed: see `approve`.
    """
    bare = check_reason(reason)
    with transaction.atomic():
        row, special = _locked(special_id)
        _decide(row, special, ProcedureMove.REFUSE, by=by, at=at)
        special.decision = bare
        special.save(update_fields=["state", "decided_by", "decided_at", "decision"])
        facts = {"special": special.pk, "kind": special.kind}
        note(row, "special_refused", by=by, at=at, reason=bare, facts=facts)
        return special_view(special)


def resume(case_id: int, *, result: str, by: Actor, at: datetime) -> SpecialView:
    """End it: today is the last day that does not count.

    Args:
        case_id: the case.
        result: what it found.
        by: a reviewer or approver of the item's department; who consented, or another.
        at: now.

    Raises:
        ReasonNeeded, ReasonTooLong: the result.
        CaseNotFound: no such case.
        NotAllowed: `by` neither reviews nor approves cases of this department.
        ProcedureNotFound: none goes on.
        MoveNotAllowed: the case is not suspended.
    """
    bare = check_reason(result)
    with transaction.atomic():
        row = locked(case_id)
        require_colleague(row, by, Right.REVIEW, Right.APPROVE)
        next_state(State(row.state), Move.RESUME)
        running = ProcedureState.RUNNING.value
        special = SpecialProcedure.objects.filter(case=row, state=running).first()
        if special is None:
            raise ProcedureNotFound
        on = clock_queries.local_day(row.centre_id, at)
        for clock in live_clocks(row):
            kind = ClockKind(clock.kind)
            if kind in HANDLING and clock.state == ClockState.STOPPED.value:
                clocks.go_on(row, kind, on=on, by=by, at=at)
        clocks.end(row, ClockKind.SPECIAL, on=on, why=EndReason.RESUMED, at=at)
        special.state = rules.next_state(ProcedureState.RUNNING, ProcedureMove.RESUME).value
        special.ended_on, special.ended_by, special.result = on, by.id, bare
        special.save(update_fields=["state", "ended_on", "ended_by", "result"])
        facts = {"special": special.pk, "kind": special.kind}
        move(row, Move.RESUME, by=by, at=at, reason=bare, facts=facts)
        special.refresh_from_db()
        return special_view(special)


def _locked(special_id: int) -> tuple[Case, SpecialProcedure]:
    """A procedure and its case, which is locked."""
    found = SpecialProcedure.objects.filter(pk=special_id).values_list("case_id", flat=True).first()
    if found is None:
        raise ProcedureNotFound
    return locked(found), SpecialProcedure.objects.get(pk=special_id)


def _decide(
    row: Case, special: SpecialProcedure, what: ProcedureMove, *, by: Actor, at: datetime
) -> None:
    require_colleague(row, by, Right.REVIEW, Right.APPROVE)
    rules.check_second("special", by.id, first=special.asked_by)
    special.state = rules.next_state(ProcedureState(special.state), what).value
    special.decided_by, special.decided_at = by.id, at
