"""Refusals of notify. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError


class NotifyError(DomainError):
    """Everything notify refuses."""
