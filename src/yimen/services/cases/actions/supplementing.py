"""What is missing or wrong is told once (一次性告知), and comes.

Source: Administrative Licensing Law (行政许可法) art. 32 (1) no. 4.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import cards, clocks, moves, noticing
from yimen.services.cases.actions.rights import (
    check_accepts,
    check_not_own,
    check_takes_in,
    is_own,
)
from yimen.services.cases.errors import MaterialNotFound, NothingWrong, SupplementOnce
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.materials import Material
from yimen.services.cases.queries import clocks as clock_queries
from yimen.services.cases.queries import notice_facts
from yimen.services.cases.queries.materials import how_complete
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.cards import Cause
from yimen.services.cases.rules.clocks import ClockKind, EndReason, StopReason
from yimen.services.cases.rules.drafting import missing
from yimen.services.cases.rules.notices.kinds import Kind as Notice
from yimen.services.cases.rules.states import MaterialState, Move


def ask(
    case_id: int, flaws: Mapping[str, str], *, by: Actor, at: datetime, override: str = ""
) -> CaseView:
    """Tell everything that is missing or wrong, once (一次性告知).

    Args:
        case_id: which.
        flaws: by material key what is wrong and how to mend it. Required materials that are
            missing are added, so that nothing is left for a second notice.
        by: who may accept it; a supervisor for a second notice.
        at: now.
        override: a supervisor's reason for a second notice, which is a red card.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed: as they say.
        NothingWrong: nothing is.
        SupplementOnce: it was told before.
        OwnCase: it is a matter of their own.
        MaterialNotFound: the case asks for no such material.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        if not row.supplements:
            check_accepts(row, by)
        elif not override.strip():
            raise SupplementOnce
        else:
            require(by, Right.SUPERVISE_CASES, centre_id=row.centre_id)
            check_not_own(row, by)
        named = dict(flaws)
        for material in Material.objects.filter(
            case=row, need="required", state=MaterialState.MISSING.value
        ):
            named.setdefault(material.key, notice_facts.NOT_GIVEN)
        if not named:
            raise NothingWrong
        for key, flaw in named.items():
            if not _mark_wrong(row, key, flaw, at=at):
                raise MaterialNotFound
        row.supplements += 1
        moves.move(
            row,
            Move.ASK_SUPPLEMENT,
            by=by,
            at=at,
            fields=["supplements"],
            reason=override,
            facts={"materials": sorted(named)},
        )
        day = clock_queries.local_day(row.centre_id, at)
        if row.supplements > 1:
            cards.give(row, Cause.SECOND_SUPPLEMENT, on=day, at=at)
        clocks.stop(row, ClockKind.ACCEPTANCE, on=day, why=StopReason.SUPPLEMENT, by=by, at=at)
        clocks.start(row, ClockKind.SUPPLEMENT, on=day, at=at)
        occasion = str(row.supplements)
        noticing.tell(row, Notice.SUPPLEMENT, occasion=occasion, by=by, at=at)
        return as_view(row)


def _mark_wrong(row: Case, key: str, flaw: str, *, at: datetime) -> int:
    return Material.objects.filter(case=row, key=key).update(
        state=MaterialState.WRONG.value, flaw=flaw.strip()[:500], changed_at=at
    )


def supply(case_id: int, *, by: Actor, at: datetime) -> CaseView:
    """Everything told has come: the acceptance clock goes on.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed: as they say.
        MaterialsMissing: something told has not come.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        if not is_own(row, by):
            check_takes_in(row, by)
        found = how_complete(case_id)
        if found.missing or found.wrong:
            raise missing(found)
        day = clock_queries.local_day(row.centre_id, at)
        moves.move(row, Move.SUPPLEMENT, by=by, at=at)
        clocks.end(row, ClockKind.SUPPLEMENT, on=day, why=EndReason.SUPPLIED, at=at)
        clocks.go_on(row, ClockKind.ACCEPTANCE, on=day, by=by, at=at)
        return as_view(row)
