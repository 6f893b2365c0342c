"""Materials the city has already (免提交): offered, agreed to, used for a case, named afterwards.

A certificate of the applicant (trust level A) or a copy that a window compared with its original
(B) stands in for a material of the same name. Its use is on record with purpose and consent, where
its holder sees it; the paper may always be handed in instead.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yimen.journeys.results import bundle_reference, reference
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import drafting, viewing
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import MaterialNotFound
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.materials import MaterialView, materials
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.drafting import takes
from yimen.services.cases.rules.states import MaterialState
from yimen.services.certificates import actions as certificates
from yimen.services.certificates import queries as held
from yimen.services.certificates.errors import CertificateNotFound
from yimen.services.certificates.queries import Offer, Reused
from yimen.support.secrets import blind_index

_WANTING = frozenset({MaterialState.MISSING, MaterialState.WRONG})


def offers(
    case: CaseView, asked: Sequence[MaterialView], *, at: datetime
) -> dict[str, list[Offer]]:
    """By material key what its applicant need not hand in, the best first; in three questions.

    Args:
        case: whose applicant is known; nothing is offered before.
        asked: its materials; of those that are there already nothing is offered.
        at: now; what is not good today is left out.
    """
    wanting = [each for each in asked if each.state in _WANTING and takes(each.ways, "held")]
    if not case.applicant_id or not wanting:
        return {}
    found = held.offers_of(
        _holder(case.id), [each.name for each in wanting], on=timezone.localdate(at)
    )
    return {each.key: found[each.name] for each in wanting if each.name in found}


def use(
    case_id: int, key: str, kind: str, thing_id: int, *, agreed: bool, by: Actor, at: datetime
) -> CaseView:
    """Let something held stand in for a material; both or neither. Twice is once.

    Args:
        case_id: of which case.
        key: of the material.
        kind: "certificate" or "copy".
        thing_id: which, as it was offered.
        agreed: the applicant said so, here and now, to this use.
        by: who files or takes in.
        at: now, which is when the applicant agreed.

    Raises:
        CasesError: what giving materials refuses.
        ConsentNeeded: the applicant has not agreed.
        CertificateNotFound: it is not the applicant's, or proves something else.
        OfferGone: it was revoked or has run out since it was offered.
    """
    with transaction.atomic():
        drafting.editable(case_id, by=by, seen=None)  # locks: whoever presses again waits
        case, wanted = cases.case(case_id), _material(case_id, key)
        if wanted.state is MaterialState.HELD and _is(origins(case_id, [wanted]), kind, thing_id):
            return case
        said, of = purpose(case, wanted.name), reference(case_id)
        what = Use(_holder(case_id), said, of, {wanted.name})
        given = put_to(what, kind, thing_id, agreed=agreed, by=by, at=at)
        return drafting.give(case_id, {key: given}, by=by, at=at)


@dataclass(frozen=True)
class Use:
    """What something held is to be used for.

    Args:
        holder: blind index of the applicant, whose it must be.
        purpose: in words, as the holder is asked.
        reference: of the case or bundle.
        names: what the material is called; the thing must be called so.
    """

    holder: bytes
    purpose: str
    reference: str
    names: Collection[str]


def put_to(use: Use, kind: str, thing_id: int, *, agreed: bool, by: Actor, at: datetime) -> Given:
    """Use something held, on record; what it gives for the material. In the caller's transaction.

    Raises:
        ConsentNeeded, CertificateNotFound, OfferGone: as `use`.
    """
    used = certificates.reuse(
        kind,
        thing_id,
        holder_index=use.holder,
        purpose=use.purpose,
        reference=use.reference,
        consent_at=at if agreed else None,
        by=by,
        at=at,
    )
    if used.name not in use.names:
        raise CertificateNotFound
    return Given("held", used.file_ids, certificate_id=used.id)


def keep_once(name: str, whose: str, pages: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Keep pages as a checked copy of somebody's, unless they are kept."""
    if not held.is_kept(blind_index(whose), name, pages):
        certificates.keep_copy(
            name, holder_id=whose, file_ids=list(pages), until=None, by=by, at=at
        )


def use_best(case_id: int, key: str, *, agreed: bool, by: Actor, at: datetime) -> CaseView:
    """The same with the best there is, for who cannot see what the applicant holds.

    Raises:
        CertificateNotFound: there is nothing that could stand in.
        CasesError, CertificatesError: as `use`.
    """
    wanted = _material(case_id, key)
    found = offers(cases.case(case_id), [wanted], at=at).get(key)
    if not found:
        raise CertificateNotFound
    return use(case_id, key, found[0].kind, found[0].id, agreed=agreed, by=by, at=at)


def purpose(case: CaseView, name: str) -> str:
    """What a use is for, as the holder is asked and as it stays on record."""
    return f"办理“{case.item_name}”，代替提交“{name}”"


def origins(case_id: int, asked: Sequence[MaterialView]) -> dict[str, Reused]:
    """By key where materials that were not handed in come from.

    What stands in for a part of a bundle (一件事) was used for the bundle: `journeys.bundle_reuse`.
    """
    if not any(each.certificate_id is not None for each in asked):
        return {}
    # One name may have been used twice, the first taken back: the last use is what stands.
    used = {(each.name, each.id): each for each in held.reused_for(reference(case_id))}
    bundle_id = cases.case(case_id).bundle_id
    if bundle_id is not None:
        whole = held.reused_for(bundle_reference(bundle_id))
        # An item may call it otherwise than the bundle does.
        renamed = {(named.name, each.id): each for each in whole for named in asked}
        used = renamed | {(each.name, each.id): each for each in whole} | used
    return {
        each.key: used[each.name, each.certificate_id]
        for each in asked
        if each.certificate_id is not None and (each.name, each.certificate_id) in used
    }


def keep_checked(case_id: int, key: str, *, by: Actor, at: datetime) -> None:
    """Keep the pages of a material, compared with the original, to be used again. Twice is once.

    Raises:
        CasesError: `by` takes in no materials here, or there is none.
        MaterialNotFound: no pages, or they are still being checked.
    """
    with transaction.atomic():
        drafting.editable(case_id, by=by, seen=None)
        wanted, whose = _material(case_id, key), viewing.for_house(case_id).id
        if wanted.state is not MaterialState.GIVEN or not wanted.file_ids or not whose:
            raise MaterialNotFound
        keep_once(wanted.name, whose, wanted.file_ids, by=by, at=at)


def kept_pages(case: CaseView) -> frozenset[str]:
    """Files that are kept as checked copies of the applicant's."""
    return held.kept_pages(_holder(case.id)) if case.applicant_id else frozenset()


def _material(case_id: int, key: str) -> MaterialView:
    for each in materials(case_id):
        if each.key == key:
            return each
    raise MaterialNotFound


def _holder(case_id: int) -> bytes:
    return blind_index(viewing.for_house(case_id).id)


def _is(found: dict[str, Reused], kind: str, thing_id: int) -> bool:
    return any((each.kind, each.id) == (kind, thing_id) for each in found.values())
