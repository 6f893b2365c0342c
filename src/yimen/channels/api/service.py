"""The whole API: routers, keys, problems, and its description (OpenAPI 3.1)."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from yimen.channels.api import (
    bills,
    booking,
    bundles,
    cards,
    carriers,
    case_deeds,
    case_files,
    cases,
    centres,
    certificates,
    devices,
    items,
    papers,
    parcels,
    payments,
    problems,
    ratings,
    results,
    tickets,
    windows,
)
from yimen.channels.api.keys import AccessKey
from yimen.channels.api.reading import JsonBody
from yimen.channels.api.schemas import Problem

_PROBLEMS: Final = {
    "400": "The body is not JSON, or not the form it says it is",
    "401": "No access key, or one that is not valid (any more)",
    "403": "The key holds no right to this",
    "404": "No such thing, or none this key may know of",
    "405": "The address has no such method",
    "409": "The state of the hall does not allow it; look again",
    "413": "The body is too long",
    "415": "The body is not application/json, nor multipart/form-data where files are sent",
    "422": "Fields are missing, malformed or refused by a rule",
    "429": "Too many attempts; Retry-After says when to try again",
    "503": "The database is restarting; nothing was changed, retry after Retry-After",
}
_ONLY_WITH_BODY: Final = frozenset({"400", "413", "415"})
_ONLY_WITH_KEY: Final = frozenset({"401", "403"})
_DESCRIPTION: Final = """\
The hall's doors for devices and other systems. Every error is a problem detail (RFC 9457) with a
stable `code`; `title` is a sentence in Chinese for people. `Idempotency-Key` on a POST that creates
makes a retry safe: the same key and body get the same answer, marked `Idempotent-Replayed: true`;
the same key with another body is refused with 409. A ticket's id is the one in its QR code; a
window's id is the one in `/windows/{id}`, not the number on its sign."""


class Description(OpenAPISchema):
    """Adds the problems that any operation may answer with."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        self["components"]["schemas"].update(schema.pop("$defs", {}))
        self["components"]["schemas"]["Problem"] = schema
        for methods in self["paths"].values():
            for operation in methods.values():
                self._add_problems(operation)

    @staticmethod
    def _add_problems(operation: dict[str, Any]) -> None:
        answers = {str(status): told for status, told in operation["responses"].items()}
        has_body, has_key = "requestBody" in operation, "security" in operation
        for status, meaning in _PROBLEMS.items():
            if status in _ONLY_WITH_BODY and not has_body:
                continue
            if (status in _ONLY_WITH_KEY and not has_key) or (status == "429" and has_key):
                continue
            answers[status] = {
                "description": meaning,
                "content": {
                    problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
                },
            }
        operation["responses"] = answers


class HallApi(NinjaAPI):
    """Ninja with problem details throughout."""

    def get_openapi_schema(
        self,
        *,
        path_prefix: str | None = None,
        path_params: dict[str, Any] | None = None,
    ) -> OpenAPISchema:
        """The description, with every problem."""
        prefix = path_prefix if path_prefix is not None else self.get_root_path(path_params or {})
        return Description(self, prefix)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Short and stable: `tickets_take`."""
        return f"{operation.view_func.__module__.rsplit('.', 1)[-1]}_{operation.view_func.__name__}"

    def on_exception(self, request: HttpRequest, exc: Exception | type[Exception]) -> HttpResponse:
        """Everything raised is answered in one place."""
        error = exc if isinstance(exc, Exception) else exc()
        return problems.answer(request, error)


api = HallApi(
    title="一门 Yimen API",
    version="1.0.0",
    description=_DESCRIPTION,
    docs_url=None,
    auth=AccessKey(),
    parser=JsonBody(),
    urls_namespace="api",
)
api.add_router("/tickets", tickets.router)
api.add_router("/windows", windows.router)
api.add_router("/centres", centres.router)
api.add_router("/items", items.router)
api.add_router("/ratings", ratings.router)
api.add_router("/devices", devices.router)
api.add_router("/carriers", carriers.router)
api.add_router("/payments", payments.router)
api.add_router("/parcels", parcels.router)
api.add_router("/cases", parcels.case_router)
api.add_router("/cases", bills.router)
api.add_router("/cases", certificates.case_router)
api.add_router("/verify", certificates.router)
api.add_router("/slots", booking.slots_router)
api.add_router("/appointments", booking.router)
api.add_router("/cases", cases.router)
api.add_router("/cases", case_deeds.router)
api.add_router("/cases", case_files.router)
api.add_router("/cases", papers.case_router)
api.add_router("/papers", papers.router)
api.add_router("/results", results.router)
api.add_router("/cases", results.case_router)
api.add_router("/bundle-cases", results.bundle_router)
api.add_router("/cards", cards.router)
api.add_router("/cases", cards.case_router)
api.add_router("/bundles", bundles.router)
api.add_router("/bundle-cases", bundles.filed_router)
api.add_router("/steps", cases.steps_router)
api.add_router("/steps", case_deeds.steps_router)
api.add_router("/opinions", case_deeds.opinions_router)
