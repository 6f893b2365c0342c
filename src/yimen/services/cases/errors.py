"""Refusals of cases. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError


class CasesError(DomainError):
    """Everything cases refuses."""
