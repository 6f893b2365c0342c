"""Refusals of payments. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError


class PaymentsError(DomainError):
    """Everything payments refuses."""
