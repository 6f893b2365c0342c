"""Questions about ratings. Nothing here answers the rated clerk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import TruncDate

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
        excluded_at__isnull=True,
    )
    return (
        invited.count(),
        given.count(),
        given.filter(stars=5).count(),
        given.filter(stars__lte=2).count(),
    )


def stars_of(ticket_ids: Collection[int]) -> dict[int, tuple[int, bool]]:
    """Stars, and whether by default, of these visits, by ticket.

    Those without a rating are left out, and those whose rating was excluded (误评 and the like):
    such a visit counts as not rated.
    """
    rows = Rating.objects.filter(invitation__ticket_id__in=ticket_ids, excluded_at__isnull=True)
    return {
        ticket_id: (stars, is_default)
        for ticket_id, stars, is_default in rows.values_list(
            "invitation__ticket_id", "stars", "is_default"
        )
    }


def stars_marks(centre_id: int, since: datetime, zone: ZoneInfo) -> dict[date, str]:
    """By the visit's local day, a word that changes with each rating given or excluded."""
    rows = (
        Rating.objects.filter(invitation__centre_id=centre_id, invitation__at__gte=since)
        .annotate(day=TruncDate("invitation__at", tzinfo=zone))
        .values("day")
        .annotate(
            given=Count("id"),
            excluded=Count("excluded_at"),
            last=Max("at"),
            stars=Sum("stars"),
        )
    )
    return {
        row["day"]: f"{row['given'] - row['excluded']}/{row['given']}/{row['stars']}/{row['last']}"
        for row in rows
    }


def oldest_changed(centre_id: int, since: datetime, zone: ZoneInfo) -> date | None:
    """The earliest local day of a visit whose rating was given or excluded since, if any."""
    changed = Rating.objects.filter(Q(at__gte=since) | Q(excluded_at__gte=since))
    visit: datetime | None = changed.filter(invitation__centre_id=centre_id).aggregate(
        first=Min("invitation__at")
    )["first"]
    return visit.astimezone(zone).date() if visit else None
