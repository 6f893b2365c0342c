"""Inviting to rate, rating, and ratings by rule. The token is the right; it works once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yimen.reference.policy import queries as policy
from yimen.services.feedback.errors import InvitationRefused
from yimen.services.feedback.models import Invitation, Rating
from yimen.services.feedback.rules import grades as rules
from yimen.support.events import Announcement, publish
from yimen.support.secrets import digest

#: The clock comes again; one transaction stays small.
_DEFAULTS_AT_ONCE = 5000


@dataclass(frozen=True)
class Visit:
    """What was served, where and by whom."""

    ticket_id: int
    centre_id: int
    window_id: int
    queue_id: int
    staff_id: int | None


def invite(visit: Visit, *, at: datetime) -> str:
    """The one-time token with which this visit may be rated. Asking again makes a new one.

    The window's screen hears of it by the event `rating.asked`, which carries the token: the
    stream of a window's rating screen is its own (see `channels.live`).
    """
    token = secrets.token_urlsafe(12)
    expires = at + rules.lifetime(policy.whole("feedback.later_days", timezone.localdate(at)))
    with transaction.atomic():
        Invitation.objects.update_or_create(
            ticket_id=visit.ticket_id,
            defaults={
                "digest": digest(token),
                "centre_id": visit.centre_id,
                "window_id": visit.window_id,
                "queue_id": visit.queue_id,
                "staff_id": visit.staff_id,
                "at": at,
                "expires_at": expires,
            },
        )
        publish(Announcement("rating.asked", at, [f"rating:{visit.window_id}"], {"token": token}))
    return token


def rate(
    token: str, stars: int, *, reasons: Sequence[int], comment: str, channel: str, at: datetime
) -> int:
    """Rate one visit, once. The rating's id.

    Raises:
        BadStars, BadReasons, CommentTooLong: correct the rating.
        InvitationRefused: unknown, used or expired token.
    """
    rules.check(stars, reasons, comment)
    with transaction.atomic():
        row = Invitation.objects.select_for_update().filter(digest=digest(token)).first()
        if row is None:
            raise InvitationRefused(why="unknown")
        if row.used_at is not None:
            raise InvitationRefused(why="used")
        if row.expires_at <= at:
            raise InvitationRefused(why="expired")
        row.used_at = at
        row.save(update_fields=["used_at"])
        rating, _ = Rating.objects.update_or_create(  # in the place of one set by rule
            invitation=row,
            defaults={
                "stars": stars,
                "reasons": sorted(set(reasons)),
                "comment": comment.strip(),
                "channel": channel,
                "at": at,
                "is_default": False,
            },
        )
        publish(Announcement("rating.given", at, [f"rating:{row.window_id}"]))
    return rating.pk


def give_defaults(*, at: datetime) -> int:
    """Rate by rule what nobody rated in time, where the city has such a rule; how many.

    They are marked and never counted as given; a citizen's own rating takes their place. Off
    unless the parameter `feedback.default_days` says after how many days.
    """
    days = policy.whole("feedback.default_days", timezone.localdate(at))
    if days == 0:
        return 0
    unrated = Invitation.objects.filter(
        rating__isnull=True, used_at__isnull=True, at__lte=at - rules.lifetime(days)
    ).order_by("pk")
    made = Rating.objects.bulk_create(
        (
            Rating(
                invitation=row, stars=rules.DEFAULT_STARS, channel="rule", at=at, is_default=True
            )
            for row in unrated[:_DEFAULTS_AT_ONCE]
        ),
        ignore_conflicts=True,
    )
    return len(made)
