"""Questions about repairs, for those who handle or review them, and the rates of a period."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from yimen.services.feedback.errors import RepairNotFound
from yimen.services.feedback.models import (
    Invitation,
    Rating,
    Repair,
    RepairStep,
    SecondInvitation,
)
from yimen.services.feedback.rules.rates import Tally
from yimen.services.feedback.rules.repair import (
    FINAL,
    NEXT_STATE,
    Clock,
    Dues,
    Ground,
    Limits,
    State,
    Step,
    next_due,
)
from yimen.support.secrets import digest


@dataclass(frozen=True)
class RepairView:
    """A repair and the rating it is about; staff by id, no name of the rater.

    Args:
        due: last day of the limit that runs now; None where none runs.
        second_stars: how the rater found the repair.
    """

    id: int
    centre_id: int
    window_id: int
    ticket_id: int
    queue_id: int
    rated_id: int | None
    real_name: bool
    state: State
    stars: int
    reasons: tuple[int, ...]
    comment: str
    opened_at: datetime
    due: date | None
    dues: Dues
    clock: Clock
    calendar_version: int
    handler_id: int | None
    answered_at: datetime | None
    in_time: bool | None
    attempts: int
    second_stars: int | None
    extension_asked_by: int | None
    extension_granted: bool | None
    appealed_by: int | None
    appeal_ground: Ground | None

    @property
    def over(self) -> bool:
        return self.state in FINAL

    def overdue(self, today: date) -> bool:
        """Whether the limit that runs now has ended."""
        return self.due is not None and today > self.due


@dataclass(frozen=True)
class StepView:
    """One line of a repair's record. `by` is a staff number, "citizen" or "house"."""

    at: datetime
    step: str
    by: str
    text: str
    facts: Mapping[str, object]


def clock_of(row: Repair) -> Clock:
    """The ledger of a repair's time."""
    limits = Limits(
        row.sign_days, row.contact_days, row.feedback_days, row.extended_days, row.review_days
    )
    return Clock(
        row.opened_on,
        limits,
        extended=bool(row.extension_granted),
        appealed_on=row.appealed_on,
        decided_on=row.appeal_decided_on,
    )


def repair(repair_id: int) -> RepairView:
    """One repair.

    Raises:
        RepairNotFound: there is none.
    """
    row = Repair.objects.select_related("rating__invitation").filter(pk=repair_id).first()
    if row is None:
        raise RepairNotFound
    return _view(row)


@dataclass(frozen=True)
class SecondView:
    """What the rater is asked about a repair, by a token.

    Args:
        repair: the repair.
        answer: what was done last; None before there is an answer.
        stop: why it cannot be rated now: "used", "expired", "rated", "not_now"; empty: it can.
        expires_at: when the address ends; None for the first rating's own link.
    """

    repair: RepairView
    answer: StepView | None
    stop: str
    expires_at: datetime | None


def second(token: str, *, at: datetime) -> SecondView | None:
    """The repair that may be rated with a token; None where the token is of none."""
    rows = Repair.objects.select_related("rating__invitation")
    mark = digest(token)
    invitation = SecondInvitation.objects.filter(digest=mark).first()
    if invitation is not None:
        row = rows.get(pk=invitation.repair_id)
    else:
        found = rows.filter(rating__invitation__digest=mark).first()
        if found is None:
            return None
        row = found
    return SecondView(
        _view(row),
        _last_answer(row),
        _stop(row, invitation, at),
        invitation.expires_at if invitation else None,
    )


def _stop(row: Repair, invitation: SecondInvitation | None, at: datetime) -> str:
    if invitation is not None and invitation.used_at is not None:
        return "used"
    if (State(row.state), Step.RATE_AGAIN) not in NEXT_STATE:
        return "not_now"
    if rated_since_answer(row):
        return "rated"
    return "expired" if invitation is not None and invitation.expires_at <= at else ""


def _last_answer(row: Repair) -> StepView | None:
    answers = RepairStep.objects.filter(repair=row, step=Step.ANSWER.value).order_by("-id")
    found = answers.values_list("at", "step", "by", "text", "facts").first()
    return StepView(*found) if found else None


def rated_since_answer(row: Repair) -> bool:
    """Whether the rater has rated the repair, and nothing was answered since."""
    if row.second_at is None:
        return False
    answers = RepairStep.objects.filter(repair=row, step=Step.ANSWER.value)
    return not answers.filter(at__gt=row.second_at).exists()


def repairs(centre_id: int, *, states: Iterable[State] = (), limit: int = 500) -> list[RepairView]:
    """A centre's repairs, newest first; those not over where no states are named."""
    rows = Repair.objects.select_related("rating__invitation").filter(centre_id=centre_id)
    wanted = [state.value for state in states] or [s.value for s in State if s not in FINAL]
    return [_view(row) for row in rows.filter(state__in=wanted).order_by("-opened_at")[:limit]]


def steps(repair_id: int) -> list[StepView]:
    """A repair's record, oldest first."""
    rows = RepairStep.objects.filter(repair_id=repair_id).order_by("id")
    return [StepView(*row) for row in rows.values_list("at", "step", "by", "text", "facts")]


def _view(row: Repair) -> RepairView:
    rating, visit = row.rating, row.rating.invitation
    state = State(row.state)
    held = Dues(row.sign_due, row.contact_due, row.feedback_due, row.review_due)
    return RepairView(
        id=row.pk,
        centre_id=row.centre_id,
        window_id=row.window_id,
        ticket_id=visit.ticket_id,
        queue_id=visit.queue_id,
        rated_id=row.rated_id,
        real_name=row.real_name,
        state=state,
        stars=rating.stars,
        reasons=tuple(rating.reasons),
        comment=rating.comment,
        opened_at=row.opened_at,
        due=next_due(state, held),
        dues=held,
        clock=clock_of(row),
        calendar_version=row.calendar_version,
        handler_id=row.handler_id,
        answered_at=row.answered_at,
        in_time=row.in_time,
        attempts=row.attempts,
        second_stars=row.second_stars,
        extension_asked_by=row.extension_asked_by,
        extension_granted=row.extension_granted,
        appealed_by=row.appealed_by,
        appeal_ground=Ground(row.appeal_ground) if row.appeal_ground else None,
    )


def tally_between(centre_id: int, start: datetime, end: datetime, *, today: date) -> Tally:
    """Counts of the services that ended in a period, for `rules.rates`."""
    visits = Invitation.objects.filter(centre_id=centre_id, at__gte=start, at__lt=end)
    valid = Rating.objects.filter(
        invitation__centre_id=centre_id,
        invitation__at__gte=start,
        invitation__at__lt=end,
        excluded_at__isnull=True,
    )
    given: Counter[int] = Counter()
    by_default: Counter[int] = Counter()
    for stars, is_default in valid.values_list("stars", "is_default"):
        (by_default if is_default else given)[stars] += 1
    counted = Repair.objects.filter(
        rating__invitation__centre_id=centre_id,
        rating__invitation__at__gte=start,
        rating__invitation__at__lt=end,
    ).exclude(state=State.EXCLUDED.value)
    answered = Q(answered_at__isnull=False)
    named = counted.filter(answered, real_name=True)
    return Tally(
        services=visits.count(),
        given=given,
        by_default=by_default,
        repairs_due=counted.filter(answered | Q(feedback_due__lt=today)).count(),
        repaired_in_time=counted.filter(answered, in_time=True).count(),
        named_bad=named.count(),
        called_back=named.filter(called_back_at__isnull=False).count(),
    )
