"""Notices as others see them. What they say in full is in their files alone."""

from dataclasses import dataclass
from datetime import date, datetime

from yimen.kernel import masking
from yimen.services.cases.errors import NoticeNotFound
from yimen.services.cases.models.notices import Notice
from yimen.services.cases.rules.notices.facts import Facts, from_json
from yimen.services.cases.rules.notices.kinds import SPECS, Kind, NoticeState, checked_code
from yimen.support.secrets import unseal


@dataclass(frozen=True)
class NoticeView:
    """One notice.

    Args:
        code: its verification code, without hyphens.
        applicant: masked.
        issued_by: "staff:1001", "house:house".
        is_ready: its file is drawn and signed.
        digest: SM3 of what it says, hexadecimal.
        file_digest: SM3 of its file, hexadecimal; empty before there is one.
    """

    id: int
    case_id: int
    kind: Kind
    occasion: str
    title: str
    number: str
    code: str
    state: NoticeState
    department_id: int
    department: str
    item: str
    case_number: str
    applicant: str
    issued_on: date
    issued_at: datetime
    issued_by: str
    is_ready: bool
    digest: str
    file_digest: str
    signer: str
    voided_at: datetime | None
    void_reason: str


def notice(notice_id: int) -> NoticeView:
    """One notice.

    Raises:
        NoticeNotFound: no such notice.
    """
    return _one(pk=notice_id)


def notice_by_code(code: str) -> NoticeView:
    """The notice with a verification code, however it was typed.

    Raises:
        BadNoticeCode: no verification code.
        NoticeNotFound: no notice has it.
    """
    return _one(code=checked_code(code))


def notices_of(case_id: int) -> list[NoticeView]:
    """A case's notices in the order in which they were issued."""
    return [as_view(row) for row in Notice.objects.filter(case_id=case_id).order_by("id")]


def pending(limit: int) -> list[int]:
    """Notices that have no file yet, those that failed before last."""
    rows = Notice.objects.filter(file="").order_by("tries", "id")
    return list(rows.values_list("pk", flat=True)[:limit])


def _one(**which: object) -> NoticeView:
    row = Notice.objects.filter(**which).first()
    if row is None:
        raise NoticeNotFound
    return as_view(row)


def facts_of(row: Notice) -> Facts:
    """What a notice was written from."""
    return from_json(unseal(bytes(row.facts_sealed)))


def as_view(row: Notice) -> NoticeView:
    """A row as others see it."""
    facts, kind = facts_of(row), Kind(row.kind)
    name = facts.text("applicant")
    return NoticeView(
        id=row.pk,
        case_id=row.case_id,
        kind=kind,
        occasion=row.occasion,
        title=SPECS[kind].title_of(licence=facts.flag("licence")),
        number=row.number,
        code=row.code,
        state=NoticeState(row.state),
        department_id=row.department_id,
        department=facts.text("department"),
        item=facts.text("item"),
        case_number=facts.text("case_number"),
        applicant=name if facts.flag("organisation") else masking.name(name),
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        is_ready=bool(row.file),
        digest=bytes(row.digest).hex(),
        file_digest=bytes(row.file_digest).hex() if row.file_digest else "",
        signer=row.signer,
        voided_at=row.voided_at,
        void_reason=row.void_reason,
    )
