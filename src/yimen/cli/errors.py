"""Why a command cannot be done."""

from yimen.kernel.errors import DomainError, Kind


class NoDatabase(DomainError):
    """Production needs a database of its own."""

    code = "cli.no_database"


class UnsafeSettings(DomainError):
    """Settings that are fine for a demonstration and not for a city."""

    code = "cli.unsafe_settings"


class StepFailed(DomainError):
    """A step of the preparation failed in its own process."""

    code = "cli.step_failed"
    kind = Kind.UNAVAILABLE


class NoUv(DomainError):
    """The program that resolves dependencies is not installed."""

    code = "cli.no_uv"
    kind = Kind.UNAVAILABLE


class HomeUnusable(DomainError):
    """The home folder cannot be made or written to."""

    code = "cli.home_unusable"
    kind = Kind.FORBIDDEN
