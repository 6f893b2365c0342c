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
