"""Filling a case in: situation, applicant, form, materials, signature. Each step is saved.

What one tab or colleague saved is not overwritten by another that has not seen it: edits name the
`saved_at` their page was drawn with.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.errors import ItemNotOffered
from yimen.reference.catalogue.rules.content import Way
from yimen.reference.catalogue.rules.states import State as VersionState
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases import announce
from yimen.services.cases.actions import moves
from yimen.services.cases.actions.applying import Person, check_person, set_applicant
from yimen.services.cases.actions.rights import is_own
from yimen.services.cases.actions.signing import (
    SIGNATURE,
    drop_before_filing,
    drop_signature,
    is_form,
)
from yimen.services.cases.errors import (
    DraftMoved,
    KeyReused,
    MaterialNotFound,
    NotEditable,
    WayNotOffered,
)
from yimen.services.cases.models.cases import FILE_ONCE, Case
from yimen.services.cases.models.materials import Material
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules import drafting as rules
from yimen.services.cases.rules.forms import check_form
from yimen.services.cases.rules.states import MaterialState, State
from yimen.support import rows, sql
from yimen.support.secrets import seal
from yimen.support.sql import Statement

_EDITABLE = frozenset({State.DRAFT, State.RECEIVED, State.CORRECTION})
#: What of a material changes when it comes.
_GIVEN = ("state", "way", "file_ids", "certificate_id", "flaw", "changed_at")


@dataclass(frozen=True)
class Given:
    """One material as it came.

    Args:
        way: bring, upload, scan, sign or held.
        file_ids: its pages, where it came as files.
        checking: a file of it is still being checked.
        certificate_id: what is held already, needed for `held`.
    """

    way: str
    file_ids: tuple[str, ...] = ()
    checking: bool = False
    certificate_id: int | None = None


@dataclass(frozen=True)
class PartOf:
    """The bundle (一件事) a case is begun for, and the item version the bundle was begun on."""

    bundle_id: int
    version_id: int


def begin(
    item_code: str,
    *,
    centre_id: int,
    channel: str,
    by: Actor,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    ticket_id: int | None = None,
    window_id: int | None = None,
    key: str | None = None,
    part: PartOf | None = None,
) -> CaseView:
    """A draft on the version now in force. Asked again with the same key, the same draft.

    Args:
        item_code: which item.
        centre_id: whose case it will be.
        channel: window, online, terminal, mobile, post.
        by: who takes it in, or a citizen for themselves.
        at: now.
        answers: the situation as far as it is known.
        ticket_id: the hall's number it belongs to.
        window_id: the window it is taken in at.
        key: idempotency key, unique within `by`.
        part: of which bundle it is a part, on the version that one was begun on. Its steps go to
            the department even where the item alone is done in one visit (即办件).

    Raises:
        NotAllowed: `by` takes in no cases here.
        ItemNotFound, ItemNotOffered: there is nothing to apply for.
        BadAnswer: an answer that the item does not offer.
        KeyReused: the key was used for another item.
    """
    if by.kind != "citizen" or not by.id:
        require(by, Right.RECEIVE, centre_id=centre_id)
    file_key = f"{by.kind}:{by.id}:{key}" if key else None
    version_id = _offered(item_code) if part is None else part.version_id
    known = definition(version_id)
    wanted = rules.wanted(known.content, answers or {})
    try:
        with transaction.atomic():
            row = rows.insert(
                Case(
                    public_id=secrets.token_urlsafe(12),
                    version_id=version_id,
                    item_code=item_code,
                    item_name=known.version.name,
                    department_id=known.version.department_id,
                    centre_id=centre_id,
                    answers=dict(answers or {}),
                    instant=known.instant and part is None,
                    bundle_id=part.bundle_id if part else None,
                    channel=channel,
                    ticket_id=ticket_id,
                    window_id=window_id,
                    citizen_id=by.id if by.kind == "citizen" else None,
                    file_key=file_key,
                    made_at=at,
                    saved_at=at,
                )
            )
            asked = rows.inserting_all([_material(row, each) for each in wanted])
            facts = {"version": known.version.number}
            moves.note(row, "begin", by=by, at=at, facts=facts, beside=asked)
            return as_view(row)
    except IntegrityError as error:
        if file_key is None or not sql.violated(error, FILE_ONCE):
            raise
    earlier = Case.objects.get(file_key=file_key)
    if earlier.item_code != item_code:
        raise KeyReused
    return as_view(earlier)


def _offered(item_code: str) -> int:
    """The version in force, by id, if it takes applications."""
    found = catalogue.version_in_force(item_code)
    if found.state is not VersionState.PUBLISHED:
        raise ItemNotOffered(item=item_code, version_state=found.state.value)
    return found.id


def _material(row: Case, each: rules.Wanted) -> Material:
    return Material(
        case=row,
        key=each.key,
        name=each.name,
        position=each.position,
        need=each.need,
        ways=list(each.ways),
        originals=each.originals,
        copies=each.copies,
        trust=each.trust,
    )


def answer(
    case_id: int,
    answers: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    seen: datetime | None = None,
) -> CaseView:
    """Set the situation; materials of other situations go, what was given stays.

    Raises:
        CaseNotFound, NotAllowed, NotEditable, DraftMoved: as they say.
        BadAnswer: an answer that the item does not offer.
    """
    with transaction.atomic():
        row = editable(case_id, by=by, seen=seen)
        wanted = {
            each.key: each for each in rules.wanted(definition(row.version_id).content, answers)
        }
        known = {material.key: material for material in Material.objects.filter(case=row)}
        Material.objects.filter(case=row).exclude(key__in=list(wanted)).delete()
        for each in wanted.values():
            if each.key in known:
                Material.objects.filter(pk=known[each.key].pk).update(position=each.position)
            else:
                _material(row, each).save(force_insert=True)
        unsigned = drop_signature(row, changed=row.answers != dict(answers))
        row.answers = dict(answers)
        return saved(row, "answer", ["answers", *unsigned], by=by, at=at)


def identify(
    case_id: int, person: Person, *, by: Actor, at: datetime, seen: datetime | None = None
) -> CaseView:
    """Set who applies.

    Raises:
        CaseNotFound, NotAllowed, NotEditable, DraftMoved: as they say.
        BadIdentifier: a number that cannot be one of its kind.
        NameNeeded: no name.
    """
    good = check_person(person, at=at)
    with transaction.atomic():
        row = editable(case_id, by=by, seen=seen)
        fields = set_applicant(row, good)
        return saved(row, "identify", fields, by=by, at=at, facts={"agent": bool(good.agent_id)})


def fill(
    case_id: int,
    answers: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
    seen: datetime | None = None,
    whole: bool = True,
) -> CaseView:
    """Save the form.

    `whole=False` keeps a form that is not finished; it is checked before filing anyway.

    Raises:
        CaseNotFound, NotAllowed, NotEditable, DraftMoved: as they say.
        FormIncomplete: the answers do not fit.
    """
    with transaction.atomic():
        row = editable(case_id, by=by, seen=seen)
        if whole:
            check_form(definition(row.version_id).content.form.schema, answers)
        unsigned = drop_signature(row, changed=not is_form(row, answers))
        row.form_sealed = seal(json.dumps(dict(answers), ensure_ascii=False))
        return saved(row, "fill", ["form_sealed", *unsigned], by=by, at=at)


def give(
    case_id: int,
    given: Mapping[str, Given],
    *,
    by: Actor,
    at: datetime,
    seen: datetime | None = None,
) -> CaseView:
    """Materials came, by key; all or none.

    Raises:
        CaseNotFound, NotAllowed, NotEditable, DraftMoved: as they say.
        MaterialNotFound: the case does not ask for one.
        WayNotOffered: the item does not take one in this way.
    """
    with transaction.atomic():
        row = editable(case_id, by=by, seen=seen)
        known = {each.key: each for each in rows.select(Material, {"case": row.pk})}
        changed = False
        for key, each in sorted(given.items()):
            if key not in known:
                raise MaterialNotFound
            changed |= _give(known[key], each, at=at)
        came = rows.saving_all([known[key] for key in given], _GIVEN)
        facts: dict[str, object] = {"materials": sorted(given)}
        if held := sorted(key for key, each in given.items() if each.certificate_id is not None):
            facts["held"] = held
        unsigned = drop_before_filing(row, changed=changed)
        return saved(row, "give", unsigned, by=by, at=at, facts=facts, beside=came)


def _give(material: Material, given: Given, *, at: datetime) -> bool:
    """Whether it is another thing than the one that was there."""
    nothing = given.way == Way.HELD.value and given.certificate_id is None
    if nothing or not rules.takes(material.ways, given.way):
        raise WayNotOffered(material_way=given.way)
    before = material.way, material.file_ids, material.certificate_id
    material.state = rules.state_of(given.way, checking=given.checking).value
    material.way, material.file_ids = given.way, list(given.file_ids)
    material.certificate_id, material.flaw = given.certificate_id, ""
    material.changed_at = at
    return before != (material.way, material.file_ids, material.certificate_id)


def take_back(
    case_id: int, key: str, *, by: Actor, at: datetime, seen: datetime | None = None
) -> CaseView:
    """A material is missing again.

    Raises:
        CaseNotFound, NotAllowed, NotEditable, DraftMoved, MaterialNotFound: as they say.
    """
    with transaction.atomic():
        row = editable(case_id, by=by, seen=seen)
        cleared = Material.objects.filter(case=row, key=key).update(
            state=MaterialState.MISSING.value,
            way="",
            file_ids=[],
            certificate_id=None,
            changed_at=at,
        )
        if not cleared:
            raise MaterialNotFound
        facts = {"materials": [key]}
        return saved(row, "take_back", drop_before_filing(row), by=by, at=at, facts=facts)


def sign(
    case_id: int, file_id: str, *, by: Actor, at: datetime, seen: datetime | None = None
) -> CaseView:
    """The applicant has looked at what was filled in, and signed.

    Raises:
        CaseNotFound, NotAllowed, NotEditable, DraftMoved: as they say.
    """
    with transaction.atomic():
        row = editable(case_id, by=by, seen=seen)
        row.signature_file, row.signed_at, row.presented_at = file_id, at, None
        row.unsigned, row.unsigned_reason = "", ""
        return saved(row, "sign", [*SIGNATURE, "presented_at"], by=by, at=at)


def present(case_id: int, shown: bool, *, by: Actor, at: datetime) -> CaseView:
    """Show what was filled in on the window's second screen, or take it off again.

    Taking it off is never refused: what stands there is somebody's name and number.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        NotEditable: there is nothing to sign any more.
    """
    with transaction.atomic():
        row = editable(case_id, by=by, seen=None) if shown else moves.locked(case_id)
        require(by, Right.RECEIVE, centre_id=row.centre_id)
        row.presented_at = at if shown else None
        event = "present" if shown else "stop_presenting"
        moves.note(row, event, by=by, at=at, fields=["presented_at"])
        view = as_view(row)
        if row.window_id is not None:
            announce.presented(row.window_id, view, shown=shown, at=at)
        return view


def editable(case_id: int, *, by: Actor, seen: datetime | None) -> Case:
    """The case's row, locked, if `by` may change what is filed in it now.

    Raises:
        CaseNotFound: no such case, or not this citizen's.
        NotAllowed: `by` takes in no cases here.
        NotEditable: it was accepted or is over.
        DraftMoved: it was saved since `seen`.
    """
    row = moves.locked(case_id)
    if by.kind == "citizen":
        if not is_own(row, by) or row.state == State.RECEIVED.value:
            raise NotAllowed(right=Right.RECEIVE)
    else:
        require(by, Right.RECEIVE, centre_id=row.centre_id)
    if State(row.state) not in _EDITABLE:
        raise NotEditable(case_state=row.state)
    if seen is not None and row.saved_at != seen:
        raise DraftMoved
    return row


def saved(
    row: Case,
    event: str,
    fields: Sequence[str],
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    beside: Sequence[Statement] = (),
) -> CaseView:
    """Write what changed of an editable row, with the instant other pages are told apart by."""
    row.saved_at = at
    written = [*fields, "saved_at"]
    moves.note(row, event, by=by, at=at, fields=written, facts=facts, beside=beside)
    return as_view(row)
