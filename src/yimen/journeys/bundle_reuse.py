"""Materials of a bundle (一件事) the city has already (免提交), as `journeys.reuse` at a case.

Used once for every part that asks for it: the holder agrees to the bundle, and each of its cases
names that use as where its material comes from.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yimen.journeys import take_in
from yimen.journeys.results import bundle_reference
from yimen.journeys.reuse import Use, keep_once, put_to
from yimen.reference.catalogue.rules.bundle_plan import Merged
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import bundle_drafting, bundle_viewing
from yimen.services.cases.errors import MaterialNotFound
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView, MergedView
from yimen.services.certificates import queries as held
from yimen.services.certificates.errors import CertificateNotFound
from yimen.services.certificates.queries import Offer, Reused
from yimen.support.files.states import State as FileState
from yimen.support.secrets import blind_index


def offers(
    view: CaseBundleView, came: Sequence[MergedView], *, at: datetime
) -> dict[str, list[Offer]]:
    """By merged key what its applicant need not hand in, the best first.

    Args:
        view: whose applicant is known; nothing is offered before.
        came: its materials; of those that are there already nothing is offered.
        at: now; what is not good today is left out.
    """
    wanting = [each.merged for each in came if not each.way and each.merged.may_be_held]
    if not view.applicant_id or not wanting:
        return {}
    names = {name for merged in wanting for name in _names(merged)}
    found = held.offers_of(_holder(view.id), names, on=timezone.localdate(at))
    of_all = {
        merged.key: [offer for name in _names(merged) for offer in found.get(name, [])]
        for merged in wanting
    }
    return {key: offered for key, offered in of_all.items() if offered}


def use(
    bundle_id: int, key: str, kind: str, thing_id: int, *, agreed: bool, by: Actor, at: datetime
) -> CaseBundleView:
    """Let something held stand in for a material in every part. Twice is once.

    Args:
        bundle_id: of which bundle.
        key: of the merged material.
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
        bundle_drafting.editable(bundle_id, by=by, seen=None)  # locks: who presses again waits
        view, wanted = bundles.bundle(bundle_id), _material(bundle_id, key)
        if wanted.way == "held" and wanted.certificate_id == thing_id:
            return view
        merged = wanted.merged
        said, of = purpose(view, merged), bundle_reference(bundle_id)
        what = Use(_holder(bundle_id), said, of, _names(merged))
        given = put_to(what, kind, thing_id, agreed=agreed, by=by, at=at)
        return bundle_drafting.give(bundle_id, {key: given}, by=by, at=at)


def use_best(bundle_id: int, key: str, *, agreed: bool, by: Actor, at: datetime) -> CaseBundleView:
    """The same with the best there is, for who cannot see what the applicant holds.

    Raises:
        CertificateNotFound: there is nothing that could stand in.
        CasesError, CertificatesError: as `use`.
    """
    wanted = _material(bundle_id, key)
    found = offers(bundles.bundle(bundle_id), [wanted], at=at).get(key)
    if not found:
        raise CertificateNotFound
    return use(bundle_id, key, found[0].kind, found[0].id, agreed=agreed, by=by, at=at)


def purpose(view: CaseBundleView, merged: Merged) -> str:
    """What a use is for, as the holder is asked and as it stays on record."""
    return f"办理“{view.name}”，代替提交“{merged.name}”"


def origins(bundle_id: int, came: Sequence[MergedView]) -> dict[str, Reused]:
    """By merged key where materials that were not handed in come from."""
    if not any(each.certificate_id is not None for each in came):
        return {}
    used = {(each.name, each.id): each for each in held.reused_for(bundle_reference(bundle_id))}
    return {
        each.merged.key: used[name, each.certificate_id]
        for each in came
        if each.certificate_id is not None
        for name in _names(each.merged)
        if (name, each.certificate_id) in used
    }


def keep_checked(bundle_id: int, key: str, *, by: Actor, at: datetime) -> None:
    """Keep the pages of a material, compared with the original, to be used again. Twice is once.

    Raises:
        CasesError: `by` takes in no materials here, or there is none.
        MaterialNotFound: no pages, or they are still being checked.
    """
    with transaction.atomic():
        bundle_drafting.editable(bundle_id, by=by, seen=None)
        wanted, whose = _material(bundle_id, key), bundle_viewing.for_house(bundle_id).id
        good = all(take_in.file_state(page) is FileState.CLEAN for page in wanted.file_ids)
        if wanted.way not in {"scan", "upload"} or not wanted.file_ids or not good or not whose:
            raise MaterialNotFound
        keep_once(wanted.merged.name, whose, wanted.file_ids, by=by, at=at)


def kept_pages(view: CaseBundleView) -> frozenset[str]:
    """Files that are kept as checked copies of the applicant's."""
    return held.kept_pages(_holder(view.id)) if view.applicant_id else frozenset()


def _names(merged: Merged) -> tuple[str, ...]:
    """What it is called: by the bundle, and by the item that asks it first."""
    return tuple(dict.fromkeys((merged.name, merged.material.name)))


def _material(bundle_id: int, key: str) -> MergedView:
    for each in bundles.materials_of(bundle_id):
        if each.merged.key == key:
            return each
    raise MaterialNotFound


def _holder(bundle_id: int) -> bytes:
    return blind_index(bundle_viewing.for_house(bundle_id).id)
