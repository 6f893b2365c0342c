"""Pages for requests that went wrong, in the house's look and with a reference number.

Named in `urls.py` (`handler400` …) and in the setting `CSRF_FAILURE_VIEW`. They ask no database, so
they also stand when it does not.
"""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger("yimen.errors")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: known, but not allowed here."""
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or none you may know of."""
    return _page(request, "404.html", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long, or came from elsewhere."""
    log.info("csrf", extra={"reason": reason, "reference": _reference(request)})
    return _page(request, "403_csrf.html", 403)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, {"reference": _reference(request)}, status=status)


def _reference(request: HttpRequest) -> str:
    """The number in the log's line, so that a citizen can name it on the phone."""
    return str(getattr(request, "reference", "") or secrets.token_hex(6))
