"""Reading a body: JSON, not too long; a form only where files are sent."""

import json
from typing import Any, Final, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from yimen.channels.api.problems import Trouble

LONGEST: Final = 16_384


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


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class JsonBody(Parser):
    """The router's reader: no NaN, no other media type, nothing endless."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 - any JSON value
        """The body as JSON values."""
        return json.loads(checked_body(request), parse_constant=_no_constant)

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """A form's fields or files, or the query's.

        Raises:
            Trouble: a form of another media type than files come in.
        """
        if data is not request.GET and request.content_type != "multipart/form-data":
            raise Trouble(415, "api.unsupported_media_type")
        return super().parse_querydict(data, list_fields, request)
