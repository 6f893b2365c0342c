"""Refusals of cases. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError, Kind


class CasesError(DomainError):
    """Everything cases refuses."""


class CaseNotFound(CasesError):
    """No such case, or none you may know of."""

    code = "cases.case_not_found"
    kind = Kind.NOT_FOUND


class MoveNotAllowed(CasesError):
    """The case's state has no such move. Facts: `case_state`, `move`."""

    code = "cases.move_not_allowed"
    kind = Kind.CONFLICT


class ClockRuns(CasesError):
    """A clock of this kind is live already. Facts: `clock`."""

    code = "cases.clock_runs"
    kind = Kind.CONFLICT


class ClockNotRunning(CasesError):
    """No clock of this kind counts now. Facts: `clock`."""

    code = "cases.clock_not_running"
    kind = Kind.CONFLICT


class ClockNotStopped(CasesError):
    """No clock of this kind stands still. Facts: `clock`."""

    code = "cases.clock_not_stopped"
    kind = Kind.CONFLICT


class BadClockDay(CasesError):
    """A day before the clock, or its stop, began. Facts: `clock`, `day`."""

    code = "cases.bad_clock_day"


class TolerantTooLong(CasesError):
    """More days to make up for a material than the item promises. Facts: `days`, `most`."""

    code = "cases.tolerant_too_long"


class PaperNotFound(CasesError):
    """No paper has this barcode."""

    code = "cases.paper_not_found"
    kind = Kind.NOT_FOUND


class PaperMoveNotAllowed(CasesError):
    """The paper's state has no such move. Facts: `paper_state`, `event`."""

    code = "cases.paper_move_not_allowed"
    kind = Kind.CONFLICT


class RouteNotAllowed(CasesError):
    """Papers do not go from there to there. Facts: `origin`, `target`."""

    code = "cases.route_not_allowed"


class PaperElsewhere(CasesError):
    """The paper lies in another place, or goes to another. Facts: `place`."""

    code = "cases.paper_elsewhere"
    kind = Kind.CONFLICT


class TooManyPapers(CasesError):
    """A case has at most 99 papers. Facts: `most`."""

    code = "cases.too_many_papers"


class CountClosed(CasesError):
    """The day's count of this place is closed."""

    code = "cases.count_closed"
    kind = Kind.CONFLICT
