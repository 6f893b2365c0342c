"""Filing a bundle (一件事) once, and what follows: parts that wait get their turn, or never will.

Each part is a case like any other, with steps and clocks of its own: taken in at a window, or
submitted from afar and looked at by its department. Parts that take no result of
another begin at once; the others begin when that result is there. The bundle's row is locked before
its cases; cases of one transaction are filed by department, as `docs/reference/locks.md` says.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from yimen.kernel.identifiers import case_number
from yimen.kernel.workdays import Unit, deadline
from yimen.reference.catalogue.rules.bundle_plan import Chosen, Plan, part_of_form
from yimen.reference.catalogue.rules.content import Need
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases import announce
from yimen.services.cases.actions import drafting, filing, moves, promising, unsigned
from yimen.services.cases.actions.applying import person_of
from yimen.services.cases.actions.bundle_drafting import check_fills_in, check_from_afar, locked
from yimen.services.cases.actions.drafting import Given, PartOf
from yimen.services.cases.actions.signing import check_signed
from yimen.services.cases.errors import (
    ApplicantNeeded,
    BundleFiled,
    MaterialsChecking,
    MaterialsMissing,
    PromiseBarred,
    QuestionOpen,
)
from yimen.services.cases.models.bundles import BundlePart, CaseBundle
from yimen.services.cases.models.materials import Material
from yimen.services.cases.queries import clocks as clock_queries
from yimen.services.cases.queries.bundles import (
    CaseBundleView,
    as_view,
    definition_of,
    materials_in,
    parts_of,
    plan_of,
    standings,
)
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules import bundles as rules
from yimen.services.cases.rules.bundles import BundleState
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.forms import check_form
from yimen.services.cases.rules.signing import Unsigned
from yimen.services.cases.rules.states import Acceptance, MaterialState
from yimen.support import audit, sql
from yimen.support.events import publish
from yimen.support.secrets import seal, unseal

#: What exists by now: certificates by the name of the result, by part.
Results = Mapping[str, Mapping[str, int]]
_KEPT_ACTOR = 80


def file(
    bundle_id: int, *, by: Actor, at: datetime, checking: Collection[str] = ()
) -> CaseBundleView:
    """File every part at once: those that can begin are cases now. All of it, or nothing.

    Twice is once. A bundle is filed whole: what an item alone would take later is needed too.

    Args:
        bundle_id: which.
        by: who takes it in, or the citizen who began it from afar.
        at: now.
        checking: files that are still being checked.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        BundleFiled: somebody else filed it.
        ApplicantNeeded, QuestionOpen, FormIncomplete: what is not filled in.
        MaterialsMissing, MaterialsChecking: what is not there.
        PromiseUnsigned, PromiseBarred: a promise that does not do.
        WindowNeeded: a citizen files what windows alone take in.
        OwnCase: a matter of `by`'s own.
        SignatureNeeded: filled in at a window, and not signed there.
    """
    with transaction.atomic():
        row = locked(bundle_id)
        check_fills_in(row, by)
        actor = f"{by.kind}:{by.label}"[:_KEPT_ACTOR]
        if row.filed_at is not None:
            if row.filed_by != actor:
                raise BundleFiled
            return as_view(row)
        found = plan_of(row)
        if by.kind == "citizen":
            check_from_afar(found)
        _check_filled(row, found)
        _check_materials(row, found, checking)
        if by.kind != "citizen":
            check_signed(row)
        _number(row, actor, at=at)
        parts = _parts(row, found)
        _start(row, [part for part in parts if not part.takes], {}, by=by, at=at)
        _tell(row, "file", {"parts": [part.key for part in parts]}, by=by, at=at)
        return as_view(row)


def _check_filled(row: CaseBundle, found: Plan) -> None:
    if row.applicant_index is None:
        raise ApplicantNeeded
    if found.open:
        raise QuestionOpen(question=found.open[0].text[:80])
    check_form(found.form, _form(row))


def _form(row: CaseBundle) -> dict[str, object]:
    form = unseal(bytes(row.form_sealed))
    return dict(json.loads(form)) if form else {}


def _check_materials(row: CaseBundle, found: Plan, checking: Collection[str]) -> None:
    rows = materials_in(row, found)
    missing = [
        each.merged.name for each in rows if not each.way and each.merged.need is not Need.OPTIONAL
    ]
    if missing:
        raise MaterialsMissing(materials="、".join(missing), count=len(missing))
    looked_at = [each.merged.name for each in rows if set(each.file_ids) & set(checking)]
    if looked_at:
        raise MaterialsChecking(materials="、".join(looked_at))


def _number(row: CaseBundle, actor: str, *, at: datetime) -> None:
    """Number, query code and the one due date."""
    day = clock_queries.local_day(row.centre_id, at)
    region = centres.centre(row.centre_id).region_code
    found = sql.one("yimen.services.cases", "next_number", {"region": region, "day": day})
    row.number = case_number(region, day, found["last"] if found else 0)
    row.query_code_sealed = seal(f"{secrets.randbelow(10**6):06d}")
    limit = definition_of(row.version_id).days
    row.promised_due = deadline(day, limit, Unit.WORKING, centres.legal_calendar()).due
    row.filed_at, row.filed_by, row.presented_at = at, actor, None
    row.save(
        update_fields=[
            "number",
            "query_code_sealed",
            "promised_due",
            "filed_at",
            "filed_by",
            "presented_at",
        ]
    )


def _parts(row: CaseBundle, found: Plan) -> list[BundlePart]:
    return BundlePart.objects.bulk_create(
        _part(row, chosen, position) for position, chosen in enumerate(found.parts)
    )


def _part(row: CaseBundle, chosen: Chosen, position: int) -> BundlePart:
    version = definition(row.items[chosen.part.item]).version
    days = version.fields.get("PROMISE_DAY")
    return BundlePart(
        bundle=row,
        key=chosen.part.key,
        position=position,
        item_code=version.code,
        item_name=version.name,
        version_id=version.id,
        department_id=version.department_id,
        days=max(days, 1) if isinstance(days, int) else 1,
        answers=dict(chosen.answers),
        takes=[
            {"material": each.material, "part": each.part, "result": each.result}
            for each in chosen.takes
        ],
    )


def _start(
    row: CaseBundle, parts: Iterable[BundlePart], results: Results, *, by: Actor, at: datetime
) -> None:
    """Parts become cases: taken in, and accepted where the window may accept for the department.

    From afar they are submitted; the department looks at them and accepts.
    """
    found = plan_of(row)
    here = by is not HOUSE
    for part in sorted(parts, key=lambda each: (each.department_id, each.position)):
        case = drafting.begin(
            part.item_code,
            centre_id=row.centre_id,
            channel=row.channel,
            by=by,
            at=at,
            answers=part.answers,
            ticket_id=row.ticket_id if here else None,
            window_id=row.window_id if here else None,
            key=f"bundle-{row.pk}-{part.key}",
            part=PartOf(row.pk, part.version_id),
        )
        part.case_id = case.id
        part.save(update_fields=["case"])
        drafting.identify(case.id, person_of(row), by=by, at=at)
        content = definition(part.version_id).content
        if content.form.schema:
            drafting.fill(case.id, part_of_form(content, _form(row)), by=by, at=at)
        _give(case.id, _given(row, found, part), by=by, at=at)
        if part.takes:
            _hand_on(case.id, part, results, by=by, at=at)
        if row.signature_file:
            drafting.sign(case.id, row.signature_file, by=by, at=at)
        elif row.unsigned:
            how = Unsigned(row.unsigned)
            unsigned.go_unsigned(case.id, how, row.unsigned_reason, by=by, at=at)
        _take_in(case.id, part, by=by, at=at)


def _given(row: CaseBundle, found: Plan, part: BundlePart) -> dict[str, Given]:
    """What came once, under this part's own keys."""
    return {
        each.merged.members[part.key]: Given(
            each.way, each.file_ids, certificate_id=each.certificate_id
        )
        for each in materials_in(row, found)
        if each.way and part.key in each.merged.members
    }


def _give(case_id: int, given: Mapping[str, Given], *, by: Actor, at: datetime) -> None:
    promised = [key for key, each in given.items() if each.way == PROMISE]
    came = {key: each for key, each in given.items() if each.way != PROMISE}
    if came:
        drafting.give(case_id, came, by=by, at=at)
    if promised:
        promising.promise(case_id, promised, by=by, at=at)


def _take_in(case_id: int, part: BundlePart, *, by: Actor, at: datetime) -> None:
    if by.kind == "citizen":
        filing.submit(case_id, by=by, at=at)
        return
    filing.receive(case_id, by=by, at=at)
    if definition(part.version_id).acceptance is not Acceptance.WINDOW_ACCEPTS:
        return
    try:
        filing.accept(case_id, by=by, at=at)
    except PromiseBarred:
        # Broken since the window took the promise: the department says what is to be brought.
        if by is not HOUSE:
            raise


def _hand_on(case_id: int, part: BundlePart, results: Results, *, by: Actor, at: datetime) -> None:
    """Results of other parts are materials of this one: the city holds them already.

    The definition of the bundle says so, whatever ways its item takes from citizens.
    """
    case = moves.locked(case_id)
    for each in part.takes:
        Material.objects.filter(case=case, key=each["material"]).update(
            state=MaterialState.HELD.value,
            way="held",
            certificate_id=results[each["part"]][each["result"]],
            changed_at=at,
        )
    facts: dict[str, object] = {
        "materials": sorted(each["material"] for each in part.takes),
        "from": sorted({each["part"] for each in part.takes}),
    }
    moves.note(case, "hand_on", by=by, at=at, facts=facts)


def go_on(bundle_id: int, results: Results, *, at: datetime) -> CaseBundleView:
    """File parts whose results are there, drop those that wait in vain, see whether all is done.

    Asked again, nothing more happens: whoever was killed in between is caught up with.

    Args:
        bundle_id: which.
        results: what exists of its parts by now.
        at: now.

    Raises:
        CaseNotFound: no such bundle.
    """
    with transaction.atomic():
        row = locked(bundle_id)
        if row.filed_at is None or row.ready_at is not None:
            return as_view(row)
        parts = parts_of(row)
        _drop(row, parts, at=at)
        due = set(rules.to_start(standings(parts)))
        able = [part for part in parts if part.key in due and _is_there(part, results)]
        _start(row, able, results, by=HOUSE, at=at)
        if able:
            _tell(row, "start", {"parts": [part.key for part in able]}, by=HOUSE, at=at)
        _settle(row, at=at)
        return as_view(row)


def _is_there(part: BundlePart, results: Results) -> bool:
    return all(each["result"] in results.get(each["part"], {}) for each in part.takes)


def _drop(row: CaseBundle, parts: Sequence[BundlePart], *, at: datetime) -> None:
    never = set(rules.to_drop(standings(parts)))
    for part in parts:
        if part.key in never:
            part.dropped_at = at
            part.save(update_fields=["dropped_at"])
    if never:
        _tell(row, "drop", {"parts": sorted(never)}, by=HOUSE, at=at)


def _settle(row: CaseBundle, *, at: datetime) -> None:
    """Note when the last part is decided."""
    state = rules.whole(standings(parts_of(row)))
    if state in {BundleState.READY, BundleState.DONE}:
        row.ready_at = at
        row.save(update_fields=["ready_at"])
        _tell(row, "ready", {}, by=HOUSE, at=at)


def _tell(
    row: CaseBundle, act: str, facts: Mapping[str, object], *, by: Actor, at: datetime
) -> None:
    audit.append(
        f"bundle:{row.pk}",
        act,
        actor=f"{by.kind}:{by.label}",
        at=at,
        facts=facts,
    )
    publish(announce.bundle_changed(act, row, at=at))
