"""Refusals of certificates. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError


class CertificatesError(DomainError):
    """Everything certificates refuses."""
