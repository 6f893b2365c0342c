"""Turns a refusal into what people read: a notice on the page, or a page with a way back."""

import logging
import sys
from collections.abc import Callable, Mapping
from typing import Final

from django.db import DataError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.phrases import sentence
from yimen.kernel.errors import Busy, DomainError, Kind
from yimen.support import error_pages

log = logging.getLogger("yimen.refusals")

STATUS: Final[Mapping[Kind, int]] = {
    Kind.INVALID: 422,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.UNAVAILABLE: 503,
}

_TITLE: Final[Mapping[Kind, str | Promise]] = {
    Kind.INVALID: _("请改一改再提交"),
    Kind.FORBIDDEN: _("没有这项权限"),
    Kind.NOT_FOUND: _("没有找到"),
    Kind.CONFLICT: _("情况有变化"),
    Kind.UNAVAILABLE: _("暂时不能办理"),
}

__all__ = ["STATUS", "Refusals", "as_refusal", "sentence"]


def as_refusal(error: Exception) -> DomainError | None:
    """The refusal an exception is; a database that went away is "busy". None for bugs."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, OperationalError | InterfaceError):
        connection.close()
        return Busy()
    return None


class Refusals:
    """Middleware: refusals never reach a view's own code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError) and "NUL" in str(error):
            return error_pages.bad_request(request)  # in a form with files, which came unread
        refusal = as_refusal(error)
        return None if refusal is None else refused(request, refusal)


def broken(request: HttpRequest) -> HttpResponse:
    """What stands for an exception outside a view: a refusal where it is one, else the 500 page.

    Middleware that asks the database (who is logged in?) fails before any view when it restarts.
    """
    error = sys.exc_info()[1]
    refusal = as_refusal(error) if isinstance(error, Exception) else None
    return error_pages.broken(request) if refusal is None else refused(request, refusal)


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """The refusal as a notice for a piece of a page, or as a page of its own."""
    log.info("refused", extra={"code": refusal.code, "path": request.path_info})
    context = {
        "tone": "bad" if refusal.kind is not Kind.UNAVAILABLE else "wait",
        "title": _TITLE[refusal.kind],
        "text": sentence(refusal),
        "code": refusal.code,
        "back": _way_back(request),
    }
    if request.headers.get("HX-Request"):
        answer = render(request, "doorway/notice.html", context, status=STATUS[refusal.kind])
        answer["HX-Retarget"] = "#notice"
        answer["HX-Reswap"] = "innerHTML"
    else:
        answer = render(request, "doorway/refused.html", context, status=STATUS[refusal.kind])
    if refusal.kind is Kind.UNAVAILABLE:
        answer["Retry-After"] = "3"
    return answer


def _way_back(request: HttpRequest) -> str:
    """The page the request came from, if it was one of ours; else the door's start."""
    came_from = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}"
    if came_from.startswith(here + "/"):
        page = came_from.removeprefix(here)
        if page[1:2] not in {"/", "\\"}:  # two slashes would lead to another house
            return page
    return "/" + request.path_info.strip("/").split("/")[0]
