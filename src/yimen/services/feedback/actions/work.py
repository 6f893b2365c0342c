"""Taking a step of a repair: lock it, ask the rules, write, note who did it, tell of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from yimen.kernel.errors import NotAllowed
from yimen.kernel.workdays import Calendar
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Actor, Right, require
from yimen.reference.policy import queries as policy
from yimen.services.feedback import queries
from yimen.services.feedback.errors import RepairNotFound
from yimen.services.feedback.models import Repair, RepairStep
from yimen.services.feedback.rules import repair as rules
from yimen.services.feedback.rules.repair import Limits, State, Step
from yimen.support.events import Announcement, publish


@dataclass
class Work:
    """A locked repair on which a step is being taken."""

    row: Repair
    before: State
    on: date
    facts: dict[str, object]


@contextmanager
def handling(
    repair_id: int, step: Step, *, by: Actor, at: datetime, text: str | None = None
) -> Iterator[Work]:
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
def reviewing(repair_id: int, step: Step, *, by: Actor, at: datetime, text: str) -> Iterator[Work]:
    """Take a reviewer's step; raises as `handling`."""
    with _taking(repair_id, step, Right.REVIEW_RATINGS, by=by, at=at, text=text) as work:
        yield work


@contextmanager
def _taking(
    repair_id: int, step: Step, right: Right, *, by: Actor, at: datetime, text: str | None
) -> Iterator[Work]:
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
        work = Work(row, before, local_day(row.centre_id, at), {})
        yield work
        row.save()
        note(row, step.value, by.label, bare, work.facts, at)
        tell(row, step.value, at)


#: The columns that `reckon` writes.
DUES: Final = ("sign_due", "contact_due", "feedback_due", "review_due")


def reckon(row: Repair, calendar: Calendar) -> None:
    """Write its due dates by a calendar; the caller saves."""
    held = rules.dues(queries.clock_of(row), calendar)
    row.sign_due, row.contact_due = held.sign, held.contact
    row.feedback_due, row.review_due = held.feedback, held.review
    row.calendar_version = calendar.version


def dates(row: Repair) -> dict[str, str | None]:
    """Its due dates, for the record."""
    found = {name: getattr(row, name) for name in DUES}
    return {name: day.isoformat() if day else None for name, day in found.items()}


def note(
    row: Repair, step: str, by: str, text: str, facts: Mapping[str, object], at: datetime
) -> None:
    """Add a line to its record."""
    RepairStep.objects.create(repair=row, at=at, step=step, by=by, text=text, facts=dict(facts))


def tell(row: Repair, step: str, at: datetime) -> None:
    """Told to those who handle ratings, never on a topic of the hall that the rated clerk hears."""
    body = {"repair": row.pk, "state": row.state, "step": step}
    publish(Announcement("repair.changed", at, [f"repairs:{row.centre_id}"], body))


def local_day(centre_id: int, at: datetime) -> date:
    """The day an instant falls on in a centre."""
    return at.astimezone(centres.centre(centre_id).zone).date()


def limits_on(on: date) -> Limits:
    """The limits in force on a day."""
    names = ("sign", "contact", "feedback", "extended", "review")
    return Limits(**{name: policy.whole(f"feedback.repair_{name}_days", on) for name in names})
