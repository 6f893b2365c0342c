"""Addresses under `/api`. The two busiest go past the router, to the same code behind it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from yimen.channels.api import problems, tickets, windows
from yimen.channels.api.problems import Trouble
from yimen.channels.api.service import api

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """Nothing but JSON leaves: what was raised, and a plain 405, become problems."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: object) -> HttpResponse:
        try:
            response = view(request, **parts)
        except Exception as error:
            return problems.answer(request, error)
        if response.status_code == 405:
            allow = response["Allow"]
            response = problems.of_trouble(Trouble(405, "api.method_not_allowed"))
            response["Allow"] = allow
        return response

    return answer


def post_only(view: View) -> View:
    """405 for any other method."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: object) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        return view(request, **parts)

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
    path("v1/tickets", guarded(post_only(tickets.take_fast))),
    path("v1/windows/<int:window_id>/call-next", guarded(post_only(windows.call_next_fast))),
    path("v1/", include((_guard(_routed), _app), namespace=_namespace)),
    re_path(r"", unknown),
]
