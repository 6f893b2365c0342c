"""What carriers tell of parcels on their way, signed with the secret the two sides share."""

from datetime import datetime
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.security import APIKeyHeader
from pydantic import AwareDatetime

from yimen.channels.api.problems import Trouble
from yimen.channels.api.reading import checked_body
from yimen.devices.asking import SENT_AT, SIGNATURE, is_signed
from yimen.devices.carriers import Scan
from yimen.services.delivery import actions

router = Router(tags=["carriers"])


class CarrierSignature(APIKeyHeader):
    """The two headers that prove who sent a body, and when: see docs/reference/signatures.md."""

    param_name = SIGNATURE

    def authenticate(self, request: HttpRequest, key: str | None) -> str:
        """The carrier's code.

        Raises:
            Trouble: not signed by it, or too long ago.
        """
        found = request.resolver_match
        carrier = str(found.kwargs.get("carrier", "")) if found else ""
        headers = {SENT_AT: request.headers.get(SENT_AT, ""), SIGNATURE: key or ""}
        secret = settings.CARRIER_SECRETS.get(carrier, "")
        if not is_signed(checked_body(request), headers, secret=secret, at=timezone.now()):
            raise Trouble(401, "api.bad_signature")
        return carrier


class EventIn(Schema):
    """One thing that happened to a parcel."""

    id: Annotated[str, Field(min_length=1, max_length=80, description="The carrier's own")]
    code: Annotated[str, Field(min_length=1, max_length=8, description="On the carriers' scale")]
    at: Annotated[AwareDatetime, Field(description="When it happened")]
    text: Annotated[str, Field(max_length=200)] = ""

    def scan(self) -> Scan:
        """As `delivery` takes it."""
        happened_at: datetime = self.at
        return Scan(self.id, self.code, happened_at, self.text)


class EventsIn(Schema):
    """What is told of one parcel, in any order."""

    number: Annotated[str, Field(min_length=8, max_length=30)]
    events: Annotated[list[EventIn], Field(min_length=1, max_length=100)]


@router.post(
    "/{carrier}/events",
    auth=CarrierSignature(),
    response={204: None},
    summary="Tell what happened to a parcel",
)
def tell(request: HttpRequest, carrier: str, asked: EventsIn) -> HttpResponse:
    """Each event is noted once, however often it is told, by whatever `id` it has."""
    scans = [event.scan() for event in asked.events]
    actions.track(carrier, asked.number, scans, at=timezone.now())
    return HttpResponse(status=204)
