"""Filling a bundle (一件事) in: situation, applicant, the one form, each material once. All saved.

A draft has no cases yet: they are made when it is filed. As with cases, edits name the `saved_at`
their page was drawn with, and a citizen may fill in from afar what they have begun.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue.queries.bundles import planned
from yimen.reference.catalogue.rules.bundle_plan import Merged, Plan
from yimen.reference.catalogue.rules.content import Way
from yimen.reference.people.rules import Actor, Right, require
from yimen.reference.policy import queries as policy
from yimen.services.cases import announce
from yimen.services.cases.actions.applying import Person, check_person, set_applicant
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.actions.signing import SIGNATURE, drop_signature
from yimen.services.cases.errors import (
    BundleFiled,
    CaseNotFound,
    DraftMoved,
    KeyReused,
    MaterialNotFound,
    WayNotOffered,
    WindowNeeded,
)
from yimen.services.cases.models.bundles import BUNDLE_ONCE, CaseBundle
from yimen.services.cases.queries.bundles import CaseBundleView, as_view, plan_of
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.forms import check_form
from yimen.services.cases.rules.parameters import DRAFT_DAYS
from yimen.support import sql
from yimen.support.secrets import blind_index, seal


def begin(
    code: str,
    *,
    centre_id: int,
    channel: str,
    by: Actor,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    ticket_id: int | None = None,
    window_id: int | None = None,
    key: str | None = None,
) -> CaseBundleView:
    """A draft on the versions now in force. Asked again with the same key, the same draft.

    Args:
        code: which bundle.
        centre_id: whose it will be.
        channel: window or online.
        by: who takes it in, or a citizen for themselves.
        at: now.
        answers: the situation as far as it is known.
        ticket_id: the hall's number it belongs to.
        window_id: the window it is taken in at.
        key: idempotency key, unique within `by`.

    Raises:
        NotAllowed: `by` takes in no cases here.
        BundleNotFound, BundleNotOffered: there is nothing to apply for.
        BadAnswer: an answer that the bundle does not offer.
        WindowNeeded: a citizen begins what windows alone take in.
        KeyReused: the key was used for another bundle.
    """
    from_afar = by.kind == "citizen" and by.id > 0
    if not from_afar:
        require(by, Right.RECEIVE, centre_id=centre_id)
    file_key = f"{by.kind}:{by.id}:{key}" if key else None
    found = planned(code, answers)
    if from_afar:
        check_from_afar(found.plan)
    row = CaseBundle(
        public_id=secrets.token_urlsafe(12),
        version_id=found.view.id,
        name=found.view.name,
        centre_id=centre_id,
        items={item: version.id for item, version in found.items.items()},
        answers=dict(answers or {}),
        channel=channel,
        ticket_id=ticket_id,
        window_id=window_id,
        citizen_id=by.id if from_afar else None,
        file_key=file_key,
        made_at=at,
        saved_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            return as_view(row)
    except IntegrityError as error:
        if file_key is None or not sql.violated(error, BUNDLE_ONCE):
            raise
    earlier = CaseBundle.objects.select_related("version__bundle").get(file_key=file_key)
    if earlier.version.bundle.code != code:
        raise KeyReused
    return as_view(earlier)


def answer(
    bundle_id: int,
    answers: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    seen: datetime | None = None,
) -> CaseBundleView:
    """Set the situation; what was given stays for the materials that are still asked.

    Raises:
        CaseNotFound, NotAllowed, BundleFiled, DraftMoved: as they say.
        BadAnswer: an answer that the bundle does not offer.
    """
    with transaction.atomic():
        row = editable(bundle_id, by=by, seen=seen)
        found = plan_of(row, answers)
        arising = {question.key for question in found.questions}
        row.answers = {key: option for key, option in answers.items() if key in arising}
        asked = {material.key for material in found.materials}
        row.given = {key: came for key, came in row.given.items() if key in asked}
        return _saved(row, ["answers", "given"], at=at)


def identify(
    bundle_id: int, person: Person, *, by: Actor, at: datetime, seen: datetime | None = None
) -> CaseBundleView:
    """Set who applies, for every part. What somebody else holds stands in for nothing any more.

    Raises:
        CaseNotFound, NotAllowed, BundleFiled, DraftMoved: as they say.
        BadIdentifier, NameNeeded: as at a case.
    """
    good = check_person(person, at=at)
    with transaction.atomic():
        row = editable(bundle_id, by=by, seen=seen)
        if row.applicant_index is None or bytes(row.applicant_index) != blind_index(good.id):
            row.given = {
                key: came for key, came in row.given.items() if came.get("certificate_id") is None
            }
        return _saved(row, (*set_applicant(row, good), "given"), at=at)


def fill(
    bundle_id: int,
    answers: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
    seen: datetime | None = None,
) -> CaseBundleView:
    """Save the one form.

    Raises:
        CaseNotFound, NotAllowed, BundleFiled, DraftMoved: as they say.
        FormIncomplete: the answers do not fit.
    """
    with transaction.atomic():
        row = editable(bundle_id, by=by, seen=seen)
        check_form(plan_of(row).form, answers)
        row.form_sealed = seal(json.dumps(dict(answers), ensure_ascii=False))
        return _saved(row, ["form_sealed"], at=at)


def give(
    bundle_id: int,
    given: Mapping[str, Given],
    *,
    by: Actor,
    at: datetime,
    seen: datetime | None = None,
) -> CaseBundleView:
    """Materials came, by their merged key, for every part that asks them; all or none.

    Promised ones (告知承诺) count as come: the promise is made in every part that asks them.

    Raises:
        CaseNotFound, NotAllowed, BundleFiled, DraftMoved: as they say.
        MaterialNotFound: the bundle does not ask for one.
        WayNotOffered: not every part takes one in this way.
    """
    with transaction.atomic():
        row = editable(bundle_id, by=by, seen=seen)
        asked = {material.key: material for material in plan_of(row).materials}
        for key, each in sorted(given.items()):
            if key not in asked:
                raise MaterialNotFound
            if not _takes(asked[key], each):
                raise WayNotOffered(material_way=each.way)
            row.given[key] = {
                "way": each.way,
                "file_ids": list(each.file_ids),
                "certificate_id": each.certificate_id,
            }
        return _saved(row, ["given"], at=at)


def _takes(material: Merged, given: Given) -> bool:
    if given.way == Way.HELD.value:
        return material.may_be_held and given.certificate_id is not None
    if given.way == PROMISE:
        return bool(material.promise)
    return given.way in material.ways


def take_back(
    bundle_id: int, key: str, *, by: Actor, at: datetime, seen: datetime | None = None
) -> CaseBundleView:
    """A material is missing again.

    Raises:
        CaseNotFound, NotAllowed, BundleFiled, DraftMoved, MaterialNotFound: as they say.
    """
    with transaction.atomic():
        row = editable(bundle_id, by=by, seen=seen)
        if row.given.pop(key, None) is None:
            raise MaterialNotFound
        return _saved(row, ["given"], at=at)


def present(bundle_id: int, shown: bool, *, by: Actor, at: datetime) -> CaseBundleView:
    """Show what was filled in on the window's second screen, or take it off again.

    Raises:
        CaseNotFound, NotAllowed, BundleFiled: as they say.
    """
    with transaction.atomic():
        row = editable(bundle_id, by=by, seen=None)
        row.presented_at = at if shown else None
        row.save(update_fields=["presented_at"])
        if row.window_id is not None:
            announce.bundle_presented(row, shown=shown, at=at)
        return as_view(row)


def sign(
    bundle_id: int, file_id: str, *, by: Actor, at: datetime, seen: datetime | None = None
) -> CaseBundleView:
    """The applicant has looked at what was filled in, and signed for every part.

    Raises:
        CaseNotFound, NotAllowed, BundleFiled, DraftMoved: as they say.
    """
    with transaction.atomic():
        row = editable(bundle_id, by=by, seen=seen)
        row.signature_file, row.signed_at, row.presented_at, row.saved_at = file_id, at, None, at
        row.unsigned, row.unsigned_reason = "", ""
        row.save(update_fields=[*SIGNATURE, "presented_at", "saved_at"])
        return as_view(row)


def take_off(row: CaseBundle, *, at: datetime) -> None:
    """End what the second screen shows of a locked row; the caller writes `presented_at`."""
    if row.presented_at is not None and row.window_id is not None:
        announce.bundle_presented(row, shown=False, at=at)
    row.presented_at = None


def editable(bundle_id: int, *, by: Actor, seen: datetime | None) -> CaseBundle:
    """The bundle's row, locked, if `by` may change it now.

    Raises:
        CaseNotFound: no such bundle.
        NotAllowed: `by` takes in no cases here, and did not begin it from afar.
        BundleFiled: it was filed.
        DraftMoved: it was saved since `seen`.
    """
    row = locked(bundle_id)
    check_fills_in(row, by)
    if row.filed_at is not None:
        raise BundleFiled
    if seen is not None and row.saved_at != seen:
        raise DraftMoved
    return row


def check_fills_in(row: CaseBundle, by: Actor) -> None:
    """Go on only for a window of the centre, or for the citizen who began it from afar.

    Raises:
        NotAllowed: `by` is neither.
    """
    if by.kind != "citizen":
        require(by, Right.RECEIVE, centre_id=row.centre_id)
    elif not by.id or row.citizen_id != by.id:
        raise NotAllowed(right=Right.RECEIVE)


def check_from_afar(found: Plan) -> None:
    """Go on only with a situation that can be filed without anybody going anywhere.

    Raises:
        WindowNeeded: windows alone take an item in, or the paper of a material is wanted.
    """
    if found.at_window:
        raise WindowNeeded(needs="、".join(found.at_window))


def locked(bundle_id: int) -> CaseBundle:
    """The bundle's row, ours until the transaction ends. Its cases are locked after it.

    Raises:
        CaseNotFound: no such bundle.
    """
    row = CaseBundle.objects.select_for_update().filter(pk=bundle_id).first()
    if row is None:
        raise CaseNotFound
    return row


def _saved(row: CaseBundle, fields: Sequence[str], *, at: datetime) -> CaseBundleView:
    """What was signed for is not what stands there now: it is to be signed again."""
    row.saved_at = at
    row.save(update_fields={*fields, "saved_at", *drop_signature(row)})
    return as_view(row)


def give_up(bundle_id: int, *, by: Actor) -> None:
    """Delete a draft with what it holds, for whoever fills it in. Again: nothing more.

    Raises:
        NotAllowed, BundleFiled: as they say.
    """
    with transaction.atomic(), suppress(CaseNotFound):
        editable(bundle_id, by=by, seen=None).delete()


def forget_drafts(*, on: date, at: datetime) -> int:
    """Drafts nobody has saved for too long are deleted with what they hold; how many."""
    before = at - timedelta(days=policy.whole(DRAFT_DAYS, on))
    old = CaseBundle.objects.filter(filed_at__isnull=True, saved_at__lt=before)
    return old.delete()[0]
