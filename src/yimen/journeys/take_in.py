"""Taking a case in at a window: files and signature, papers registered, instant ones decided."""

import binascii
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Final, Protocol

from django.db import transaction
from django.utils import timezone

from yimen.journeys import files as file_limits
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import (
    custody,
    deciding,
    draft_upkeep,
    drafting,
    filing,
    holding,
    making_up,
)
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.actions.making_up import Brought
from yimen.services.cases.errors import BadSignature, MaterialNotFound
from yimen.services.cases.queries import cases
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.queries.materials import checking, materials
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperKind, Place
from yimen.services.cases.rules.steps import Outcome
from yimen.support.files import actions as files
from yimen.support.files import queries as kept
from yimen.support.files.errors import FilesError
from yimen.support.files.queries import FileView
from yimen.support.files.states import State as FileState

_PNG: Final = "data:image/png;base64,"
_SIGNATURE_NAME: Final = "签名.png"
#: Ways in which a material comes as a paper that can be kept.
_ON_PAPER: Final = frozenset({"bring", "sign"})
#: What may stand as a page of a material.
_PAGES: Final = frozenset({FileState.RECEIVED, FileState.CLEAN})


class Upload(Protocol):
    """A file as a browser sends it."""

    name: str | None

    def read(self, size: int, /) -> bytes:
        """The next bytes; empty at the end."""


def give_files(
    case_id: int, key: str, way: str, uploads: Sequence[Upload], *, by: Actor, at: datetime
) -> CaseView:
    """Keep files for a material: all of them, or none is used.

    Raises:
        FilesError: one was refused; it stays on record, the material as it was.
        CasesError: the material cannot come so.
    """
    found = _keep_for(case_id, key, uploads, by=by, at=at)
    with dropped_if_refused(found, by=by, at=at), transaction.atomic():
        drafting.editable(case_id, by=by, seen=None)  # locks: no upload loses pages
        before = next((each.file_ids for each in materials(case_id) if each.key == key), ())
        pages = with_pages(before, found, at=at)
        given = Given(way, tuple(pages), checking=FileState.RECEIVED in pages.values())
        return drafting.give(case_id, {key: given}, by=by, at=at)


def _keep_for(
    case_id: int, key: str, uploads: Sequence[Upload], *, by: Actor, at: datetime
) -> list[FileView]:
    """Files within what the version of the case says of the material."""
    content = definition(cases.case(case_id).version_id).content
    asked = next((each for each in content.materials if each.key == key), None)
    return keep_files(
        f"case:{case_id}",
        uploads,
        by=by,
        at=at,
        max_mb=asked.max_mb if asked else 0,
        max_pages=asked.max_pages if asked else 0,
    )


def with_pages(
    before: Sequence[str], found: Sequence[FileView], *, at: datetime
) -> dict[str, FileState]:
    """The files of a material with new ones behind, and how each stands.

    Files that were refused or taken back since they came are left out: they are no pages.

    Raises:
        TooManyFiles: more than a material may have.
    """
    states = {file_id: file_state(file_id) for file_id in (*before, *(each.id for each in found))}
    pages = {file_id: state for file_id, state in states.items() if state in _PAGES}
    file_limits.check_count(len(pages), timezone.localdate(at))
    return pages


@contextmanager
def dropped_if_refused(found: Sequence[FileView], *, by: Actor, at: datetime) -> Iterator[None]:
    """Files that came for an act are taken back when it is refused: nothing refers to them."""
    try:
        yield
    except DomainError:
        for each in found:
            files.drop(each.id, actor_label=f"{by.kind}:{by.label}", at=at)
        raise


def bring_later(
    case_id: int,
    keys: Collection[str],
    uploads: Mapping[str, Sequence[Upload]],
    *,
    by: Actor,
    at: datetime,
) -> CaseView:
    """What was tolerated (容缺) came: originals by key, files by the key of their material.

    Raises:
        FilesError: a file was refused; it stays on record, the case as it was.
        CasesError: whatever bringing refuses.
    """
    found: list[FileView] = []
    brought: dict[str, Brought] = {}
    with dropped_if_refused(found, by=by, at=at):
        for key in sorted(uploads):
            sent = _keep_for(case_id, key, uploads[key], by=by, at=at)
            found += sent
            pages = with_pages((), sent, at=at)
            brought[key] = Brought(tuple(pages), checking=FileState.RECEIVED in pages.values())
        return making_up.bring(case_id, keys, files=brought, by=by, at=at)


def keep_files(
    subject: str,
    uploads: Sequence[Upload],
    *,
    by: Actor,
    at: datetime,
    max_mb: int = 0,
    max_pages: int = 0,
) -> list[FileView]:
    """Files kept for something: all of them, or none is used. 0: as much as the house takes.

    Raises:
        FilesError: one was refused; it stays on record.
    """
    limits = file_limits.limits(
        timezone.localdate(at), max_mb=max_mb or None, max_pages=max_pages or None
    )
    found: list[FileView] = []
    actor = f"{by.kind}:{by.label}"
    try:
        for upload in uploads:
            taken = files.receive(
                upload, upload.name or "", limits=limits, subject=subject, actor_label=actor, at=at
            )
            found.append(taken)
    except FilesError:
        for each in found:
            files.drop(each.id, actor_label=actor, at=at)
        raise
    return found


def settle_checks(*, at: datetime) -> int:
    """Tell cases whose files have been checked since; how many. Catches up by itself.

    Pages may come while this looks: a case is told of the files that were looked at, and of those
    alone. With the last tolerated material its promise is kept in the same transaction, for a
    material that was told of is not looked at again.
    """
    settled = 0
    for case_id, key, file_ids in checking():
        states = [file_state(file_id) for file_id in file_ids]
        if FileState.RECEIVED in states:
            continue
        good = all(state is FileState.CLEAN for state in states)
        flaw = "" if good else "文件没有通过检查"
        with transaction.atomic():
            told = draft_upkeep.files_checked(
                case_id, key, file_ids, good=good, flaw=flaw, at=at, by=HOUSE
            )
            if told and good:
                making_up.settle(case_id, by=HOUSE, at=at)
        settled += told
    return settled


def file_state(file_id: str) -> FileState:
    """Where a file is; one that is gone was dropped."""
    try:
        return kept.file(file_id).state
    except FilesError:
        return FileState.DROPPED


def sign(
    case_id: int, drawn: str, *, by: Actor, at: datetime, seen: datetime | None = None
) -> CaseView:
    """Keep a signature drawn on the second screen, as a picture made anew.

    `seen`: the `saved_at` of what the applicant looked at.

    Raises:
        BadSignature: not what a pad sends.
        FilesError, CasesError: as they say.
    """
    kept = keep_signature(case_id, drawn, by=by, at=at)
    return drafting.sign(case_id, kept, by=by, at=at, seen=seen)


def keep_signature(case_id: int, drawn: str, *, by: Actor, at: datetime) -> str:
    """The file of a signature drawn on a pad.

    Raises:
        BadSignature, FilesError: not what a pad sends.
    """
    return keep_picture(f"case:{case_id}", drawn, by=by, at=at)


def keep_picture(subject: str, drawn: str, *, by: Actor, at: datetime) -> str:
    """The same of whatever was signed for.

    Raises:
        BadSignature, FilesError: not what a pad sends.
    """
    if not drawn.startswith(_PNG):
        raise BadSignature
    try:
        picture = b64decode(drawn.removeprefix(_PNG), validate=True)
    except binascii.Error:
        raise BadSignature from None
    made = files.receive(
        BytesIO(picture),
        _SIGNATURE_NAME,
        limits=file_limits.limits(timezone.localdate(at), max_mb=1),
        subject=subject,
        actor_label=f"{by.kind}:{by.label}",
        at=at,
    )
    return made.id


def receive(
    case_id: int, kept_keys: Iterable[str], place: Place, *, by: Actor, at: datetime
) -> tuple[CaseView, list[PaperView]]:
    """Take a case in and register the papers that stay here, in one transaction.

    Args:
        case_id: which.
        kept_keys: materials whose originals are kept; the others were shown and given back.
        place: where the papers lie from now on.
        by: the clerk, who answers for them.
        at: now.

    Raises:
        CasesError: whatever receiving refuses.
    """
    with transaction.atomic():
        view = filing.receive(case_id, by=by, at=at)
        made = _register(case_id, set(kept_keys), place, by=by, at=at)
    return view, made


def keep_papers(
    case_id: int, kept_keys: Iterable[str], place: Place, *, by: Actor, at: datetime
) -> list[PaperView]:
    """Register originals of a case that was taken in before. Again: the same papers.

    Raises:
        MaterialNotFound: the case asks for no such material, or it was not brought on paper.
        CasesError: `by` does not act for the place.
    """
    keys = set(kept_keys)
    with transaction.atomic():
        holding.hold(case_id)  # a second request waits here, and finds what the first one made
        brought = {each.key for each in materials(case_id) if each.way in _ON_PAPER}
        if not keys <= brought:
            raise MaterialNotFound
        _register(case_id, keys, place, by=by, at=at)
        return [
            each
            for each in papers.papers_of(case_id)
            if each.kind is PaperKind.ORIGINAL and each.material_key in keys
        ]


def _register(
    case_id: int, keys: Collection[str], place: Place, *, by: Actor, at: datetime
) -> list[PaperView]:
    known = {paper.name for paper in papers.papers_of(case_id)}
    sheets = [
        Sheet(PaperKind.ORIGINAL, each.name, each.key)
        for each in materials(case_id)
        if each.key in keys and each.way in _ON_PAPER and each.name not in known
    ]
    return custody.register(case_id, sheets, place, by=by, at=at) if sheets else []


def finish(
    case_id: int,
    outcome: Outcome,
    opinion: str,
    kept_keys: Iterable[str],
    place: Place,
    *,
    by: Actor,
    at: datetime,
) -> CaseView:
    """An instant item (即办件) in one go, its papers registered.

    Raises:
        CasesError: whatever taking in or deciding refuses.
    """
    with transaction.atomic():
        receive(case_id, kept_keys, place, by=by, at=at)
        return deciding.finish_at_window(case_id, outcome, opinion, by=by, at=at)
