"""Addresses under `/api`; whatever else is asked there gets a problem, not a page."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from yimen.channels.api import problems
from yimen.channels.api.problems import Trouble
from yimen.channels.api.service import api

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """No page leaves: what was raised, and a plain 405, become problems."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: object) -> HttpResponse:
        try:
            response = view(request, **parts)
        except Exception as error:
            response = problems.answer(request, error)
        if response.status_code == 405:
            allow = response["Allow"]
            response = problems.of_trouble(Trouble(405, "api.method_not_allowed"))
            response["Allow"] = allow
        if not response.streaming:  # a file says itself how long it is
            response["Content-Length"] = str(len(response.content))
        response["Cache-Control"] = "no-store"
        return response

    return answer


def unknown(request: HttpRequest) -> HttpResponse:
    """No such address."""
    return problems.of_trouble(Trouble(404, "api.not_found"))


def _guard(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = guarded(pattern.callback)
    return patterns


_routed, _app, _namespace = api.urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include((_guard(_routed), _app), namespace=_namespace)),
    re_path(r"", guarded(unknown)),
]
