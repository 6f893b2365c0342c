"""What every request passes through."""

import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

Next = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("yimen.request")


class RequestLog:
    """One structured line a request: method, path, status, milliseconds, reference. No query, no body.

    Requests to the API go straight to their view: no session, no CSRF, no page cookies, which is
    most of what a small request costs.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.reference = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        answer = self._lean(request) if request.path_info.startswith("/api/") else None
        response = answer or self.get_response(request)
        log.debug(
            "request",
            extra={
                "method": request.method,
                "path": request.path_info,
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
                "reference": request.reference,  # type: ignore[attr-defined]
            },
        )
        return response

    @staticmethod
    def _lean(request: HttpRequest) -> HttpResponse | None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return None
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response


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
