"""The rating of a repair by its rater: an address of its own for it, and the rating."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F

from yimen.reference.people.rules import Actor
from yimen.reference.policy import queries as policy
from yimen.services.feedback.actions.work import handling, note, tell
from yimen.services.feedback.errors import (
    BadStars,
    InvitationRefused,
    NothingToRateAgain,
    StepNotAllowed,
)
from yimen.services.feedback.models import Repair, SecondInvitation
from yimen.services.feedback.queries import rated_since_answer
from yimen.services.feedback.rules import GRADES, lifetime
from yimen.services.feedback.rules import repair as rules
from yimen.services.feedback.rules.repair import State, Step
from yimen.support.secrets import digest


def invite_again(repair_id: int, *, by: Actor, at: datetime) -> str:
    """The one-time token with which the rater may rate the repair; earlier ones work no more.

    Raises:
        NothingToRateAgain: the last answer was rated.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.handling`.
    """
    token = secrets.token_urlsafe(16)
    with handling(repair_id, Step.INVITE_AGAIN, by=by, at=at) as work:
        if rated_since_answer(work.row):
            raise NothingToRateAgain
        expires = at + lifetime(policy.whole("feedback.again_days", work.on))
        SecondInvitation.objects.filter(repair=work.row, used_at__isnull=True).update(
            expires_at=F("at")
        )
        SecondInvitation.objects.create(
            repair=work.row, digest=digest(token), at=at, expires_at=expires
        )
    return token


def rate_again(token: str, stars: int, *, text: str, at: datetime) -> None:
    """Rate the repair, once for each answer: by an invitation, or by the link of the first rating.

    Raises:
        BadStars: not 1 to 5.
        CommentTooLong: the note.
        InvitationRefused: an invitation that was used, or has expired.
        NothingToRateAgain: no bad rating, no answer yet, rated already, or over.
    """
    if stars not in GRADES:
        raise BadStars(stars=stars)
    bare = rules.check_text(text) if text.strip() else ""
    with transaction.atomic():
        row = _locked(token)
        invitation = SecondInvitation.objects.filter(digest=digest(token)).first()
        if invitation is not None:
            _use(invitation, at)
        if rated_since_answer(row):
            raise NothingToRateAgain
        try:
            row.state = rules.next_state(State(row.state), Step.RATE_AGAIN).value
        except StepNotAllowed:
            raise NothingToRateAgain from None
        row.second_stars, row.second_at = stars, at
        row.save(update_fields=["state", "second_stars", "second_at"])
        note(row, Step.RATE_AGAIN.value, "citizen", bare, {"stars": stars}, at)
        tell(row, Step.RATE_AGAIN.value, at)


def _locked(token: str) -> Repair:
    rows = Repair.objects.select_for_update(of=("self",))
    mark = digest(token)
    invited = SecondInvitation.objects.filter(digest=mark).values_list("repair_id", flat=True)
    row = (
        rows.filter(pk__in=list(invited)).first()
        or rows.filter(rating__invitation__digest=mark).first()
    )
    if row is None:
        raise NothingToRateAgain
    return row


def _use(invitation: SecondInvitation, at: datetime) -> None:
    """Use it up. The caller holds the repair's lock, and read it after."""
    if invitation.used_at is not None:
        raise InvitationRefused(why="used")
    if invitation.expires_at <= at:
        raise InvitationRefused(why="expired")
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
