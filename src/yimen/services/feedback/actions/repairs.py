"""Repairing a bad rating, step by step. Each locks its repair, asks the rules, writes, notes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yimen.kernel.errors import NotAllowed
from yimen.kernel.workdays import Calendar
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Actor, Right, require
from yimen.reference.policy import queries as policy
from yimen.services.feedback import queries
from yimen.services.feedback.errors import (
    BadStars,
    NoExtensionAsked,
    NothingToRateAgain,
    RepairNotFound,
    StepNotAllowed,
)
from yimen.services.feedback.models import Rating, Repair, RepairStep
from yimen.services.feedback.rules import GRADES, is_bad
from yimen.services.feedback.rules import repair as rules
from yimen.services.feedback.rules.repair import Answer, Clock, Ground, Limits, State, Step
from yimen.support.events import Announcement, publish
from yimen.support.secrets import digest


def open_repair(rating_id: int, *, real_name: bool, at: datetime) -> int | None:
    """Open the repair of a bad rating, once; None where the rating is not bad.

    Args:
        rating_id: the rating.
        real_name: whether the rater gave an identity when taking the number.
        at: when it was rated; the local day begins the clocks.
    """
    with transaction.atomic():
        rating = Rating.objects.select_for_update().select_related("invitation").get(pk=rating_id)
        if not is_bad(rating.stars) or rating.is_default:
            return None
        known = Repair.objects.filter(rating=rating).values_list("pk", flat=True).first()
        if known is not None:
            return known
        visit = rating.invitation
        on = _local_day(visit.centre_id, at)
        limits = _limits(on)
        calendar = centres.legal_calendar()
        held = rules.dues(Clock(on, limits), calendar)
        row = Repair.objects.create(
            rating=rating,
            centre_id=visit.centre_id,
            window_id=visit.window_id,
            rated_id=visit.staff_id,
            real_name=real_name,
            state=State.OPEN.value,
            opened_at=at,
            opened_on=on,
            sign_days=limits.sign,
            contact_days=limits.contact,
            feedback_days=limits.feedback,
            extended_days=limits.extended,
            review_days=limits.review,
            sign_due=held.sign,
            contact_due=held.contact,
            feedback_due=held.feedback,
            calendar_version=calendar.version,
        )
        RepairStep.objects.create(repair=row, at=at, step="open", by="house")
        _publish(row, "opened", at)
    return row.pk


def sign(repair_id: int, *, by: Actor, at: datetime) -> None:
    """Take the repair on: who handles is responsible (谁办理谁负责).

    Raises:
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `_handling`.
    """
    with _handling(repair_id, Step.SIGN, by=by, at=at):
        pass


def contact(repair_id: int, *, reached: bool, text: str, by: Actor, at: datetime) -> None:
    """Note the first contact with the rater, and what the check found.

    Raises:
        TextNeeded, CommentTooLong: the note.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `_handling`.
    """
    with _handling(repair_id, Step.CONTACT, by=by, at=at, text=text) as work:
        work.facts["reached"] = reached


def ask_extension(repair_id: int, *, text: str, by: Actor, at: datetime) -> None:
    """Ask for the longer limit, once, while the shorter one still runs.

    Raises:
        TextNeeded, CommentTooLong: the reason.
        ExtensionOnce, ExtensionTooLate: it cannot be asked for.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `_handling`.
    """
    with _handling(repair_id, Step.ASK_EXTENSION, by=by, at=at, text=text) as work:
        row = work.row
        rules.check_extension(
            asked_before=row.extension_asked_by is not None, on=work.on, due=row.feedback_due
        )
        row.extension_asked_by = by.id


def decide_extension(repair_id: int, *, grant: bool, text: str, by: Actor, at: datetime) -> None:
    """Grant the longer limit or refuse it; never by who asked.

    Raises:
        NoExtensionAsked: there is no open request.
        SamePerson: `by` asked for it.
        TextNeeded, CommentTooLong: the reason.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `_reviewing`.
    """
    step = Step.GRANT_EXTENSION if grant else Step.REFUSE_EXTENSION
    with _reviewing(repair_id, step, by=by, at=at, text=text) as work:
        row = work.row
        if row.extension_asked_by is None or row.extension_granted is not None:
            raise NoExtensionAsked
        rules.check_second(by.id, first=row.extension_asked_by)
        row.extension_decided_by = by.id
        row.extension_granted = grant
        _reckon(row, centres.legal_calendar())


def answer(repair_id: int, kind: Answer, *, text: str, by: Actor, at: datetime) -> None:
    """Correct or explain, and tell the rater.

    Raises:
        TextNeeded, CommentTooLong: what was done.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `_handling`.
    """
    with _handling(repair_id, Step.ANSWER, by=by, at=at, text=text) as work:
        row = work.row
        work.facts["kind"] = kind.value
        if row.answered_at is None:
            row.answered_at = at
            row.in_time = row.feedback_due is not None and work.on <= row.feedback_due
        row.answers += 1


def appeal(repair_id: int, ground: Ground, *, text: str, by: Actor, at: datetime) -> None:
    """Say that the rating should not count. The feedback clock stands still until the decision.

    Raises:
        AppealOnce: there was an appeal.
        TextNeeded, CommentTooLong: the evidence.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `_handling`.
    """
    with _handling(repair_id, Step.APPEAL, by=by, at=at, text=text) as work:
        row = work.row
        rules.check_appeal(appealed_before=row.appealed_by is not None)
        work.facts["ground"] = ground.value
        row.appealed_by, row.appealed_on, row.appeal_ground = by.id, work.on, ground.value
        _reckon(row, centres.legal_calendar())


def decide_appeal(repair_id: int, *, upheld: bool, text: str, by: Actor, at: datetime) -> None:
    """Exclude the rating from the figures, or let it count; never by who appealed.

    Raises:
        SamePerson: `by` appealed.
        TextNeeded, CommentTooLong: the reason.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `_reviewing`.
    """
    step = Step.UPHOLD if upheld else Step.REJECT
    with _reviewing(repair_id, step, by=by, at=at, text=text) as work:
        row = work.row
        rules.check_second(by.id, first=row.appealed_by)
        row.appeal_decided_by, row.appeal_decided_on = by.id, work.on
        if upheld:
            Rating.objects.filter(pk=row.rating_id).update(
                excluded_at=at, excluded_for=row.appeal_ground
            )
        _reckon(row, centres.legal_calendar())


def call_back(
    repair_id: int, *, reached: bool, stars: int | None, text: str, by: Actor, at: datetime
) -> None:
    """Ask the rater about the repair. Nobody answering is an attempt, not a call-back.

    Args:
        repair_id: the repair.
        reached: whether the rater answered.
        stars: the second rating as the rater said it; None where none was given.
        text: what was said.
        by: who called.
        at: now.

    Raises:
        BadStars: not 1 to 5.
        TextNeeded, CommentTooLong: the note.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `_handling`.
    """
    if stars is not None and stars not in GRADES:
        raise BadStars(stars=stars)
    step = Step.CALL_BACK if reached else Step.MISS
    with _handling(repair_id, step, by=by, at=at, text=text) as work:
        row = work.row
        if not reached:
            row.attempts += 1
        else:
            row.called_back_at = row.called_back_at or at
        if reached and stars is not None:
            work.facts["stars"] = stars
            row.second_stars, row.second_at = stars, at


def rate_again(token: str, stars: int, *, text: str, at: datetime) -> None:
    """Rate the repair by the link of the first rating, once for each answer.

    Raises:
        BadStars: not 1 to 5.
        CommentTooLong: the note.
        NothingToRateAgain: no bad rating, no answer yet, rated already, or over.
    """
    if stars not in GRADES:
        raise BadStars(stars=stars)
    bare = rules.check_text(text) if text.strip() else ""
    with transaction.atomic():
        row = (
            Repair.objects.select_for_update()
            .filter(rating__invitation__digest=digest(token))
            .first()
        )
        if row is None or (row.second_at is not None and not _answered_since(row)):
            raise NothingToRateAgain
        try:
            row.state = rules.next_state(State(row.state), Step.RATE_AGAIN).value
        except StepNotAllowed:
            raise NothingToRateAgain from None
        row.second_stars, row.second_at = stars, at
        row.save(update_fields=["state", "second_stars", "second_at"])
        _note(row, Step.RATE_AGAIN.value, "citizen", bare, {"stars": stars}, at)
        _publish(row, Step.RATE_AGAIN.value, at)


def close(repair_id: int, *, text: str, by: Actor, at: datetime) -> None:
    """End the repair.

    Raises:
        CallBackNeeded, SecondRatingBad: something is left to do.
        TextNeeded, CommentTooLong: the result.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `_handling`.
    """
    with _handling(repair_id, Step.CLOSE, by=by, at=at, text=text) as work:
        row = work.row
        rules.check_close(
            rules.Work(
                state=work.before,
                real_name=row.real_name,
                attempts=row.attempts,
                attempts_needed=policy.whole("feedback.repair_call_attempts", row.opened_on),
                answers=row.answers,
                second_stars=row.second_stars,
            )
        )
        row.closed_at = at


def reckon_anew(calendar: Calendar, *, at: datetime) -> int:
    """Reckon the due dates of all open repairs by another calendar; how many moved.

    Each is noted with its old and new dates.
    """
    moved = 0
    with transaction.atomic():
        rows = Repair.objects.select_for_update().order_by("pk")
        for row in rows.exclude(state__in=[state.value for state in rules.FINAL]):
            before = _dates(row)
            _reckon(row, calendar)
            row.save(update_fields=[*_DUES, "calendar_version"])
            if _dates(row) != before:
                moved += 1
                facts = {"calendar": calendar.version, "before": before, "after": _dates(row)}
                _note(row, "reckon", "house", "", facts, at)
    return moved


@dataclass
class _Work:
    """A locked repair on which a step is being taken."""

    row: Repair
    before: State
    on: date
    facts: dict[str, object]


@contextmanager
def _handling(
    repair_id: int, step: Step, *, by: Actor, at: datetime, text: str | None = None
) -> Iterator[_Work]:
    """Take a handler's step.

    Raises:
        NotAllowed: `by` is nobody of the staff who handles ratings of this centre.
        RepairNotFound: no such repair.
        OwnRating: `by` is the rated person.
        StepNotAllowed: the repair is elsewhere by now.
    """
    with _taking(repair_id, step, Right.HANDLE_RATINGS, by=by, at=at, text=text) as work:
        work.row.handler_id = by.id
        yield work


@contextmanager
def _reviewing(
    repair_id: int, step: Step, *, by: Actor, at: datetime, text: str
) -> Iterator[_Work]:
    """Take a reviewer's step; raises as `_handling`."""
    with _taking(repair_id, step, Right.REVIEW_RATINGS, by=by, at=at, text=text) as work:
        yield work


@contextmanager
def _taking(
    repair_id: int, step: Step, right: Right, *, by: Actor, at: datetime, text: str | None
) -> Iterator[_Work]:
    bare = "" if text is None else rules.check_text(text)
    with transaction.atomic():
        row = Repair.objects.select_for_update().filter(pk=repair_id).first()
        if row is None:
            raise RepairNotFound
        require(by, right, centre_id=row.centre_id)
        if by.kind != "staff":
            raise NotAllowed(right=right)
        rules.check_hand(by.id, rated=row.rated_id)
        before = State(row.state)
        row.state = rules.next_state(before, step).value
        work = _Work(row, before, _local_day(row.centre_id, at), {})
        yield work
        row.save()
        _note(row, step.value, by.label, bare, work.facts, at)
        _publish(row, step.value, at)


_DUES = ("sign_due", "contact_due", "feedback_due", "review_due")


def _reckon(row: Repair, calendar: Calendar) -> None:
    held = rules.dues(queries.clock_of(row), calendar)
    row.sign_due, row.contact_due = held.sign, held.contact
    row.feedback_due, row.review_due = held.feedback, held.review
    row.calendar_version = calendar.version


def _dates(row: Repair) -> dict[str, str | None]:
    found = {name: getattr(row, name) for name in _DUES}
    return {name: day.isoformat() if day else None for name, day in found.items()}


def _answered_since(row: Repair) -> bool:
    """Whether there is an answer newer than the second rating."""
    return RepairStep.objects.filter(
        repair=row, step=Step.ANSWER.value, at__gt=row.second_at
    ).exists()


def _note(
    row: Repair, step: str, by: str, text: str, facts: Mapping[str, object], at: datetime
) -> None:
    RepairStep.objects.create(repair=row, at=at, step=step, by=by, text=text, facts=dict(facts))


def _publish(row: Repair, step: str, at: datetime) -> None:
    """Told to those who handle ratings, never on a topic of the hall that the rated clerk hears."""
    body = {"repair": row.pk, "state": row.state, "step": step}
    publish(Announcement("repair.changed", at, [f"repairs:{row.centre_id}"], body))


def _local_day(centre_id: int, at: datetime) -> date:
    return at.astimezone(centres.centre(centre_id).zone).date()


def _limits(on: date) -> Limits:
    names = ("sign", "contact", "feedback", "extended", "review")
    return Limits(**{name: policy.whole(f"feedback.repair_{name}_days", on) for name in names})
