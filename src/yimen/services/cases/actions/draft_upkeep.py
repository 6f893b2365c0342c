"""What happens to a draft while nobody is at it: its files are checked, and it grows old."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from yimen.reference.people.rules import Actor
from yimen.reference.policy import queries as policy
from yimen.services.cases.actions import moves
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.materials import Material
from yimen.services.cases.rules.parameters import DRAFT_DAYS
from yimen.services.cases.rules.states import MaterialState, Move, State


def files_checked(
    case_id: int,
    key: str,
    file_ids: Sequence[str],
    *,
    good: bool,
    flaw: str,
    at: datetime,
    by: Actor,
) -> bool:
    """The check of a material's files has ended; a bad file makes it missing again.

    One that may come later (容缺) and was promised is promised still.

    Args:
        case_id: whose.
        key: of the material.
        file_ids: what was looked at. Nothing is said of a material that has others by now: those
            have a check of their own.
        good: whether all of them may be used.
        flaw: what is told of a bad one.
        at: now.
        by: the clock.

    Returns:
        Whether the material waited for the check of these files.

    Raises:
        CaseNotFound: no such case.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        found = Material.objects.filter(
            case=row, key=key, state=MaterialState.CHECKING.value, file_ids=list(file_ids)
        )
        state = MaterialState.GIVEN if good else MaterialState.MISSING
        if not good and row.tolerant:
            owed = found.filter(need="later").update(
                state=MaterialState.PROMISED.value,
                way="",
                file_ids=[],
                flaw=flaw[:500],
                changed_at=at,
            )
        else:
            owed = 0
        told = owed or found.update(
            state=state.value, flaw="" if good else flaw[:500], changed_at=at
        )
        if told:
            facts: dict[str, object] = {"materials": [key], "good": good}
            moves.note(row, "files_checked", by=by, at=at, facts=facts)
        return bool(told)


def expire_drafts(*, on: date, by: Actor, at: datetime, most: int = 200) -> int:
    """Drafts nobody has saved for too long end; how many. Idempotent, catches up in batches."""
    before = at - timedelta(days=policy.whole(DRAFT_DAYS, on))
    # What was saved before was made before; an index of what each save changes would cost more.
    old = Case.objects.filter(state=State.DRAFT.value, made_at__lt=before, saved_at__lt=before)
    old = old.order_by("made_at")
    ended = 0
    for case_id in list(old.values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            row = moves.locked(case_id)
            if row.state == State.DRAFT.value and row.saved_at < before:
                moves.move(row, Move.EXPIRE, by=by, at=at)
                ended += 1
    return ended
