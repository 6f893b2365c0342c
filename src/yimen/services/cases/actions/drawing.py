"""Drawing and signing notices that were written: once each, and the same bytes ever after.

Nothing here decides anything. A process may die at any point: what it had not kept is drawn again,
what it had kept is found.
"""

import hashlib
import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from yimen.kernel.documents import Document
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import moves
from yimen.services.cases.actions.viewing import check_sees
from yimen.services.cases.errors import CaseNotFound, NoticeLost, NoticeNotFound, NoticeVoided
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.notices import Notice
from yimen.services.cases.queries import notice_facts
from yimen.services.cases.queries.notices import NoticeView, as_view, facts_of, pending
from yimen.services.cases.rules.notices.composing import Identity, compose
from yimen.services.cases.rules.notices.facts import Value
from yimen.services.cases.rules.notices.kinds import Kind, NoticeState, shown_code
from yimen.support import audit
from yimen.support.addresses import public_address
from yimen.support.files import queries as files
from yimen.support.files.errors import FileNotFound
from yimen.support.paper import pdf, shelf
from yimen.support.paper.errors import SealUnusable

_log = logging.getLogger(__name__)

#: Where anybody verifies a notice; printed on each, so it never changes.
VERIFY: Final = "/v/"
_MOST_TRIES: Final = 30_000


def render(notice_id: int) -> NoticeView:
    """Draw, sign and keep a notice's file; one that is kept already stays as it is.

    Raises:
        NoticeNotFound: no such notice.
        SealUnusable: the signing key cannot be used.
        FilesError: a signature it shows cannot be read yet.
        NoticeLost: a file was kept under its name that nobody here signed.
    """
    row = _row(notice_id)
    if not row.file:
        tries = Least(F("tries") + 1, _MOST_TRIES)
        Notice.objects.filter(pk=row.pk).update(tries=tries)
        _keep(row)
        row.refresh_from_db()
    return as_view(row)


def render_pending(limit: int) -> int:
    """Draw what was written and not drawn; how many were. Refusals wait for the next time."""
    drawn = 0
    for notice_id in pending(limit):
        try:
            render(notice_id)
        except SealUnusable as refusal:
            _log.warning("notices wait for a seal", extra={"why": refusal.facts["why"]})
            break
        except DomainError as refusal:
            _log.warning("a notice waits", extra={"notice": notice_id, "code": refusal.code})
        else:
            drawn += 1
    return drawn


def content(notice_id: int) -> bytes:
    """A notice's file, drawn now if it was not. Who may ask is the caller's to know.

    Raises:
        NoticeLost: the kept file is gone or was changed.
        NoticeNotFound, SealUnusable, FilesError: as `render`.
    """
    render(notice_id)
    row = _row(notice_id)
    kept = shelf.kept(row.file)
    if kept is None or _sm3(kept) != bytes(row.file_digest or b""):
        raise NoticeLost
    return kept


def open_notice(notice_id: int, *, by: Actor, at: datetime) -> bytes:
    """A notice's file for somebody who may see the person in it; staff are put on record.

    Raises:
        NoticeNotFound: no such notice, or not this citizen's.
        NotAllowed: staff who may not see personal data of this case.
        NoticeVoided: to citizens a void notice is not given.
        NoticeLost, SealUnusable, FilesError: as `content`.
    """
    row = _row(notice_id)
    if by.kind == "citizen":
        if not by.id or not Case.objects.filter(pk=row.case_id, citizen_id=by.id).exists():
            raise NoticeNotFound
        if row.state == NoticeState.VOID.value:
            raise NoticeVoided
        return content(notice_id)
    with transaction.atomic():
        case = moves.locked(row.case_id)
        check_sees(case, by)
        facts = {"notice": row.kind, "number": row.number}
        moves.note(case, "open_notice", by=by, at=at, facts=facts)
        actor, seen = f"{by.kind}:{by.label}", {"case": case.number or case.public_id, **facts}
        audit.append(f"view:{by.label}", "open_notice", actor=actor, at=at, facts=seen)
    return content(notice_id)


def preview(case_id: int, kind: Kind, said: Mapping[str, Value], *, at: datetime) -> bytes:
    """What a notice would look like now: marked, without number, seal and signature; not kept.

    Names are masked, so that whoever may decide may look. Flaws by material key are told with the
    others that would be told with them.

    Raises:
        CaseNotFound: no such case.
        NoticeIncomplete: a fact is missing that this kind must say.
    """
    row = Case.objects.filter(pk=case_id).first()
    if row is None:
        raise CaseNotFound
    facts = notice_facts.masked(notice_facts.gathered(row, kind, said, at=at))
    return pdf.preview(compose(kind, facts, on=_local_day(row, at)))


def is_unchanged(notice: NoticeView, given: bytes) -> bool:
    """Whether somebody's file is the very one that was issued."""
    return bool(notice.file_digest) and _sm3(given).hex() == notice.file_digest


def _keep(row: Notice) -> None:
    name = f"{row.year}/{row.code[:2]}/{row.code}.pdf"
    kept, signer = shelf.kept(name), ""
    if kept is None:
        made = pdf.issued(_document(row))
        kept = shelf.keep(name, made.pdf)
        signer = made.signer if kept == made.pdf else ""
    if not signer:  # somebody kept it before us, perhaps before dying
        found = pdf.verify(kept)
        if found is None or not found.covers_whole:
            raise NoticeLost
        signer = found.signer
    Notice.objects.filter(pk=row.pk, file="").update(
        file=name, file_digest=_sm3(kept), signer=signer[:200]
    )


def _document(row: Notice) -> Document:
    facts = facts_of(row)
    address = public_address(f"{VERIFY}{shown_code(row.code)}")
    return compose(
        Kind(row.kind),
        facts,
        on=row.issued_on,
        identity=Identity(row.number, row.code, address),
        signature=_signature(facts.text("signature_file")),
    )


def _signature(file_id: str) -> bytes:
    """A signature captured on a screen; a file that was taken away leaves room for ink."""
    if not file_id:
        return b""
    try:
        return b"".join(files.content(file_id))
    except FileNotFound:
        return b""


def _row(notice_id: int) -> Notice:
    row = Notice.objects.filter(pk=notice_id).first()
    if row is None:
        raise NoticeNotFound
    return row


def _local_day(row: Case, at: datetime) -> date:
    return at.astimezone(notice_facts.centre(row.centre_id).zone).date()


def _sm3(given: bytes) -> bytes:
    return hashlib.new("sm3", given).digest()
