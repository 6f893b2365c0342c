"""Special procedures and extensions, with what their notices say."""

from dataclasses import dataclass
from datetime import date, datetime

from yimen.services.cases.errors import ProcedureNotFound
from yimen.services.cases.models import Clock, ExtensionRequest, SpecialProcedure
from yimen.services.cases.rules.clocks import ClockKind, StopReason
from yimen.services.cases.rules.procedures import ProcedureState


@dataclass(frozen=True)
class SpecialView:
    """A special procedure. Staff by id.

    Args:
        days: working days announced.
        until: the last of them; None before it began.
        overrun: it lasts longer than was announced.
    """

    id: int
    case_id: int
    kind: StopReason
    days: int
    basis: str
    reason: str
    state: ProcedureState
    asked_by: int
    asked_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    decision: str
    began_on: date | None
    until: date | None
    ended_on: date | None
    ended_by: int | None
    result: str

    def overrun(self, today: date) -> bool:
        """Whether it lasts, or lasted, longer than was announced."""
        last = self.ended_on or today
        return self.until is not None and last > self.until


@dataclass(frozen=True)
class ExtensionView:
    """A request for a longer limit. Staff by id.

    Args:
        days: asked for, and granted.
        due_on: the statutory limit's present end; None while the clock stands still.
    """

    id: int
    case_id: int
    days: int
    reason: str
    joint: bool
    state: ProcedureState
    asked_by: int
    asked_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    decision: str
    due_on: date | None


def special(special_id: int) -> SpecialView:
    """One special procedure.

    Raises:
        ProcedureNotFound: no such one.
    """
    row = SpecialProcedure.objects.select_related("clock").filter(pk=special_id).first()
    if row is None:
        raise ProcedureNotFound
    return special_view(row)


def specials_of(case_id: int) -> list[SpecialView]:
    """A case's special procedures in the order they were asked for."""
    rows = SpecialProcedure.objects.select_related("clock").filter(case_id=case_id).order_by("id")
    return [special_view(row) for row in rows]


def extension(extension_id: int) -> ExtensionView:
    """One request for a longer limit.

    Raises:
        ProcedureNotFound: no such one.
    """
    row = ExtensionRequest.objects.filter(pk=extension_id).first()
    if row is None:
        raise ProcedureNotFound
    return extension_view(row)


def extensions_of(case_id: int) -> list[ExtensionView]:
    """A case's requests for a longer limit in the order they were made."""
    rows = ExtensionRequest.objects.filter(case_id=case_id).order_by("id")
    return [extension_view(row) for row in rows]


def special_view(row: SpecialProcedure) -> SpecialView:
    """A row as others see it."""
    return SpecialView(
        id=row.pk,
        case_id=row.case_id,
        kind=StopReason(row.kind),
        days=row.days,
        basis=row.basis,
        reason=row.reason,
        state=ProcedureState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decision=row.decision,
        began_on=row.began_on,
        until=row.clock.due_on if row.clock is not None else None,
        ended_on=row.ended_on,
        ended_by=row.ended_by,
        result=row.result,
    )


def extension_view(row: ExtensionRequest) -> ExtensionView:
    """A row as others see it."""
    clocks = Clock.objects.filter(case=row.case_id, kind=ClockKind.STATUTORY.value)
    return ExtensionView(
        id=row.pk,
        case_id=row.case_id,
        days=row.days,
        reason=row.reason,
        joint=row.joint,
        state=ProcedureState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decision=row.decision,
        due_on=clocks.order_by("-id").values_list("due_on", flat=True).first(),
    )
