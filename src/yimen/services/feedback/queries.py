"""Questions about ratings. Nothing here answers the rated clerk."""

from dataclasses import dataclass
from datetime import datetime

from yimen.services.feedback.models import Invitation, Rating
from yimen.support.secrets import digest


@dataclass(frozen=True)
class InvitationView:
    """An invitation as the rating page sees it."""

    id: int
    ticket_id: int
    window_id: int
    centre_id: int
    at: datetime
    expires_at: datetime
    used: bool


def invitation(token: str) -> InvitationView | None:
    """The invitation a token belongs to."""
    row = Invitation.objects.filter(digest=digest(token)).first()
    return _view(row) if row else None


def _view(row: Invitation) -> InvitationView:
    return InvitationView(
        row.pk,
        row.ticket_id,
        row.window_id,
        row.centre_id,
        row.at,
        row.expires_at,
        row.used_at is not None,
    )


def ratings_between(
    centre_id: int, start: datetime, end: datetime
) -> list[tuple[int, int, list[int], str, str, datetime]]:
    """Ratings given in a period, newest first.

    Rows are window id, stars, reasons, comment, channel, at.
    """
    rows = Rating.objects.filter(
        invitation__centre_id=centre_id, at__gte=start, at__lt=end, is_default=False
    ).order_by("-at")
    return list(
        rows.values_list("invitation__window_id", "stars", "reasons", "comment", "channel", "at")
    )


def counts_between(centre_id: int, start: datetime, end: datetime) -> tuple[int, int, int, int]:
    """Invitations, ratings given, five stars, one or two stars of a period."""
    invited = Invitation.objects.filter(centre_id=centre_id, at__gte=start, at__lt=end)
    given = Rating.objects.filter(
        invitation__centre_id=centre_id,
        invitation__at__gte=start,
        invitation__at__lt=end,
        is_default=False,
    )
    return (
        invited.count(),
        given.count(),
        given.filter(stars=5).count(),
        given.filter(stars__lte=2).count(),
    )
