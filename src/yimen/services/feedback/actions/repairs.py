"""Repairing a bad rating, step by step. Each locks its repair, asks the rules, writes, notes."""

from datetime import datetime

from django.db import transaction

from yimen.kernel.workdays import Calendar
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Actor
from yimen.reference.policy import queries as policy
from yimen.services.feedback.actions.work import (
    DUES,
    dates,
    handling,
    limits_on,
    local_day,
    note,
    reckon,
    reviewing,
    tell,
)
from yimen.services.feedback.errors import BadStars, NoExtensionAsked
from yimen.services.feedback.models import Rating, Repair, RepairStep
from yimen.services.feedback.rules import GRADES, is_bad
from yimen.services.feedback.rules import repair as rules
from yimen.services.feedback.rules.repair import Answer, Clock, Ground, State, Step


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
        on = local_day(visit.centre_id, at)
        limits = limits_on(on)
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
        tell(row, "opened", at)
    return row.pk


def sign(repair_id: int, *, by: Actor, at: datetime) -> None:
    """Take the repair on: who handles is responsible (谁办理谁负责).

    Raises:
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.handling`.
    """
    with handling(repair_id, Step.SIGN, by=by, at=at):
        pass


def contact(repair_id: int, *, reached: bool, text: str, by: Actor, at: datetime) -> None:
    """Note the first contact with the rater, and what the check found.

    Raises:
        TextNeeded, CommentTooLong: the note.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.handling`.
    """
    with handling(repair_id, Step.CONTACT, by=by, at=at, text=text) as work:
        work.facts["reached"] = reached


def ask_extension(repair_id: int, *, text: str, by: Actor, at: datetime) -> None:
    """Ask for the longer limit, once, while the shorter one still runs.

    Raises:
        TextNeeded, CommentTooLong: the reason.
        ExtensionOnce, ExtensionTooLate: it cannot be asked for.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.handling`.
    """
    with handling(repair_id, Step.ASK_EXTENSION, by=by, at=at, text=text) as work:
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
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.reviewing`.
    """
    step = Step.GRANT_EXTENSION if grant else Step.REFUSE_EXTENSION
    with reviewing(repair_id, step, by=by, at=at, text=text) as work:
        row = work.row
        if row.extension_asked_by is None or row.extension_granted is not None:
            raise NoExtensionAsked
        rules.check_second(by.id, first=row.extension_asked_by)
        row.extension_decided_by = by.id
        row.extension_granted = grant
        reckon(row, centres.legal_calendar())


def answer(repair_id: int, kind: Answer, *, text: str, by: Actor, at: datetime) -> None:
    """Correct or explain, and tell the rater.

    Raises:
        TextNeeded, CommentTooLong: what was done.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.handling`.
    """
    with handling(repair_id, Step.ANSWER, by=by, at=at, text=text) as work:
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
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.handling`.
    """
    with handling(repair_id, Step.APPEAL, by=by, at=at, text=text) as work:
        row = work.row
        rules.check_appeal(appealed_before=row.appealed_by is not None)
        work.facts["ground"] = ground.value
        row.appealed_by, row.appealed_on, row.appeal_ground = by.id, work.on, ground.value
        reckon(row, centres.legal_calendar())


def decide_appeal(repair_id: int, *, upheld: bool, text: str, by: Actor, at: datetime) -> None:
    """Exclude the rating from the figures, or let it count; never by who appealed.

    Raises:
        SamePerson: `by` appealed.
        TextNeeded, CommentTooLong: the reason.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.reviewing`.
    """
    step = Step.UPHOLD if upheld else Step.REJECT
    with reviewing(repair_id, step, by=by, at=at, text=text) as work:
        row = work.row
        rules.check_second(by.id, first=row.appealed_by)
        row.appeal_decided_by, row.appeal_decided_on = by.id, work.on
        if upheld:
            Rating.objects.filter(pk=row.rating_id).update(
                excluded_at=at, excluded_for=row.appeal_ground
            )
        reckon(row, centres.legal_calendar())


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
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.handling`.
    """
    if stars is not None and stars not in GRADES:
        raise BadStars(stars=stars)
    step = Step.CALL_BACK if reached else Step.MISS
    with handling(repair_id, step, by=by, at=at, text=text) as work:
        row = work.row
        if not reached:
            row.attempts += 1
        else:
            row.called_back_at = row.called_back_at or at
        if reached and stars is not None:
            work.facts["stars"] = stars
            row.second_stars, row.second_at = stars, at


def close(repair_id: int, *, text: str, by: Actor, at: datetime) -> None:
    """End the repair.

    Raises:
        CallBackNeeded, SecondRatingBad: something is left to do.
        TextNeeded, CommentTooLong: the result.
        NotAllowed, RepairNotFound, OwnRating, StepNotAllowed: see `work.handling`.
    """
    with handling(repair_id, Step.CLOSE, by=by, at=at, text=text) as work:
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
            before = dates(row)
            reckon(row, calendar)
            row.save(update_fields=[*DUES, "calendar_version"])
            if dates(row) != before:
                moved += 1
                facts = {"calendar": calendar.version, "before": before, "after": dates(row)}
                note(row, "reckon", "house", "", facts, at)
    return moved
