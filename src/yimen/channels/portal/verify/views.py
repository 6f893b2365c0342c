"""A verification code in; what it stands for, who issued it, whether it holds, out.

One door for notices and certificates. Anybody may ask who has the code, so nobody's name is shown
in full. A notice's file or its digest is compared with what was issued; the file is looked at and
forgotten.
"""

import re
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yimen.channels.doorway import notices as shown
from yimen.channels.doorway.askers import asker
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.refusals import STATUS
from yimen.channels.doorway.wording.certificates import STANDING_WORDS, STANDINGS
from yimen.journeys import verifying
from yimen.journeys.verifying import Proof
from yimen.kernel import printed_codes
from yimen.kernel.errors import DomainError
from yimen.services.cases.actions import drawing
from yimen.services.cases.errors import NoticeNotFound
from yimen.services.cases.queries.notices import NoticeView
from yimen.services.cases.rules.notices.kinds import NoticeState, checked_code, shown_code

#: A notice of many pages is far below a megabyte.
_LARGEST: Final = 10 * 1024 * 1024
_LONGEST_CODE: Final = 40
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_INVALID: Final = 422


@never_cache
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Where the code is typed."""
    typed = request.GET.get("code", "")[:_LONGEST_CODE]
    if not typed:
        return _asked(request)
    try:
        return redirect("verify", shown_code(checked_code(typed)))
    except DomainError as refusal:
        return _asked(request, typed, refusal)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for; after a POST also whether a file or digest is the one issued."""
    try:
        found = verifying.verify(code, asker=asker(request), at=timezone.now())
    except DomainError as refusal:
        return _asked(request, code, refusal)
    if isinstance(found, Proof):
        return _certificate(request, found)
    return _notice(request, found)


def _certificate(request: HttpRequest, proof: Proof) -> HttpResponse:
    """What it is worth today, first; then everything its paper can be compared with."""
    title, text, tone = STANDINGS[proof.standing]
    context: dict[str, Any] = {
        "certificate": proof.view,
        "is_shown": proof.is_shown,
        "title": title,
        "text": text,
        "tone": tone,
        "word": STANDING_WORDS[proof.standing],
        "code": printed_codes.shown(proof.view.code),
        "digest": _fours(proof.view.digest),
        "looked_at": timezone.now(),
        "back_url": reverse("verify-ask"),
    }
    return render(request, "portal/verify/certificate.html", context)


def _notice(request: HttpRequest, notice: NoticeView) -> HttpResponse:
    context: dict[str, Any] = {
        "notice": notice,
        "line": shown.line(notice),
        "digest": _fours(notice.file_digest),
        "is_void": notice.state is NoticeState.VOID,
        "back_url": reverse("verify-ask"),
    }
    status = 200
    if request.method == "POST":
        tone, title, text = _compared(request, notice)
        context |= {"tone": tone, "title": title, "text": text}
        status = 200 if tone != "wait" else _INVALID
    return render(request, "portal/verify/notice.html", context, status=status)


def _fours(digest: str) -> str:
    """A digest in groups that an eye can follow."""
    return " ".join(re.findall(".{8}", digest))


def _asked(
    request: HttpRequest, typed: str = "", refusal: DomainError | None = None
) -> HttpResponse:
    unknown = isinstance(refusal, NoticeNotFound)
    context = {
        "typed": typed[:_LONGEST_CODE],
        "refusal": "" if unknown or refusal is None else sentence(refusal),
        "unknown": unknown,
        "back_url": reverse("portal-home"),
    }
    status = STATUS[refusal.kind] if refusal else 200
    return render(request, "portal/verify/ask.html", context, status=status)


def _compared(request: HttpRequest, notice: NoticeView) -> tuple[str, str, str]:
    """Tone, title and text of the answer; "wait" where there was nothing to compare."""
    if not notice.file_digest:
        return "wait", _("电子文件正在生成"), _("请一分钟后再试。")
    same = _same(request, notice)
    if same is None:
        return "wait", _("没有可比对的内容"), _("请选择 PDF 文件，或输入 64 位校验值。")
    if same:
        return "good", _("内容一致"), _("这份文件与出具时完全相同，没有被改动。")
    text = _("它被改动过，或不是这份文书的电子文件。纸质文书请逐字核对，以出具机关存档为准。")
    return "bad", _("内容不一致"), text


def _same(request: HttpRequest, notice: NoticeView) -> bool | None:
    """Whether what was sent is the one issued; None where nothing usable was sent."""
    upload = request.FILES.get("file")
    if upload is not None and 0 < (upload.size or 0) <= _LARGEST:
        return drawing.is_unchanged(notice, upload.read())
    digest = "".join(request.POST.get("digest", "").lower().split())
    return digest == notice.file_digest if _DIGEST.fullmatch(digest) else None
