"""Refusals about ratings."""

from yimen.kernel.errors import DomainError, Kind


class InvitationRefused(DomainError):
    """The rating link is unknown, used, or expired. Facts: `why` (unknown, used, expired)."""

    code = "feedback.invitation_refused"
    kind = Kind.CONFLICT


class BadStars(DomainError):
    """Stars are 1 to 5."""

    code = "feedback.bad_stars"


class BadReasons(DomainError):
    """A reason that does not belong to the grade. Facts: `reasons`."""

    code = "feedback.bad_reasons"


class CommentTooLong(DomainError):
    """Facts: `limit`."""

    code = "feedback.comment_too_long"
