"""A bundle (一件事) a citizen files from afar: begun for themselves, signed and submitted once.

Whoever logs in applies: the house knows who they are, so nothing of it is asked. In between they
fill in as a window does, by `services.cases.actions.bundle_drafting` and `journeys.bundles`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from yimen.journeys import take_in
from yimen.journeys.bundles import unchecked_files
from yimen.reference.catalogue.rules.content import Need, Way
from yimen.reference.people import queries as people
from yimen.services.cases.actions import bundle_drafting, bundle_filing
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView, MergedView
from yimen.services.cases.rules.states import Applicant

CHANNEL: Final = "mobile"


def begin(
    code: str,
    answers: Mapping[str, str],
    *,
    citizen_id: int,
    centre_id: int,
    key: str | None,
    at: datetime,
) -> CaseBundleView:
    """A draft of a citizen's own. Asked again with the same key, the same draft.

    Raises:
        CitizenNotFound: nobody the house knows.
        CasesError, CatalogueError: what beginning and identifying refuse.
    """
    by, own = people.actor_of_citizen(citizen_id), people.citizen_for_house(citizen_id)
    with transaction.atomic():
        draft = bundle_drafting.begin(
            code, centre_id=centre_id, channel=CHANNEL, by=by, at=at, answers=answers, key=key
        )
        if draft.applicant:
            return draft
        person = Person(Applicant.PERSON, own.number, own.name, own.phone)
        return bundle_drafting.identify(draft.id, person, by=by, at=at)


def submit(bundle_id: int, drawn: str, *, citizen_id: int, at: datetime) -> CaseBundleView:
    """Sign for everything that was filled in, and file every part. Twice is once.

    The signature is of what is only to be signed as well: it stands under all of it.

    Args:
        bundle_id: which.
        drawn: the signature, as a pad sends it.
        citizen_id: who began it.
        at: now.

    Raises:
        BadSignature, FilesError: there is no signature.
        CasesError: whatever filing refuses; nothing was signed then.
    """
    by = people.actor_of_citizen(citizen_id)
    if bundles.bundle(bundle_id).filed_at is not None:
        return bundle_filing.file(bundle_id, by=by, at=at)
    checking = unchecked_files(bundle_id, by=by, at=at)
    kept = take_in.keep_picture(f"bundle:{bundle_id}", drawn, by=by, at=at)
    with transaction.atomic():
        bundle_drafting.locked(bundle_id)  # who presses again waits here, and finds it filed
        if bundles.bundle(bundle_id).filed_at is None:
            signed = {each.merged.key: Given("sign") for each in to_sign(bundle_id)}
            bundle_drafting.give(bundle_id, signed, by=by, at=at)
            bundle_drafting.sign(bundle_id, kept, by=by, at=at)
        return bundle_filing.file(bundle_id, by=by, at=at, checking=checking)


def to_sign(bundle_id: int) -> list[MergedView]:
    """What has not come and comes by the one signature: it is in nobody's hands before.

    Raises:
        CaseNotFound: no such bundle.
    """
    return [each for each in bundles.materials_of(bundle_id) if is_to_sign(each)]


def is_to_sign(each: MergedView) -> bool:
    """The same of a material that is at hand."""
    wanted = not each.way and each.merged.need is not Need.OPTIONAL
    return wanted and Way.SIGN in each.merged.ways
