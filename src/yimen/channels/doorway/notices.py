"""A case's notices as every door lists and hands them out.

Whether the one who asks may have a notice is for `drawing.open_notice`, or for the door that has
asked for number and query code.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.downloads import POLICY
from yimen.services.cases.actions.drawing import VERIFY
from yimen.services.cases.queries.notices import NoticeView, notices_of
from yimen.services.cases.rules.notices.kinds import NoticeState, shown_code

STATES: Final[dict[NoticeState, tuple[str | Promise, str]]] = {
    NoticeState.ISSUED: (_("有效"), "good"),
    NoticeState.VOID: (_("已作废"), "bad"),
}


@dataclass(frozen=True)
class NoticeLine:
    """One notice of a list.

    Args:
        word: its state, and `tone` the badge's colour.
        code: its verification code as printed.
        verify_url: the page on which anybody verifies it.
    """

    id: int
    title: str
    number: str
    issued_on: date
    word: str | Promise
    tone: str
    is_void: bool
    void_reason: str
    code: str
    verify_url: str


def lines(case_id: int) -> list[NoticeLine]:
    """A case's notices, the latest first."""
    return [line(each) for each in reversed(notices_of(case_id))]


def line(notice: NoticeView) -> NoticeLine:
    """A notice as a list shows it."""
    word, tone = STATES[notice.state]
    code = shown_code(notice.code)
    return NoticeLine(
        id=notice.id,
        title=notice.title,
        number=notice.number,
        issued_on=notice.issued_on,
        word=word,
        tone=tone,
        is_void=notice.state is NoticeState.VOID,
        void_reason=notice.void_reason,
        code=code,
        verify_url=f"{VERIFY}{code}",
    )


def pdf_response(content: bytes, name: str, *, as_attachment: bool = False) -> HttpResponse:
    """A PDF to look at, or to save; nothing in it may run or be kept by anybody on the way."""
    answer = HttpResponse(content, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=as_attachment, filename=f"{name}.pdf")
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer


def notice_response(
    notice: NoticeView, content: bytes, *, as_attachment: bool = False
) -> HttpResponse:
    """A notice's file under its title and number."""
    return pdf_response(content, f"{notice.title} {notice.number}", as_attachment=as_attachment)
