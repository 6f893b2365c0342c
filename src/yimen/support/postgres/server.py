"""Start the embedded PostgreSQL, or join the one that is already running in this home.

    with start(home) as server:
        connect(server.url("yimen"))

Whoever starts or joins holds a use; the last one to stop takes the server down. A process that is
killed loses its use by itself, and a server that outlived everybody is adopted by the next start.
"""

from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from yimen.support.postgres import cluster
from yimen.support.postgres.locks import Use, turn
from yimen.support.postgres.place import PORT, Place, make_home, settle


class Server:
    """A running server that stays up at least until `stop`."""

    def __init__(self, place: Place, lock: Path, use: Use) -> None:
        self.place = place
        self._lock = lock
        self._use: Use | None = use

    def url(self, database: str = "yimen") -> str:
        """The `DATABASE_URL` of one database. It holds the password."""
        address = f"host={quote(str(self.place.sockets), safe='/')}&port={PORT}"
        return f"postgresql://{cluster.OWNER}:{quote(self.place.password)}@/{quote(database)}?{address}"

    def create_database(self, name: str) -> None:
        """Make the database unless it is there."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [name]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def stop(self) -> None:
        """Give up our use; stop the server if it was the last one. A second call does nothing."""
        use, self._use = self._use, None
        if use is None:
            return
        with turn(self._lock):
            if use.give_up():
                cluster.stop(self.place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(home: Path, *, name: str = "yimen", fast: bool = False) -> Server:
    """The server of this home with the named database in it.

    Args:
        home: the folder of the installation; made if it is not there.
        name: the database to have ready.
        fast: a server for tests, apart from the real one, that trades durability for speed.

    Raises:
        PostgresRefused: one of its kinds says why not.
    """
    home = make_home(home)
    part = "test-postgres" if fast else "postgres"
    lock = home / f"{part}.lock"
    with turn(lock):
        place = settle(home, part)
        cluster.make(place)
        cluster.start(place, fast=fast)
        server = Server(place, lock, Use(home / f"{part}.users"))
    server.create_database(name)
    return server
