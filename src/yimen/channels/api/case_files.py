"""Files of materials over the API: sent, listed with where their check stands, opened on record.

A file goes the same way as from a page: sealed into quarantine, opened by a process that may die,
kept only as made anew. What a case's address names by number, a draft's names by its id.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from ninja import Field, File, Form, Path, Router, Schema, UploadedFile
from pydantic import StringConstraints

from yimen.channels.api.case_schemas import Key
from yimen.channels.api.cases import own_case
from yimen.channels.api.deed_schemas import Said
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.repeats import IdempotencyKey, created, once_apart
from yimen.channels.api.schemas import Asked, Instant
from yimen.channels.doorway.downloads import file_response
from yimen.journeys import take_in
from yimen.reference.people.rules import Right, require
from yimen.services.cases.actions import drafting, viewing
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.materials import MaterialView, materials
from yimen.services.cases.queries.views import CaseView
from yimen.support.files import queries as kept
from yimen.support.files.queries import FileView
from yimen.support.files.states import State

router = Router(tags=["files"])

_DRAFT_ID: Final = 16
#: What a file can be, by its content.
_CONTENT: Final = {
    kind: {"schema": {"type": "string", "format": "binary"}}
    for kind in ("application/pdf", "image/jpeg", "image/png")
}
FileId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
CaseId = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9A-Za-z_-]{16}|[0-9 ]{1,30})$"),
    Path(description="A case's number, or a draft's id: the one in its page's address."),
]


class FileOut(Schema):
    """One file. Names of files name people, so they are not answered."""

    id: str
    material: str = Field(description="Key of the material it is a page of; empty once refused.")
    state: str = Field(
        description="`received`: being checked, nobody can open it yet; then `clean` or `refused`."
    )
    media_type: str = Field(description="By its content; empty while it is not known.")
    size: int
    pages: int | None
    received_at: Instant
    refusal: str = Field(description="Code of why it was refused, `files.encrypted` for example.")


class MaterialFilesOut(Schema):
    """A material with all of its files."""

    material: str
    state: str
    files: list[FileOut]


class OpenIn(Asked):
    """What a file is opened for; on record, as the look is."""

    reason: Said


@router.get("/{number}/files", response=list[FileOut], summary="Files, and how their checks stand")
def of_case(request: ApiRequest, number: CaseId) -> list[FileOut]:
    """Pages of materials in their order, then files that were refused."""
    view = case_or_draft(request, number)
    asked = materials(view.id)
    found = kept.files(file_id for each in asked for file_id in each.file_ids)
    pages = [page for each in asked for page in _pages(each, found)]
    refused = [each for each in kept.files_of(f"case:{view.id}") if each.state is State.REFUSED]
    return pages + [_out(each, "") for each in refused if each.id not in found]


@router.post(
    "/{number}/materials/{key}/files",
    response={201: MaterialFilesOut, 200: MaterialFilesOut},
    summary="Send files for a material",
)
def send(
    request: ApiRequest,
    number: CaseId,
    key: Key,
    files: Annotated[list[UploadedFile], File(min_length=1, max_length=20)],
    way: Annotated[Literal["upload", "scan"], Form()] = "upload",
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """Until the case is accepted. All of them, or none is used; they come behind earlier pages."""
    view, at = case_or_draft(request, number), timezone.now()

    def act() -> dict[str, object]:
        take_in.give_files(view.id, key, way, files, by=request.auth.actor, at=at)
        return _material_out(view.id, key).model_dump(mode="json")

    said = f"files {view.id} {key} {way} {_fingerprint(files)}"
    answer, replayed = once_apart(request.auth.id, idempotency_key, said, act, at)
    body = MaterialFilesOut.model_validate(answer).model_dump_json()
    return created(body, place=f"/api/v1/cases/{number}/files", replayed=replayed)


@router.post(
    "/{number}/materials/{key}/make-up",
    response={201: MaterialFilesOut, 200: MaterialFilesOut},
    summary="Send a file of what was tolerated (容缺)",
)
def make_up(
    request: ApiRequest,
    number: str,
    key: Key,
    file: Annotated[UploadedFile, File()],
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """After the acceptance. With the last material, once checked, the promise is kept."""
    view, at = own_case(request, number), timezone.now()

    def act() -> dict[str, object]:
        take_in.bring_later(view.id, (), {key: [file]}, by=request.auth.actor, at=at)
        return _material_out(view.id, key).model_dump(mode="json")

    said = f"make-up {view.id} {key} {_fingerprint([file])}"
    answer, replayed = once_apart(request.auth.id, idempotency_key, said, act, at)
    body = MaterialFilesOut.model_validate(answer).model_dump_json()
    return created(body, place=f"/api/v1/cases/{view.number}/files", replayed=replayed)


@router.post(
    "/{number}/materials/{key}/take-back",
    response=MaterialFilesOut,
    summary="Take a material's files away",
)
def take_back(request: ApiRequest, number: CaseId, key: Key) -> MaterialFilesOut:
    """Until the case is accepted; the material is missing again."""
    view = case_or_draft(request, number)
    drafting.take_back(view.id, key, by=request.auth.actor, at=timezone.now())
    return _material_out(view.id, key)


@router.post(
    "/{number}/files/{file}/open",
    summary="Open a file, on record",
    openapi_extra={"responses": {200: {"description": "Its content", "content": _CONTENT}}},
)
def open_file(
    request: ApiRequest, number: CaseId, file: FileId, asked: OpenIn
) -> StreamingHttpResponse:
    """Its content. It needs the right to see people: what a file shows cannot be masked."""
    view, by = case_or_draft(request, number), request.auth.actor
    viewing.open_file(view.id, file, by=by, at=timezone.now(), reason=asked.reason)
    return file_response(file, as_attachment=True)


def case_or_draft(request: ApiRequest, number: str) -> CaseView:
    """A case of the key's own centre by its number, or a draft there by its id.

    Raises:
        CaseNotFound: none, or another centre's.
        NotAllowed: the key may not read cases, or takes none in.
    """
    if len(number) != _DRAFT_ID:
        return own_case(request, number)
    require(request.auth.actor, Right.RECEIVE, centre_id=request.auth.centre_id)
    view = cases.case_by_public_id(number)
    if view.centre_id != request.auth.centre_id:
        raise CaseNotFound
    return view


def _material_out(case_id: int, key: str) -> MaterialFilesOut:
    asked = next(each for each in materials(case_id) if each.key == key)
    found = kept.files(asked.file_ids)
    return MaterialFilesOut(material=asked.key, state=asked.state.value, files=_pages(asked, found))


def _pages(asked: MaterialView, found: Mapping[str, FileView]) -> list[FileOut]:
    return [_out(found[file_id], asked.key) for file_id in asked.file_ids if file_id in found]


def _out(found: FileView, key: str) -> FileOut:
    return FileOut(
        id=found.id,
        material=key,
        state=found.state.value,
        media_type=found.media_type,
        size=found.size,
        pages=found.pages,
        received_at=found.received_at,
        refusal=found.reason,
    )


def _fingerprint(files: Sequence[UploadedFile]) -> str:
    """What tells this request's files from another's with the same key."""
    whole = hashlib.new("sm3")
    for each in files:
        whole.update(f"{each.size}:".encode())
        for piece in each.chunks():
            whole.update(piece)
        each.seek(0)
    return whole.hexdigest()
