"""What every request passes through."""

import logging
import time
import uuid
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from yimen.support.metrics import count_request

_NUL = "\x00"
_FORM = "application/x-www-form-urlencoded"
Next = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("yimen.request")


class RequestLog:
    """Counts requests, and at debug level logs one structured line each.

    The line has the route, not the path: paths may hold a ticket's secret address. No query, no
    body. Requests to the API go straight to their view: no session, no CSRF, no page cookies,
    which is most of what a small request costs.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.reference = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        answer = self._lean(request) if request.path_info.startswith("/api/") else None
        response = answer or self.get_response(request)
        seconds = time.perf_counter() - started
        count_request(request.path_info, response.status_code, seconds)
        if log.isEnabledFor(logging.DEBUG):
            match = request.resolver_match
            log.debug(
                "request",
                extra={
                    "method": request.method,
                    "route": match.route if match else "",
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                    "reference": request.reference,  # type: ignore[attr-defined]
                },
            )
        return response

    @staticmethod
    def _lean(request: HttpRequest) -> HttpResponse | None:
        try:
            match = _view_of(request.path_info)
        except Resolver404:
            return None
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response


@lru_cache(maxsize=1024)
def _view_of(path: str) -> ResolverMatch:
    """Where an address of the API leads. Looking it up anew took a tenth of a small request."""
    return resolve(path)


class NoNul:
    """No text of a request holds a NUL, which the database cannot keep.

    An address with one is nobody's (404); a query or form with one is malformed (400). Files are
    looked at where they are taken in.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _NUL in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        if request.content_type == _FORM and any(
            _NUL in value for _, values in request.POST.lists() for value in values
        ):
            raise BadRequest
        return self.get_response(request)


class ChosenLanguage:
    """简, 繁 or EN as the person chose it on this device; Simplified Chinese otherwise.

    The browser's own language list is not asked: shared machines and half-configured phones
    would surprise more people than they would help.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        known = {code for code, _ in settings.LANGUAGES}
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response
