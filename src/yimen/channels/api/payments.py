"""What the payment gateway tells. It has no key here: its signature is what is believed."""

from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from yimen.channels.api.problems import MEDIA_TYPE
from yimen.channels.api.reading import checked_body
from yimen.channels.api.schemas import ReceivedOut
from yimen.services.payments import actions

router = Router(tags=["payments"], auth=None)

_PROBLEM: Final = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_DESCRIPTION: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": told,
            "schema": {"type": "string"},
        }
        for name, told in (
            ("X-Yimen-Sent-At", "Seconds since 1970"),
            ("X-Yimen-Signature", "HMAC-SM3 over time, full stop and body"),
        )
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["event", "order", "status", "amount_fen", "happened_at"],
                    "properties": {
                        "event": {"type": "string", "maxLength": 64},
                        "order": {"type": "string", "maxLength": 32},
                        "status": {
                            "type": "string",
                            "enum": ["waiting", "succeeded", "refused", "unknown"],
                        },
                        "amount_fen": {"type": "integer", "minimum": 0},
                        "transaction": {"type": "string"},
                        "happened_at": {"type": "string", "format": "date-time"},
                    },
                }
            }
        },
    },
    "responses": {"403": {"description": "The signature is wrong or too old", "content": _PROBLEM}},
}


@router.post(
    "/callback",
    response=ReceivedOut,
    summary="Tell of a payment",
    openapi_extra=_DESCRIPTION,
)
def callback(request: HttpRequest) -> ReceivedOut:
    """Answered alike for what was told before and for orders that are not ours."""
    actions.receive_callback(checked_body(request), request.headers, at=timezone.now())
    return ReceivedOut(received=True)
