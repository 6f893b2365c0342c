"""Filing, taking in, and the dispositions of the permit law.

Source: Administrative Licensing Law (行政许可法) art. 32.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from yimen.kernel.identifiers import case_number
from yimen.reference.catalogue.rules.content import Way
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import clocks, moves, noticing, promising
from yimen.services.cases.actions.drafting import editable
from yimen.services.cases.actions.opening import open_steps
from yimen.services.cases.actions.rights import check_accepts, check_takes_in, is_own, staff_of
from yimen.services.cases.actions.signing import check_signed, check_still_signed
from yimen.services.cases.errors import (
    ApplicantNeeded,
    MaterialNotFound,
    MaterialsChecking,
    MaterialsMissing,
    NothingToTolerate,
    ToleranceNeeded,
    WayNotOffered,
)
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.materials import Material
from yimen.services.cases.queries import clocks as clock_queries
from yimen.services.cases.queries import notice_facts
from yimen.services.cases.queries.materials import how_complete
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.clocks import ClockKind, EndReason
from yimen.services.cases.rules.drafting import PROMISE, check_answered, missing
from yimen.services.cases.rules.forms import check_form
from yimen.services.cases.rules.notices.kinds import Kind as Notice
from yimen.services.cases.rules.reasons import check_reason
from yimen.services.cases.rules.states import AT_WORK, MaterialState, Move, State
from yimen.support import sql
from yimen.support.secrets import seal, unseal


def submit(case_id: int, *, by: Actor, at: datetime) -> CaseView:
    """File from afar: the case gets its number and waits for a look. Twice is once.

    Raises:
        CaseNotFound, NotAllowed, NotEditable: as they say.
        ApplicantNeeded, QuestionOpen, FormIncomplete, MaterialsMissing: what is not filled in.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        if row.state == State.SUBMITTED.value and is_own(row, by):
            return as_view(row)
        row = editable(case_id, by=by, seen=None)
        _check_filled(row)
        found = how_complete(case_id)
        if found.missing or found.wrong:
            raise missing(found)
        return _numbered(row, Move.SUBMIT, by=by, at=at)


def receive(case_id: int, *, by: Actor, at: datetime, turned_away: bool = False) -> CaseView:
    """Take the materials in (收件): the receipt's number, query code and clock. Twice is once.

    A case need not be complete to be received; what is missing is told once.

    Args:
        case_id: which.
        by: a window of the centre, or who handles for the department.
        at: now.
        turned_away: only to be told that nothing is to be done: that needs no signature.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed: as they say.
        ApplicantNeeded, QuestionOpen: what even a receipt needs.
        SignatureNeeded: filled in at a window, and not signed there.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        check_takes_in(row, by)
        if row.state == State.RECEIVED.value and row.received_by == staff_of(by):
            return as_view(row)
        if row.applicant_index is None:
            raise ApplicantNeeded
        check_answered(definition(row.version_id).content, row.answers)
        row.received_by = staff_of(by)
        if row.state == State.DRAFT.value:
            if not turned_away:
                check_signed(row)
            return _numbered(row, Move.RECEIVE, by=by, at=at, fields=["received_by"])
        moves.move(row, Move.RECEIVE, by=by, at=at, fields=["received_by"])
        return as_view(row)


def _check_filled(row: Case) -> None:
    if row.applicant_index is None:
        raise ApplicantNeeded
    known = definition(row.version_id)
    check_answered(known.content, row.answers)
    form = unseal(bytes(row.form_sealed))
    check_form(known.content.form.schema, json.loads(form) if form else {})


def _numbered(
    row: Case, what: Move, *, by: Actor, at: datetime, fields: tuple[str, ...] | list[str] = ()
) -> CaseView:
    """Give the number and the query code, and let the acceptance clock begin."""
    day = clock_queries.local_day(row.centre_id, at)
    region = notice_facts.centre(row.centre_id).region_code
    found = sql.one("yimen.services.cases", "next_number", {"region": region, "day": day})
    row.number = case_number(region, day, found["last"] if found else 0)
    row.query_code_sealed = seal(f"{secrets.randbelow(10**6):06d}")
    row.received_at = at
    written = ["number", "query_code_sealed", "received_at", *fields]
    moves.move(row, what, by=by, at=at, fields=written)
    clocks.start(row, ClockKind.ACCEPTANCE, on=day, at=at)
    noticing.tell(row, Notice.RECEIPT, {"receiver": _receiver(by)}, by=by, at=at)
    return as_view(row)


def _receiver(by: Actor) -> str:
    """Who took it in, as the receipt says; the house for parts of a bundle that waited."""
    if by.kind == "house":
        return "系统"
    return "网上提交" if by.kind == "citizen" else f"工号{by.label}"


def accept(
    case_id: int,
    *,
    by: Actor,
    at: datetime,
    tolerant_days: int | None = None,
    promised: Mapping[str, str] | None = None,
) -> CaseView:
    """Accept (受理): the clocks of the decision begin, the first step opens. Twice is once.

    Args:
        case_id: which.
        by: the window, where the item lets windows accept; else who handles for the department.
        at: now.
        tolerant_days: accept although what may come later is missing (容缺受理), to be made up for
            within so many days; None does not tolerate anything.
        promised: materials by key that a promise on paper stands in for (告知承诺), with its words;
            the item's where none are given. Those chosen in the draft come on top.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed: as they say.
        MaterialsMissing, MaterialsChecking, ToleranceNeeded, NothingToTolerate: what is not there.
        FormIncomplete: the form was not filled in.
        TolerantTooLong: more days than the item promises.
        MaterialNotFound, WayNotOffered: no promise stands in for that.
        PromiseUnsigned, PromiseBarred: a promise that does not do.
        SignatureNeeded: changed at a window since it was signed.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        check_accepts(row, by)
        if _accepted_before(row, by):
            return as_view(row)
        _check_filled(row)
        day = clock_queries.local_day(row.centre_id, at)
        said = promising.settle(row, promised or {}, on=day, at=at)
        found = how_complete(case_id)
        if found.missing or found.wrong:
            raise missing(found)
        if found.checking:
            raise MaterialsChecking(materials="、".join(found.checking))
        if found.later and tolerant_days is None:
            raise ToleranceNeeded(materials="、".join(found.later))
        if tolerant_days is not None and not found.later:
            raise NothingToTolerate
        if found.later:
            promising.check_trusted(row, on=day)
        check_still_signed(row)
        row.accepted_at, row.accepted_by = at, staff_of(by)
        row.tolerant, row.promised = bool(found.later), bool(said)
        fields = ["accepted_at", "accepted_by", "tolerant", "promised"]
        facts: dict[str, object] = {"later": list(found.later), "promised": sorted(said)}
        words = "；".join(said.values())
        moves.move(row, Move.ACCEPT, by=by, at=at, fields=fields, reason=words, facts=facts)
        clocks.begin_handling(row, on=day, at=at)
        if found.later and tolerant_days is not None:
            clock = clocks.start(row, ClockKind.TOLERANT, on=day, at=at, days=tolerant_days)
            Material.objects.filter(
                case=row, need="later", state=MaterialState.MISSING.value
            ).update(state=MaterialState.PROMISED.value, due_on=clock.due_on, changed_at=at)
        open_steps(row, at=at)
        _tell_accepted(row, said, signed=not promised, by=by, at=at)
        return as_view(row)


def _accepted_before(row: Case, by: Actor) -> bool:
    """Whether `by` did so, and a retry is what came."""
    same = row.accepted_at is not None and not row.deemed and row.accepted_by == staff_of(by)
    return same and State(row.state) in AT_WORK


def _tell_accepted(
    row: Case, promised: Mapping[str, str], *, signed: bool, by: Actor, at: datetime
) -> None:
    """`signed`: the signature on the second screen stands for every promise; else ink does."""
    signature = notice_facts.signature(row) if signed else {}
    noticing.tell(row, Notice.ACCEPTANCE, by=by, at=at)
    if row.tolerant:
        noticing.tell(row, Notice.TOLERANT, by=by, at=at)
        noticing.tell(row, Notice.TOLERANT_PROMISE, signature, by=by, at=at)
    if promised:
        said = notice_facts.promised(row, promised) | signature
        noticing.tell(row, Notice.PROMISE, said, by=by, at=at)


def deem_accepted(case_id: int, *, by: Actor, at: datetime) -> CaseView:
    """Accepted by silence: nothing was told within the limit, so it counts from the receipt.

    Raises:
        CaseNotFound, MoveNotAllowed: as they say.

    Source: Administrative Licensing Law art. 32 (1) (4).
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        day = clock_queries.local_day(row.centre_id, at)
        row.deemed, row.accepted_at = True, row.received_at
        moves.move(row, Move.DEEM_ACCEPTED, by=by, at=at, fields=["deemed", "accepted_at"])
        clocks.begin_handling(row, on=day, at=at)
        open_steps(row, at=at)
        noticing.tell(row, Notice.ACCEPTANCE, by=by, at=at)
        return as_view(row)


def make_up(case_id: int, *, by: Actor, at: datetime) -> CaseView:
    """Everything tolerated has come (补交): the promise is kept.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        MaterialsMissing: something still has not.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        check_takes_in(row, by)
        there = [MaterialState.GIVEN.value, MaterialState.HELD.value]
        left = Material.objects.filter(case=row, need="later").exclude(
            Q(state__in=there) | Q(state=MaterialState.PROMISED.value, way=PROMISE)
        )
        names = list(left.values_list("name", flat=True))
        if names:
            raise MaterialsMissing(materials="、".join(names), count=len(names))
        day = clock_queries.local_day(row.centre_id, at)
        clocks.end(row, ClockKind.TOLERANT, on=day, why=EndReason.SUPPLIED, at=at)
        row.tolerant = False
        moves.note(row, "make_up", by=by, at=at, fields=["tolerant"])
        return as_view(row)


def bring_later(
    case_id: int,
    key: str,
    *,
    file_ids: tuple[str, ...],
    by: Actor,
    at: datetime,
    checking: bool = False,
) -> CaseView:
    """One material that was tolerated has come; `checking`: its files are still being checked.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        MaterialNotFound: nothing of this key was promised.
        WayNotOffered: the item does not take it as a file.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        check_takes_in(row, by)
        material = Material.objects.filter(
            case=row, key=key, need="later", state=MaterialState.PROMISED.value, way=""
        ).first()
        if material is None:
            raise MaterialNotFound
        if file_ids and not {Way.UPLOAD.value, Way.SCAN.value} & set(material.ways):
            raise WayNotOffered(material_way=Way.UPLOAD.value)
        material.state = (MaterialState.CHECKING if checking else MaterialState.GIVEN).value
        material.way = (Way.UPLOAD if file_ids else Way.BRING).value
        material.file_ids, material.changed_at = list(file_ids), at
        material.save(update_fields=["state", "way", "file_ids", "changed_at"])
        moves.note(row, "bring_later", by=by, at=at, facts={"materials": [key]})
        return as_view(row)


def find_not_required(case_id: int, reason: str, *, by: Actor, at: datetime) -> CaseView:
    """It needs no permit (不受理), told at once.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed, ReasonNeeded: as they say.
    """
    return _turned_away(case_id, Move.FIND_NOT_REQUIRED, reason, {}, by=by, at=at)


def find_not_competent(
    case_id: int, reason: str, authority: str, *, by: Actor, at: datetime
) -> CaseView:
    """Another authority's business (不予受理), told at once with which one.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed: as they say.
        ReasonNeeded: without reason or authority.
    """
    authority = check_reason(authority)
    facts = {"authority": authority.strip()[:100]}
    return _turned_away(case_id, Move.FIND_NOT_COMPETENT, reason, facts, by=by, at=at)


def _turned_away(
    case_id: int, what: Move, reason: str, facts: Mapping[str, object], *, by: Actor, at: datetime
) -> CaseView:
    reason = check_reason(reason)
    with transaction.atomic():
        row = moves.locked(case_id)
        check_accepts(row, by)
        moves.move(row, what, by=by, at=at, reason=reason, facts=facts)
        day = clock_queries.local_day(row.centre_id, at)
        clocks.end_all(row, on=day, why=EndReason.NOT_ACCEPTED, at=at)
        authority = str(facts.get("authority", ""))
        said = {"reason": reason, "authority": authority}
        noticing.tell(row, Notice(row.state), said, by=by, at=at)
        return as_view(row)
