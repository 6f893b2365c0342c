"""Why the embedded server cannot run. The command line phrases them."""

from yimen.kernel.errors import DomainError, Kind


class PostgresRefused(DomainError):
    """Any trouble with the embedded server."""

    code = "postgres.refused"
    kind = Kind.UNAVAILABLE


class NoBinaries(PostgresRefused):
    """The wheel with the server's programs is not installed for this platform."""

    code = "postgres.no_binaries"


class NoAccount(PostgresRefused):
    """Started as root, and no unprivileged user can run the server here."""

    code = "postgres.no_account"


class NotYours(PostgresRefused):
    """The data folder belongs to another user of this machine."""

    code = "postgres.not_yours"
    kind = Kind.FORBIDDEN


class NoSpace(PostgresRefused):
    """Too little space for a data folder."""

    code = "postgres.no_space"


class OtherVersion(PostgresRefused):
    """The data folder was made by another major version of PostgreSQL."""

    code = "postgres.other_version"


class PasswordLost(PostgresRefused):
    """The data folder is there, but the file with its password is gone."""

    code = "postgres.password_lost"


class CopiedHome(PostgresRefused):
    """This home is a copy: the data it remembers, kept elsewhere, belongs to the original."""

    code = "postgres.copied_home"


class DidNotStart(PostgresRefused):
    """A program of PostgreSQL failed; its last words are in the facts."""

    code = "postgres.did_not_start"
