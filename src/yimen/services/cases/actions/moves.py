"""How anything happens to a case: lock, ask the rule, write, log, link to the audit, publish.

An act is two prepared statements: the lock, and what is written of it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from psycopg.types.json import Jsonb

from yimen.reference.people.rules import Actor
from yimen.services.cases import announce
from yimen.services.cases.errors import CaseNotFound, FourEyes, StepNotFound
from yimen.services.cases.models.cases import FOUR_EYES, Case
from yimen.services.cases.models.steps import STEP_FOUR_EYES
from yimen.services.cases.queries.views import as_view
from yimen.services.cases.rules.states import FINAL, Move, State, next_state
from yimen.support import audit, rows, sql
from yimen.support.audit import Link
from yimen.support.events import publishing
from yimen.support.sql import Statement

_REASON = 500
#: Where a case keeps the end of its audit chain.
_CHAIN = ("audit_number", "audit_digest")
_PACKAGE = "yimen.services.cases"


def locked(case_id: int) -> Case:
    """The case's row, ours until the transaction ends.

    Raises:
        CaseNotFound: no such case.
    """
    found = sql.one(_PACKAGE, "lock_case", {"case": case_id})
    if found is None:
        raise CaseNotFound
    return rows.read(Case, found)


def locked_of_step(step_id: int) -> Case:
    """The row of the case a step is of, ours until the transaction ends.

    Raises:
        StepNotFound: no such step.
    """
    found = sql.one(_PACKAGE, "lock_case_of_step", {"step": step_id})
    if found is None:
        raise StepNotFound
    return rows.read(Case, found)


def move(
    row: Case,
    what: Move,
    *,
    by: Actor,
    at: datetime,
    fields: Sequence[str] = (),
    reason: str = "",
    facts: Mapping[str, object] | None = None,
    departments: Iterable[int] = (),
    beside: Sequence[Statement] = (),
) -> None:
    """Let `what` happen to a locked row, whose other `fields` the caller has set.

    `departments` hear of it beside the item's own; `beside` is written by the same statement.

    Raises:
        MoveNotAllowed: the table has no such move, often because a colleague was faster.
    """
    before = State(row.state)
    after = next_state(before, what)
    row.state = after.value
    written = ["state", *fields]
    if take_off(row, at=at):
        written.append("presented_at")
    if after in FINAL and row.ended_at is None:
        row.ended_at = at
        written.append("ended_at")
    said = _Said(what.value, before.value, reason, facts or {}, departments)
    _write(row, written, said, beside, by=by, at=at)


def take_off(row: Case, *, at: datetime) -> bool:
    """End what the window's second screen shows of a locked row; whether it showed it.

    The caller writes `presented_at`.
    """
    if row.presented_at is None:
        return False
    row.presented_at = None
    if row.window_id is not None:
        announce.presented(row.window_id, as_view(row), shown=False, at=at)
    return True


def note(
    row: Case,
    event: str,
    *,
    by: Actor,
    at: datetime,
    fields: Sequence[str] = (),
    reason: str = "",
    facts: Mapping[str, object] | None = None,
    departments: Iterable[int] = (),
    beside: Sequence[Statement] = (),
) -> None:
    """Something happened to a locked row that does not move it; the rest as of `move`."""
    said = _Said(event, row.state, reason, facts or {}, departments)
    _write(row, fields, said, beside, by=by, at=at)


@dataclass(frozen=True)
class _Said:
    """What is kept and told of an act."""

    event: str
    before: str
    reason: str
    facts: Mapping[str, object]
    departments: Iterable[int]


def _write(
    row: Case,
    fields: Sequence[str],
    said: _Said,
    beside: Sequence[Statement],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The case with its new values, its log, the link of its audit chain and the event."""
    actor = f"{by.kind}:{by.label}"
    reason = {"reason": sm3_hex(said.reason)} if said.reason else {}
    facts = {"state": row.state, **reason, **said.facts}
    line = {
        "case": row.pk,
        "event": said.event,
        "before": said.before,
        "after": row.state,
        "at": at,
        "actor": actor,
        "reason": said.reason[:_REASON],
        "facts": Jsonb(dict(said.facts)),
    }
    logged = Statement(sql.text(_PACKAGE, "log"), line)
    told = announce.case_changed(said.event, row, at=at, departments=said.departments)
    linked = _linked(row, said.event, actor=actor, at=at, facts=facts)
    saved = rows.saving(row, [*fields, *_CHAIN])
    sql.together([*beside, linked, publishing(told), logged, saved])


def link(
    row: Case,
    act: str,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object],
    what: str,
    beside: Sequence[Statement] = (),
) -> None:
    """Put an act of a locked row into its audit chain, and tell of it as `what`.

    For acts that belong to a move and have no line of their own in the log. `beside` is written by
    the same statement.
    """
    linked = _linked(row, act, actor=f"{by.kind}:{by.label}", at=at, facts=facts)
    told = publishing(announce.case_changed(what, row, at=at))
    sql.together([*beside, linked, told, rows.saving(row, _CHAIN)])


def _linked(
    row: Case, act: str, *, actor: str, at: datetime, facts: Mapping[str, object]
) -> Statement:
    """The next link of a case's chain, whose end the row keeps."""
    end, statement = audit.appending(
        f"case:{row.pk}",
        act,
        actor=actor,
        at=at,
        facts=facts,
        end=Link(row.audit_number, bytes(row.audit_digest)),
    )
    row.audit_number, row.audit_digest = end.number, end.digest
    return statement


def four_eyes(error: IntegrityError) -> Exception:
    """The refusal behind a constraint of four eyes; any other error as it was."""
    if sql.violated_any(error, [FOUR_EYES, STEP_FOUR_EYES]):
        return FourEyes(did="handled")
    return error


def sm3_hex(text: str) -> str:
    """What the audit keeps of words that may name people."""
    return hashlib.new("sm3", text.encode()).hexdigest()
