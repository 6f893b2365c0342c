"""Rating a visit: a bad rating opens its repair at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yimen.services.feedback import actions as feedback
from yimen.services.feedback import queries
from yimen.services.feedback.rules import is_bad
from yimen.services.hall import queries as hall
from yimen.services.hall.errors import TicketNotFound


def rate(
    token: str, stars: int, *, reasons: Sequence[int], comment: str, channel: str, at: datetime
) -> int:
    """Rate one visit, once; one and two stars open a repair. The rating's id.

    Raises:
        BadStars, BadReasons, CommentTooLong: correct the rating.
        InvitationRefused: unknown, used or expired token.
    """
    with transaction.atomic():
        rating_id = feedback.rate(
            token, stars, reasons=reasons, comment=comment, channel=channel, at=at
        )
        if is_bad(stars):
            feedback.open_repair(rating_id, real_name=_known_by_name(token), at=at)
    return rating_id


def _known_by_name(token: str) -> bool:
    found = queries.invitation(token)
    if found is None:
        return False
    try:
        return hall.ticket(found.ticket_id).identified
    except TicketNotFound:  # wiped after the time for personal data
        return False
