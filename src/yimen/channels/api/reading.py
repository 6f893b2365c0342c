"""Reading a body: JSON only, not too long, strictly typed."""

import json
from typing import Any, Final, NoReturn, TypeVar

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic import BaseModel

from yimen.channels.api.problems import Trouble

LONGEST: Final = 16_384

Body = TypeVar("Body", bound=BaseModel)


def checked_body(request: HttpRequest) -> bytes:
    """The body of a request that says it is JSON.

    Raises:
        Trouble: another media type, or too long.
    """
    if (request.content_type or "").lower() != "application/json":
        raise Trouble(415, "api.unsupported_media_type")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST or len(request.body) > LONGEST:
        raise Trouble(413, "api.too_large")
    return request.body


def body_of(request: HttpRequest, model: type[Body]) -> Body:
    """The body, checked.

    Raises:
        Trouble: as `checked_body`.
        pydantic.ValidationError: not JSON, or not what the model asks.
    """
    return model.model_validate_json(checked_body(request))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class JsonBody(Parser):
    """The router's reader, as strict as the fast one: no NaN, no other media type."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 - any JSON value
        """The body as JSON values."""
        return json.loads(checked_body(request), parse_constant=_no_constant)
