"""Refusals of delivery. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError


class DeliveryError(DomainError):
    """Everything delivery refuses."""
