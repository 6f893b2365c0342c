"""Special procedures and extensions: how they are asked for, granted, over; how long at most.

Source: Administrative Licensing Law (行政许可法) art. 42 (extension), 45 (special procedures), 47
(hearing within twenty days).
"""

from datetime import date
from enum import StrEnum
from typing import Final

from yimen.services.cases.errors import (
    BasisNeeded,
    ExtensionTooLate,
    ExtensionTooLong,
    ProcedureMoveNotAllowed,
    SamePerson,
    SpecialTooLong,
)
from yimen.services.cases.rules.clock_parameters import Limits
from yimen.services.cases.rules.clocks import STOP_BASIS, StopReason

_LONGEST_BASIS: Final = 200
#: What the clocks may stand still for while a case is handled; a supplement comes before that.
SPECIAL: Final = tuple(reason for reason in StopReason if reason is not StopReason.SUPPLEMENT)


class ProcedureState(StrEnum):
    """Where a special procedure or an extension is."""

    ASKED = "asked"
    RUNNING = "running"  # of special procedures: the clocks stand still
    GRANTED = "granted"  # of extensions
    REFUSED = "refused"
    OVER = "over"
    DROPPED = "dropped"  # the case was decided or ended before


class ProcedureMove(StrEnum):
    """What can happen to one."""

    BEGIN = "begin"
    GRANT = "grant"
    REFUSE = "refuse"
    RESUME = "resume"


_NEXT: Final = {
    (ProcedureState.ASKED, ProcedureMove.BEGIN): ProcedureState.RUNNING,
    (ProcedureState.ASKED, ProcedureMove.GRANT): ProcedureState.GRANTED,
    (ProcedureState.ASKED, ProcedureMove.REFUSE): ProcedureState.REFUSED,
    (ProcedureState.RUNNING, ProcedureMove.RESUME): ProcedureState.OVER,
}


def next_state(state: ProcedureState, move: ProcedureMove) -> ProcedureState:
    """Where `move` takes a procedure.

    Raises:
        ProcedureMoveNotAllowed: the table has no such move.
    """
    try:
        return _NEXT[state, move]
    except KeyError:
        raise ProcedureMoveNotAllowed(procedure_state=state.value, move=move.value) from None


def check_special(kind: StopReason, days: int, limits: Limits) -> None:
    """Go on only if a special procedure may be announced for so many working days.

    Raises:
        SpecialTooLong: none, or more than the law or the city lets it take.
    """
    most = limits.hearing_days if kind is StopReason.HEARING else limits.special_days
    if kind not in SPECIAL or not 1 <= days <= most:
        raise SpecialTooLong(days=days, most=most)


def basis_of(kind: StopReason, basis: str) -> str:
    """The legal source of a special procedure: as given, else the permit law.

    Raises:
        BasisNeeded: what the permit law does not name needs a source of its own, in 200 characters.
    """
    bare = basis.strip()
    if len(bare) > _LONGEST_BASIS or (kind is StopReason.OTHER and not bare):
        raise BasisNeeded(limit=_LONGEST_BASIS)
    return bare or STOP_BASIS[kind]


def check_extension(days: int, *, most: int, on: date, due: date) -> None:
    """Go on only if a limit may be extended by so many days on a day.

    Raises:
        ExtensionTooLong: none, or more than the law allows.
        ExtensionTooLate: the limit is over.
    """
    if not 1 <= days <= most:
        raise ExtensionTooLong(days=days, most=most)
    if on > due:
        raise ExtensionTooLate(due=due.isoformat())


def check_second(what: str, staff_id: int, *, first: int) -> None:
    """Go on only if the one who decides is not the one who asked.

    Raises:
        SamePerson: it is one person.
    """
    if staff_id == first:
        raise SamePerson(what=what)
