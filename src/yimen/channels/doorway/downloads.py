"""Handing out a checked file so that a browser can only show or save it, never run it.

Whether the one who asks may have it is the caller's to check, and to log.
"""

from typing import Final

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from yimen.support.files import queries as files

#: Nothing may be loaded or run from within, nor reach the site the file comes from. Chromium shows
#: a PDF under it by its own reader; a browser that does not still lets people save the file.
POLICY: Final = (
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_SHOWN: Final = frozenset({"image/jpeg", "image/png", "application/pdf"})


def file_response(public_id: str, *, as_attachment: bool = False) -> StreamingHttpResponse:
    """A file to look at, or to save (`as_attachment`).

    Raises:
        FilesError: not there, still being checked, refused, or unreadable now.
    """
    about = files.file(public_id)
    pieces = files.content(public_id)
    if about.media_type not in _SHOWN:
        raise ValueError(about.media_type)  # only these are ever kept
    answer = StreamingHttpResponse(pieces, content_type=about.media_type)
    answer["Content-Length"] = str(about.size)
    disposition = content_disposition_header(as_attachment=as_attachment, filename=about.name)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
