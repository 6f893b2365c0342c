"""Why a document could not be sealed or read. Facts are codes and numbers."""

from yimen.kernel.errors import DomainError, Kind


class PaperError(DomainError):
    """Everything paper refuses."""


class SealUnusable(PaperError):
    """The signing key cannot be used.

    Facts: `why`, one of `seal_file`, `seal_password`, `seal_key`, `seal_expired`.
    """

    code = "paper.seal_unusable"
    kind = Kind.UNAVAILABLE
