"""Ratings passed on by a window's screen or by another system."""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.repeats import IdempotencyKey, created, once
from yimen.channels.api.schemas import RatingOut, RatingRequest
from yimen.journeys.rate import rate as rate_visit
from yimen.reference.people.queries import KeyView
from yimen.reference.people.rules import Right, require
from yimen.services.feedback import queries
from yimen.services.feedback.errors import InvitationRefused

router = Router(tags=["ratings"])


@router.post("", response={201: RatingOut, 200: RatingOut}, summary="Rate a visit")
def rate(
    request: ApiRequest, asked: RatingRequest, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Once, with the token of the visit; 200 where this request was answered before."""
    key = request.auth
    require(key.actor, Right.RATE, centre_id=key.centre_id)
    _demand_own(key, asked.token)
    at = timezone.now()

    def act() -> dict[str, object]:
        rating = rate_visit(
            asked.token,
            asked.stars,
            reasons=asked.reasons,
            comment=asked.comment,
            channel="window" if key.window_id is not None else "api",
            at=at,
        )
        return {"id": rating}

    answer, earlier = once(key.id, idempotency_key, f"ratings {asked.model_dump_json()}", act, at)
    return created(RatingOut.model_validate(answer).model_dump_json(), replayed=earlier)


def _demand_own(key: KeyView, token: str) -> None:
    """A screen passes on ratings of its own window, a system those of its own centre.

    Raises:
        InvitationRefused: another's; it looks like an unknown one.
    """
    found = queries.invitation(token)
    if found is None or found.centre_id != key.centre_id:
        raise InvitationRefused(why="unknown")
    if key.window_id is not None and found.window_id != key.window_id:
        raise InvitationRefused(why="unknown")
