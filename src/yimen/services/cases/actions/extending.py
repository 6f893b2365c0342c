"""Extensions (延长审批期限): once, asked for with a reason, granted for the department by another.

The statutory clock grows; the promised one too where the city says so and it is not over yet.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import clocks, noticing
from yimen.services.cases.actions.moves import locked, note
from yimen.services.cases.actions.reckoning import live_clocks
from yimen.services.cases.actions.rights import require_colleague
from yimen.services.cases.errors import (
    ClockNotRunning,
    ExtensionOnce,
    ProcedureNotFound,
)
from yimen.services.cases.models import Case, ExtensionRequest
from yimen.services.cases.models.procedures import EXTENSION_ONCE
from yimen.services.cases.queries import clocks as clock_queries
from yimen.services.cases.queries import notice_facts
from yimen.services.cases.queries.procedures import ExtensionView, extension_view
from yimen.services.cases.rules import procedures as rules
from yimen.services.cases.rules.clocks import ClockKind, ClockState
from yimen.services.cases.rules.notices.facts import Value
from yimen.services.cases.rules.notices.kinds import Kind as Notice
from yimen.services.cases.rules.procedures import ProcedureMove, ProcedureState
from yimen.services.cases.rules.reasons import check_reason
from yimen.support import sql


def ask(case_id: int, *, days: int, reason: str, by: Actor, at: datetime) -> ExtensionView:
    """Ask for a longer limit while the statutory one still runs.

    Args:
        case_id: the case.
        days: at most ten; fifteen where several departments decide together.
        reason: told to the applicant.
        by: a handler of the item's department.
        at: now.

    Raises:
        ReasonNeeded, ReasonTooLong: the reason.
        CaseNotFound: no such case.
        NotAllowed: `by` does not handle cases of this department.
        ClockNotRunning: the statutory clock stands still, or there is none.
        ExtensionTooLong: more days than the law allows.
        ExtensionTooLate: the limit is over.
        ExtensionOnce: it was extended, or somebody has asked.
    """
    bare = check_reason(reason)
    with transaction.atomic():
        row = locked(case_id)
        require_colleague(row, by, Right.HANDLE)
        on = clock_queries.local_day(row.centre_id, at)
        limits = clock_queries.limits_on(on)
        joint = clock_queries.offer_of(row.version_id).joint
        most = limits.joint_extension_days if joint else limits.extension_days
        due = _running(row)[ClockKind.STATUTORY]
        rules.check_extension(days, most=most, on=on, due=due)
        made = ExtensionRequest(
            case=row, days=days, reason=bare, joint=joint, asked_by=by.id, asked_at=at
        )
        try:
            with sql.alone():
                made.save(force_insert=True)
        except IntegrityError as error:
            if sql.violated(error, EXTENSION_ONCE):
                raise ExtensionOnce from None
            raise
        facts = {"extension": made.pk, "days": days}
        note(row, "extension_asked", by=by, at=at, reason=bare, facts=facts)
        return extension_view(made)


def grant(extension_id: int, *, by: Actor, at: datetime) -> ExtensionView:
    """Let the limit grow. A joint item's is granted for the government, not for one department.

    Raises:
        ProcedureNotFound: no such request.
        NotAllowed: `by` does not approve for this department, or only for it where it is joint.
        SamePerson: `by` asked for it.
        ProcedureMoveNotAllowed: it was decided already.
        ClockNotRunning: the statutory clock stands still, or has ended.
        ExtensionTooLate: the limit is over.
        ExtensionOnce: the clock was extended before.
    """
    with transaction.atomic():
        row, request = _locked(extension_id)
        _decide(row, request, ProcedureMove.GRANT, by=by, at=at)
        on = clock_queries.local_day(row.centre_id, at)
        running = _running(row)
        due = running[ClockKind.STATUTORY]
        rules.check_extension(request.days, most=request.days, on=on, due=due)
        kinds = [ClockKind.STATUTORY]
        promised = running.get(ClockKind.PROMISED)
        moves = clock_queries.limits_on(on).extension_moves_promise
        if moves and promised is not None and on <= promised:
            kinds.append(ClockKind.PROMISED)
        for kind in kinds:
            clocks.extend(row, kind, on=on, days=request.days, reason=request.reason, by=by, at=at)
        request.save(update_fields=["state", "decided_by", "decided_at"])
        facts = {
            "extension": request.pk,
            "days": request.days,
            "clocks": [kind.value for kind in kinds],
        }
        note(row, "extension_granted", by=by, at=at, reason=request.reason, facts=facts)
        head = f"{notice_facts.centre(row.centre_id).city}人民政府" if request.joint else "本机关"
        said: dict[str, Value] = {
            "days": request.days,
            "reason": request.reason,
            "joint": request.joint,
            "approver": f"{head}负责人",
        }
        noticing.tell(row, Notice.EXTENSION, said, occasion=str(request.pk), by=by, at=at)
        return extension_view(request)


def refuse(extension_id: int, *, reason: str, by: Actor, at: datetime) -> ExtensionView:
    """Refuse it; it may be asked for again.

    Raises:
        ReasonNeeded, ReasonTooLong: the reason.
        ProcedureNotFound, NotAllowed, SamePerson, ProcedureMoveNotAllowed: see `grant`.
    """
    bare = check_reason(reason)
    with transaction.atomic():
        row, request = _locked(extension_id)
        _decide(row, request, ProcedureMove.REFUSE, by=by, at=at)
        request.decision = bare
        request.save(update_fields=["state", "decided_by", "decided_at", "decision"])
        facts = {"extension": request.pk}
        note(row, "extension_refused", by=by, at=at, reason=bare, facts=facts)
        return extension_view(request)


def _running(row: Case) -> dict[ClockKind, date]:
    """The due dates of what runs; the statutory clock must be there."""
    running = {
        ClockKind(clock.kind): clock.due_on
        for clock in live_clocks(row)
        if clock.state == ClockState.RUNNING.value and clock.due_on is not None
    }
    if ClockKind.STATUTORY not in running:
        raise ClockNotRunning(clock=ClockKind.STATUTORY.value)
    return running


def _locked(extension_id: int) -> tuple[Case, ExtensionRequest]:
    """A request and its case, which is locked."""
    rows = ExtensionRequest.objects.filter(pk=extension_id)
    found = rows.values_list("case_id", flat=True).first()
    if found is None:
        raise ProcedureNotFound
    return locked(found), ExtensionRequest.objects.get(pk=extension_id)


def _decide(
    row: Case, request: ExtensionRequest, what: ProcedureMove, *, by: Actor, at: datetime
) -> None:
    require_colleague(row, by, Right.APPROVE)
    if request.joint and not _for_everybody(by):
        raise NotAllowed(right=Right.APPROVE)
    rules.check_second("extension", by.id, first=request.asked_by)
    request.state = rules.next_state(ProcedureState(request.state), what).value
    request.decided_by, request.decided_at = by.id, at


def _for_everybody(by: Actor) -> bool:
    """Whether somebody approves for all departments: the head of government, or a deputy.

    Source: Administrative Licensing Law art. 42 (2).
    """
    return any(Right.APPROVE in grant.rights and grant.department_id is None for grant in by.grants)
