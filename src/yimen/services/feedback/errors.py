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


class RepairNotFound(DomainError):
    """No such repair, or none of a centre the asker may know of."""

    code = "feedback.repair_not_found"
    kind = Kind.NOT_FOUND


class StepNotAllowed(DomainError):
    """The repair is elsewhere by now. Facts: `stage`, `step`."""

    code = "feedback.step_not_allowed"
    kind = Kind.CONFLICT


class OwnRating(DomainError):
    """The rated person neither handles nor reviews the rating."""

    code = "feedback.own_rating"
    kind = Kind.FORBIDDEN


class SamePerson(DomainError):
    """Who asked does not decide."""

    code = "feedback.same_person"
    kind = Kind.FORBIDDEN


class TextNeeded(DomainError):
    """The step needs a note."""

    code = "feedback.text_needed"


class ExtensionOnce(DomainError):
    """An extension was asked for already."""

    code = "feedback.extension_once"
    kind = Kind.CONFLICT


class ExtensionTooLate(DomainError):
    """The limit has ended, or stands still."""

    code = "feedback.extension_too_late"
    kind = Kind.CONFLICT


class NoExtensionAsked(DomainError):
    """There is no request to decide."""

    code = "feedback.no_extension_asked"
    kind = Kind.CONFLICT


class AppealOnce(DomainError):
    """There was an appeal already."""

    code = "feedback.appeal_once"
    kind = Kind.CONFLICT


class CallBackNeeded(DomainError):
    """The rater is known by name and was not called back. Facts: `attempts`, `needed`."""

    code = "feedback.call_back_needed"
    kind = Kind.CONFLICT


class SecondRatingBad(DomainError):
    """The rater is not content with the repair; answer again first."""

    code = "feedback.second_rating_bad"
    kind = Kind.CONFLICT


class NothingToRateAgain(DomainError):
    """There is no answer to rate, or it was rated."""

    code = "feedback.nothing_to_rate_again"
    kind = Kind.CONFLICT
