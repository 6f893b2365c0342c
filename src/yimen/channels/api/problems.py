"""Everything that is not an answer: problem details (RFC 9457), never personal data, never a page.

`type` is a URN of the code; `title` the sentence for people; `code` and `facts` are for programs.
Field errors name the field and the flaw, and never repeat what was sent.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadParameters
from pydantic import ValidationError

from yimen.channels.api.phrases import TITLES
from yimen.channels.doorway.refusals import STATUS, as_refusal, sentence
from yimen.kernel.errors import Busy, DomainError, Kind
from yimen.reference.people.errors import KeyRefused
from yimen.support.guessing import TooManyGuesses

log = logging.getLogger("yimen.api")

MEDIA_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = "1"


class Trouble(Exception):
    """Something wrong with the request itself, before any rule was asked."""

    def __init__(
        self, status: int, code: str, *, errors: list[dict[str, str]] | None = None, retry: int = 0
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.errors = errors
        self.retry = retry


def problem(
    status: int,
    code: str,
    title: str,
    *,
    facts: Mapping[str, object] | None = None,
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """One problem as a response."""
    body: dict[str, object] = {
        "type": f"urn:yimen:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "facts": facts or {},
    }
    if errors is not None:
        body["errors"] = errors
    text = json.dumps(body, ensure_ascii=False, default=str)
    response = HttpResponse(text, content_type=MEDIA_TYPE, status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # a refusal is no warning
    return response


def of_trouble(trouble: Trouble) -> HttpResponse:
    """The request itself was wrong."""
    title = str(TITLES[trouble.code])
    response = problem(trouble.status, trouble.code, title, errors=trouble.errors)
    if trouble.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="yimen"'
    if trouble.retry:
        response["Retry-After"] = str(trouble.retry)
    return response


def of_refusal(refusal: DomainError) -> HttpResponse:
    """A rule said no.

    Only a database that is away is a 503: a closed business or a used-up quota is the state of the
    hall, which a retry in a second does not change.
    """
    status = STATUS[refusal.kind]
    if isinstance(refusal, KeyRefused):
        status = 401
    elif refusal.kind is Kind.UNAVAILABLE and not isinstance(refusal, Busy):
        status = 409
    log.info("refused", extra={"code": refusal.code, "status": status})
    response = problem(status, refusal.code, sentence(refusal), facts=refusal.facts)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="yimen", error="invalid_token"'
    if status == 503:
        response["Retry-After"] = RETRY_SECONDS
    return response


def bad_fields(found: Iterable[Mapping[str, Any]], *, skip: int = 0) -> Trouble:
    """Pydantic's findings as a problem; `skip` leading parts of each place are not the caller's."""
    errors = [
        {"field": ".".join(map(str, item["loc"][skip:])) or "body", "flaw": str(item["type"])}
        for item in found
    ]
    return Trouble(422, "api.bad_fields", errors=errors)


def _of_parameters(error: BadParameters) -> Trouble:
    """Ninja's places begin with the source and, for a body, the parameter's own name."""
    tidied = [
        {**item, "loc": item["loc"][2:] if item["loc"][0] == "body" else item["loc"][1:]}
        for item in error.errors
    ]
    return bad_fields(tidied)


def _of_http(error: HttpError) -> Trouble:
    cause = error.__cause__
    if isinstance(cause, Trouble):
        return cause
    if isinstance(error, AuthenticationError):
        return Trouble(401, "api.unauthenticated")
    return Trouble(400, "api.bad_json")


def _trouble_in(error: Exception) -> Trouble | None:
    match error:
        case Trouble():
            return error
        case BadParameters():
            return _of_parameters(error)
        case ValidationError():
            findings = error.errors(include_url=False, include_context=False, include_input=False)
            return _of_json(findings) or bad_fields(findings)
        case HttpError():
            return _of_http(error)
        case TooManyGuesses():
            return Trouble(429, "api.too_many_requests", retry=error.minutes * 60)
        case Http404():
            return Trouble(404, "api.not_found")
        case MultiPartParserError():
            return Trouble(400, "api.bad_multipart")
        case RequestDataTooBig() | TooManyFilesSent() | TooManyFieldsSent():
            return Trouble(413, "api.too_large")
        case UnreadablePostError() | RawPostDataException():
            return Trouble(400, "api.bad_json")
    return None


def _of_json(findings: list[Any]) -> Trouble | None:
    if findings[0]["type"] == "json_invalid":
        return Trouble(400, "api.bad_json")
    return None


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """The response to anything a view raised. The unforeseen is logged with a reference."""
    trouble = _trouble_in(error)
    if trouble is not None:
        return of_trouble(trouble)
    refusal = as_refusal(error)
    if refusal is not None:
        return of_refusal(refusal)
    reference = getattr(request, "reference", "")
    log.error("broken", exc_info=error, extra={"path": request.path, "reference": reference})
    return problem(500, "api.broken", str(TITLES["api.broken"]), facts={"reference": reference})
