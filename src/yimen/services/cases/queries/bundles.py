"""Bundles (一件事) that were begun or filed: one, by number, of a case, to be handed out.

Long because a draft and what is filed are one row with one view: the questions share its parts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q

from yimen.kernel import masking
from yimen.reference.catalogue.queries.bundles import bundle_by_id, known
from yimen.reference.catalogue.rules import bundle_plan
from yimen.reference.catalogue.rules.bundle_plan import Known, Merged, Plan
from yimen.reference.catalogue.rules.bundles import Bundle
from yimen.reference.centres import queries as centres
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.models.bundles import BundlePart, CaseBundle
from yimen.services.cases.models.cases import Case
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules import bundles as rules
from yimen.services.cases.rules.bundles import BundleState, PartState, Standing
from yimen.services.cases.rules.states import Applicant, State
from yimen.support.secrets import blind_index, unseal

_READY = [State.CERTIFIED.value, State.REFUSED.value]
_PAGE = 100


@dataclass(frozen=True)
class PartView:
    """One part of a filed bundle."""

    key: str
    item_code: str
    item_name: str
    department_id: int
    state: PartState
    #: Names of the results it waits for, those that are there included.
    waits_for: tuple[str, ...]
    case_id: int | None
    #: Empty while it waits.
    public_id: str
    number: str
    case_state: State | None
    promised_due: date | None


@dataclass(frozen=True)
class CaseBundleView:
    """One bundle; personal data masked."""

    id: int
    public_id: str
    #: Empty while a draft.
    number: str
    version_id: int
    name: str
    centre_id: int
    state: BundleState
    answers: Mapping[str, str]
    applicant_kind: Applicant
    applicant: str
    applicant_id: str
    phone: str
    agent: str
    channel: str
    ticket_id: int | None
    window_id: int | None
    #: Who fills it in from afar; None at a window.
    citizen_id: int | None
    saved_at: datetime
    filed_at: datetime | None
    signature_file: str
    presented_at: datetime | None
    signed_at: datetime | None
    #: What stands in for a signature, of `rules.signing.Unsigned`, and why; else empty.
    unsigned: str
    unsigned_reason: str
    #: Whether the form was filled in.
    has_form: bool
    #: What was promised at the filing.
    promised_due: date | None
    #: What is to be expected now: never earlier than promised.
    due: date | None
    ready_at: datetime | None
    parts: tuple[PartView, ...]


def bundle(bundle_id: int) -> CaseBundleView:
    """One bundle.

    Raises:
        CaseNotFound: no such bundle.
    """
    return _one(pk=bundle_id)


def bundle_by_number(number: str) -> CaseBundleView:
    """The bundle with a number: 21 digits.

    Raises:
        CaseNotFound: none has it.
    """
    return _one(number=number)


def bundle_by_public_id(public_id: str) -> CaseBundleView:
    """The bundle behind an address.

    Raises:
        CaseNotFound: none has it.
    """
    return _one(public_id=public_id)


def _one(**which: object) -> CaseBundleView:
    row = CaseBundle.objects.filter(**which).first()
    if row is None:
        raise CaseNotFound
    return as_view(row)


def own_bundle(public_id: str, *, person_index: bytes, citizen_id: int) -> CaseBundleView:
    """A person's own bundle: a filed one they applied for, or a draft they began from afar.

    Raises:
        CaseNotFound: there is none, or it is not theirs.
    """
    filed = Q(filed_at__isnull=False)
    theirs = Q(applicant_index=person_index) | Q(agent_index=person_index)
    begun = Q(filed_at__isnull=True, citizen_id=citizen_id)
    row = CaseBundle.objects.filter((filed & theirs) | begun, public_id=public_id).first()
    if row is None:
        raise CaseNotFound
    return as_view(row)


def bundles_of_ticket(ticket_id: int) -> list[CaseBundleView]:
    """What was begun with one number of the hall, drafts included."""
    return [as_view(row) for row in CaseBundle.objects.filter(ticket_id=ticket_id).order_by("pk")]


def bundles_of(person_index: bytes, *, limit: int = _PAGE) -> list[CaseBundleView]:
    """A person's own filed bundles, as applicant or agent, the newest first."""
    filed = CaseBundle.objects.filter(filed_at__isnull=False)
    mine = filed.filter(applicant_index=person_index).order_by("-pk")[:limit]
    acted = filed.filter(agent_index=person_index).order_by("-pk")[:limit]
    found = {row.pk: row for row in [*mine, *acted]}
    return _views([found[pk] for pk in sorted(found, reverse=True)][:limit])


def drafts_from_afar(citizen_id: int, *, limit: int = _PAGE) -> list[CaseBundleView]:
    """What a citizen has begun from afar and not filed, the newest first."""
    rows = CaseBundle.objects.filter(citizen_id=citizen_id, filed_at__isnull=True)
    return _views(rows.order_by("-pk")[:limit])


def find_bundle(number: str) -> CaseBundleView | None:
    """The bundle with a number, None where it is no bundle's: cases have numbers of one series."""
    row = CaseBundle.objects.filter(number=number).first()
    return None if row is None else as_view(row)


def bundles_at_windows_of(
    centre_id: int, person: str, *, in_person: bool = False, limit: int = _PAGE
) -> list[CaseBundleView]:
    """What a centre's windows may look at for an applicant or agent, the newest first.

    What a citizen has begun from afar and not filed is theirs alone, but `in_person` as for cases.
    """
    index = blind_index(person)
    rows = CaseBundle.objects.filter(
        Q(applicant_index=index) | Q(agent_index=index), centre_id=centre_id
    )
    if not in_person:
        rows = rows.exclude(filed_at__isnull=True, citizen_id__isnull=False)
    return _views(rows.order_by("-pk")[:limit])


def bundle_drafts_at_window(window_id: int, *, limit: int = 20) -> list[CaseBundleView]:
    """What was begun at a window and neither filed nor given up, the newest first."""
    rows = CaseBundle.objects.filter(filed_at__isnull=True, window_id=window_id)
    return _views(rows.order_by("-saved_at")[:limit])


def running(*, most: int = 500) -> list[int]:
    """Filed bundles not all of whose parts are decided, by id."""
    rows = CaseBundle.objects.filter(filed_at__isnull=False, ready_at__isnull=True)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def ready_bundles(centre_id: int, *, person: str = "", limit: int = _PAGE) -> list[CaseBundleView]:
    """Bundles whose results wait at the issue window, the longest waiting first.

    With `person`: what they may take, as applicant or agent.
    """
    rows = CaseBundle.objects.filter(
        centre_id=centre_id, ready_at__isnull=False, parts__case__state__in=_READY
    )
    if person:
        index = blind_index(person)
        rows = rows.filter(Q(applicant_index=index) | Q(agent_index=index))
    return [as_view(row) for row in rows.distinct().order_by("ready_at", "pk")[:limit]]


def bundle_presented_at_window(window_id: int, ticket_id: int | None) -> CaseBundleView | None:
    """What the window's second screen shows to be signed; None where nothing."""
    shown = CaseBundle.objects.filter(
        window_id=window_id, ticket_id=ticket_id, presented_at__isnull=False
    )
    row = shown.order_by("-presented_at").first()
    return None if row is None else as_view(row)


def query_code(bundle_id: int) -> str:
    """The code beside the number: for the receipt, and for the applicant alone.

    Raises:
        CaseNotFound: no such bundle.
    """
    sealed = CaseBundle.objects.filter(pk=bundle_id).values_list("query_code_sealed", flat=True)
    if (found := sealed.first()) is None:
        raise CaseNotFound
    return unseal(bytes(found))


@dataclass(frozen=True)
class MergedView:
    """One material of a bundle, and how it came; `way` is empty while it has not."""

    merged: Merged
    way: str
    file_ids: tuple[str, ...]
    certificate_id: int | None


def materials_of(bundle_id: int) -> list[MergedView]:
    """What a bundle asks once, and what of it came.

    Raises:
        CaseNotFound: no such bundle.
    """
    row = CaseBundle.objects.filter(pk=bundle_id).first()
    if row is None:
        raise CaseNotFound
    return materials_in(row, plan_of(row))


def materials_in(row: CaseBundle, found: Plan) -> list[MergedView]:
    """The same of a row that is at hand."""
    views = []
    for merged in found.materials:
        came = row.given.get(merged.key, {})
        way, pages = str(came.get("way", "")), tuple(came.get("file_ids", ()))
        views.append(MergedView(merged, way, pages, came.get("certificate_id")))
    return views


def plan(bundle_id: int) -> Plan:
    """What a bundle asks in the situation that was answered, on the versions it was begun on.

    Raises:
        CaseNotFound: no such bundle.
    """
    row = CaseBundle.objects.filter(pk=bundle_id).first()
    if row is None:
        raise CaseNotFound
    return plan_of(row)


def versions_of(bundle_id: int) -> dict[str, int]:
    """The item versions a bundle was begun on, by item code.

    Raises:
        CaseNotFound: no such bundle.
    """
    found = CaseBundle.objects.filter(pk=bundle_id).values_list("items", flat=True).first()
    if found is None:
        raise CaseNotFound
    return dict(found)


def plan_of(row: CaseBundle, answers: Mapping[str, str] | None = None) -> Plan:
    """The same of a row that is at hand, for other answers if given.

    Raises:
        BadAnswer: an answer the bundle does not offer.
    """
    given = row.answers if answers is None else answers
    return bundle_plan.plan(definition_of(row.version_id), items_of(row.items), given)


@lru_cache(maxsize=512)
def definition_of(version_id: int) -> Bundle:
    """A bundle's definition. Published versions are frozen by the database."""
    return bundle_by_id(version_id).bundle


def forget_bundles() -> None:
    """Between tests, whose ids return."""
    definition_of.cache_clear()


def items_of(pinned: Mapping[str, int]) -> dict[str, Known]:
    """The item versions a bundle was begun on."""
    return {code: known(definition(version_id).version) for code, version_id in pinned.items()}


def standings(parts: Iterable[BundlePart]) -> list[Standing]:
    """Parts with their cases as the rules need them."""
    return [
        Standing(
            key=part.key,
            givers=frozenset(each["part"] for each in part.takes),
            case_state=State(part.case.state) if part.case else None,
            dropped=part.dropped_at is not None,
            days=part.days,
            due=part.case.promised_due if part.case else None,
            granted=part.case is not None and _granted(part.case),
        )
        for part in parts
    ]


def _granted(case: Case) -> bool:
    """Decided in favour: what was refused is never certified, but may be handed out as well."""
    return case.state in {State.GRANTED.value, State.CERTIFIED.value} or (
        case.state == State.DELIVERED.value and case.log.filter(event="grant").exists()
    )


def parts_of(row: CaseBundle) -> list[BundlePart]:
    """The parts of a bundle with their cases, in the definition's order."""
    rows = BundlePart.objects.filter(bundle=row).select_related("case")
    return list(rows.order_by("position"))


def waiting_in(bundle_id: int | None) -> int:
    """How many parts of a bundle are not decided; 0 for a case that belongs to none."""
    rows = BundlePart.objects.filter(bundle_id=bundle_id) if bundle_id is not None else []
    return sum(each.gives is None for each in standings(rows))


def _views(rows: Iterable[CaseBundle]) -> list[CaseBundleView]:
    """Several at once: their parts in one question."""
    found = list(rows)
    parts: dict[int, list[BundlePart]] = {row.pk: [] for row in found}
    for part in (
        BundlePart.objects.filter(bundle__in=list(parts))
        .select_related("case")
        .order_by("position")
    ):
        parts[part.bundle_id].append(part)
    return [_view(row, parts[row.pk]) for row in found]


def as_view(row: CaseBundle) -> CaseBundleView:
    """A row with its parts as others see it."""
    return _view(row, parts_of(row) if row.filed_at else [])


def _view(row: CaseBundle, parts: list[BundlePart]) -> CaseBundleView:
    known_parts = standings(parts)
    due = row.promised_due
    if due is not None:
        due = rules.due_on(due, known_parts, centres.legal_calendar())
    return CaseBundleView(
        id=row.pk,
        public_id=row.public_id,
        number=row.number or "",
        version_id=row.version_id,
        name=row.name,
        centre_id=row.centre_id,
        state=rules.whole(known_parts) if row.filed_at else BundleState.DRAFT,
        answers=dict(row.answers),
        applicant_kind=Applicant(row.applicant_kind),
        applicant=masking.name(unseal(bytes(row.applicant_name_sealed))),
        applicant_id=masking.citizen_id(unseal(bytes(row.applicant_id_sealed))),
        phone=masking.mobile(unseal(bytes(row.phone_sealed))),
        agent=masking.name(unseal(bytes(row.agent_name_sealed))),
        channel=row.channel,
        ticket_id=row.ticket_id,
        window_id=row.window_id,
        citizen_id=row.citizen_id,
        saved_at=row.saved_at,
        filed_at=row.filed_at,
        signature_file=row.signature_file,
        presented_at=row.presented_at,
        signed_at=row.signed_at,
        unsigned=row.unsigned,
        unsigned_reason=row.unsigned_reason,
        has_form=bool(row.form_sealed),
        promised_due=row.promised_due,
        due=due,
        ready_at=row.ready_at,
        parts=tuple(
            _part(part, standing) for part, standing in zip(parts, known_parts, strict=True)
        ),
    )


def _part(part: BundlePart, standing: Standing) -> PartView:
    case = part.case
    return PartView(
        key=part.key,
        item_code=part.item_code,
        item_name=part.item_name,
        department_id=part.department_id,
        state=standing.state,
        waits_for=tuple(dict.fromkeys(each["result"] for each in part.takes)),
        case_id=case.pk if case else None,
        public_id=case.public_id if case else "",
        number=(case.number or "") if case else "",
        case_state=standing.case_state,
        promised_due=standing.due,
    )
