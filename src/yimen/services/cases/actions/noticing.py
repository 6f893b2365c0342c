"""Writing notices, in the transaction of what they tell: no decision is without its notice.

A notice's number, code and facts are fixed here; its file is drawn afterwards (`drawing`).
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import moves
from yimen.services.cases.errors import NoticeNotFound, NoticeVoided
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.notices import Notice
from yimen.services.cases.queries import notice_facts
from yimen.services.cases.queries.notices import NoticeView, as_view
from yimen.services.cases.rules.notices.facts import Facts, Value, check
from yimen.services.cases.rules.notices.kinds import (
    SPECS,
    Kind,
    NoticeState,
    notice_number,
    verification_code,
)
from yimen.services.cases.rules.reasons import check_reason
from yimen.support import rows, sql
from yimen.support.secrets import seal

FIRST = "1"


def tell(
    row: Case,
    kind: Kind,
    said: Mapping[str, Value] | None = None,
    *,
    occasion: str = FIRST,
    by: Actor,
    at: datetime,
) -> None:
    """Write a notice of a locked case; the last thing of what it tells, when all else is known.

    Raises:
        NoticeIncomplete: a fact is missing that this kind must say.
    """
    facts = notice_facts.gathered(row, kind, said or {}, at=at)
    check(kind, facts)
    department = notice_facts.department(row.department_id)
    on = at.astimezone(notice_facts.centre(row.centre_id).zone).date()
    word = SPECS[kind].word
    series = {"department_id": department.id, "word": word, "year": on.year}
    found = sql.one("yimen.services.cases", "next_notice", series)
    serial = found["last"] if found else 0
    made = Notice(
        case=row,
        kind=kind.value,
        occasion=occasion,
        serial=serial,
        number=notice_number(department.mark, word, on.year, serial),
        code=verification_code(secrets.token_bytes(8)),
        issued_on=on,
        issued_at=at,
        issued_by=f"{by.kind}:{by.label}",
        **series,
    )
    _say(made, facts)
    told = {"notice": kind.value, "number": made.number, "digest": made.digest.hex()}
    written = [rows.inserting(made)]
    moves.link(row, "notice", by=by, at=at, facts=told, what="noticed", beside=written)


def _say(made: Notice, facts: Facts) -> None:
    """Fix what a notice says, and the digest that says so."""
    text = facts.as_json()
    said = "\n".join((made.kind, made.number, made.issued_on.isoformat(), text))
    made.facts_sealed = seal(text)
    made.digest = hashlib.new("sm3", said.encode()).digest()


def void(notice_id: int, reason: str, *, by: Actor, at: datetime) -> NoticeView:
    """Declare a notice void: it stays on record, and whoever verifies it is told.

    Raises:
        ReasonNeeded, ReasonTooLong: the reason.
        NoticeNotFound, NotAllowed: as they say.
        NoticeVoided: it is void already.
    """
    bare = check_reason(reason)
    with transaction.atomic():
        case_id = Notice.objects.filter(pk=notice_id).values_list("case_id", flat=True).first()
        if case_id is None:
            raise NoticeNotFound
        row = moves.locked(case_id)
        require(by, Right.SUPERVISE_CASES, centre_id=row.centre_id)
        made = Notice.objects.get(pk=notice_id)
        if made.state == NoticeState.VOID.value:
            raise NoticeVoided
        made.state, made.void_reason = NoticeState.VOID.value, bare
        made.voided_at, made.voided_by = at, f"{by.kind}:{by.label}"
        made.save(update_fields=["state", "void_reason", "voided_at", "voided_by"])
        facts = {"notice": made.kind, "number": made.number}
        moves.note(row, "void_notice", by=by, at=at, reason=bare, facts=facts)
        return as_view(made)
