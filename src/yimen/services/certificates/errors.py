"""Refusals of certificates. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError, Kind


class CertificatesError(DomainError):
    """Everything certificates refuses."""


class CertificateNotFound(CertificatesError):
    """No such certificate, or none you may know of."""

    code = "certificates.not_found"
    kind = Kind.NOT_FOUND


class ChangeNotAllowed(CertificatesError):
    """The certificate's state has no such change. Facts: `certificate`, `change`."""

    code = "certificates.change_not_allowed"
    kind = Kind.CONFLICT


class AlreadyIssued(CertificatesError):
    """The same case's result was issued before with other facts."""

    code = "certificates.already_issued"
    kind = Kind.CONFLICT


class NotInForce(CertificatesError):
    """It cannot be used: its time is over, or it was taken back. Facts: `certificate`."""

    code = "certificates.not_in_force"
    kind = Kind.CONFLICT


class OfferGone(NotInForce):
    """What was offered instead of a material is not good any more. Facts: `certificate`."""

    code = "certificates.offer_gone"


class ReasonNeeded(CertificatesError):
    """A change of a certificate has a reason."""

    code = "certificates.reason_needed"


class OwnCertificate(CertificatesError):
    """It is one's own: nobody decides in a matter of their own (回避)."""

    code = "certificates.own"
    kind = Kind.FORBIDDEN


class ConsentNeeded(CertificatesError):
    """Using what the city holds needs the holder's consent and a purpose."""

    code = "certificates.consent_needed"


class CodeExpired(CertificatesError):
    """The code shown is too old, or none."""

    code = "certificates.code_expired"
    kind = Kind.NOT_FOUND


class CertificateLost(CertificatesError):
    """Its file was damaged, or is none that anybody here signed."""

    code = "certificates.lost"
    kind = Kind.UNAVAILABLE
