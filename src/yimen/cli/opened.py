"""An open installation: database there, schema in step, Django ready. For commands on data."""

from collections.abc import Iterator
from contextlib import contextmanager

from yimen.cli.installation import database, migrate_if_needed


@contextmanager
def opened() -> Iterator[None]:
    """Let a command use actions and queries."""
    # Django takes most of a second: not for commands that do without.
    import django  # noqa: PLC0415

    with database() as url:
        migrate_if_needed(url)
        django.setup()
        yield
