"""Enrolling: a device exchanges the one-time code typed into it for its own key."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from yimen.channels.api.schemas import EnrolRequest, KeyOut
from yimen.channels.doorway.askers import asker
from yimen.journeys import enrol as journey
from yimen.reference.people import queries as people

router = Router(tags=["devices"], auth=None)


@router.post("/enrol", response=KeyOut, summary="Enrol a device")
def enrol(request: HttpRequest, asked: EnrolRequest) -> KeyOut:
    """The key is shown this once. After ten wrong codes from one address: 429 for five minutes."""
    secret = journey.enrol(asked.code, asker=asker(request), at=timezone.now())
    view = people.key(secret)
    return KeyOut(
        key=secret,
        name=view.name,
        kind=view.kind.value,
        centre_id=view.centre_id,
        window_id=view.window_id,
    )
