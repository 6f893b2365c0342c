"""How anything happens to a case: lock, ask the rule, write, log, link to the audit, publish."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError

from yimen.reference.people.rules import Actor
from yimen.services.cases import announce
from yimen.services.cases.errors import CaseNotFound, FourEyes
from yimen.services.cases.models.cases import FOUR_EYES, Case, CaseEvent
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.states import FINAL, Move, State, next_state
from yimen.support import audit, sql
from yimen.support.audit import Link

_REASON = 500


def locked(case_id: int) -> Case:
    """The case's row, ours until the transaction ends.

    Raises:
        CaseNotFound: no such case.
    """
    row = Case.objects.select_for_update().filter(pk=case_id).first()
    if row is None:
        raise CaseNotFound
    return row


def move(
    row: Case,
    what: Move,
    *,
    by: Actor,
    at: datetime,
    fields: Sequence[str] = (),
    reason: str = "",
    facts: Mapping[str, object] | None = None,
) -> CaseView:
    """Let `what` happen to a locked row, whose other `fields` the caller has set.

    Raises:
        MoveNotAllowed: the table has no such move, often because a colleague was faster.
    """
    before = State(row.state)
    after = next_state(before, what)
    row.state = after.value
    written = ["state", *fields]
    if after in FINAL and row.ended_at is None:
        row.ended_at = at
        written.append("ended_at")
    return _write(row, what.value, before, written, by=by, at=at, reason=reason, facts=facts or {})


def note(
    row: Case,
    event: str,
    *,
    by: Actor,
    at: datetime,
    fields: Sequence[str] = (),
    reason: str = "",
    facts: Mapping[str, object] | None = None,
) -> CaseView:
    """Something happened to a locked row that does not move it; `fields` were set by the caller."""
    before = State(row.state)
    return _write(row, event, before, fields, by=by, at=at, reason=reason, facts=facts or {})


def _write(
    row: Case,
    event: str,
    before: State,
    fields: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    reason: str,
    facts: Mapping[str, object],
) -> CaseView:
    actor = f"{by.kind}:{by.label}"
    said = {"reason": sm3_hex(reason)} if reason else {}
    end = audit.append(
        f"case:{row.pk}",
        event,
        actor=actor,
        at=at,
        facts={"state": row.state, **said, **facts},
        end=Link(row.audit_number, bytes(row.audit_digest)),
    )
    row.audit_number, row.audit_digest = end.number, end.digest
    row.save(update_fields=[*fields, "audit_number", "audit_digest"])
    CaseEvent.objects.create(
        case=row,
        event=event,
        before=before.value,
        after=row.state,
        at=at,
        actor=actor,
        reason=reason[:_REASON],
        facts=dict(facts),
    )
    view = as_view(row)
    announce.case_changed(event, view, at=at)
    return view


def four_eyes(error: IntegrityError) -> Exception:
    """The refusal behind a constraint of four eyes; any other error as it was."""
    if sql.violated(error, FOUR_EYES):
        return FourEyes(did="handled")
    return error


def sm3_hex(text: str) -> str:
    """What the audit keeps of words that may name people."""
    return hashlib.new("sm3", text.encode()).hexdigest()
