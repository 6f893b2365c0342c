"""The virus scanner, where the operator runs one (ClamAV's daemon, `YIMEN_CLAMD`).

It fails closed: as long as it does not answer, a file is not usable.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings

#: The daemon may take some seconds for a large PDF.
_SECONDS: Final = 60


class ScannerAway(Exception):
    """Configured, and not answering as a scanner would."""


def is_wanted() -> bool:
    """Whether files must pass a scanner here."""
    return bool(settings.CLAMD)


def answers(address: str = "") -> bool:
    """Whether it is there now; without an address, the one of the settings."""
    from clamav_client.clamd import ClamdError  # noqa: PLC0415 - few installations need it

    try:
        with _daemon(address or settings.CLAMD) as daemon:
            return str(daemon.ping()).strip() == "PONG"
    except (ClamdError, OSError):
        return False


def known_as(plain: Iterable[bytes]) -> str:
    """The name under which the scanner knows this content as harmful; empty: it does not.

    Raises:
        ScannerAway: no answer, or one that says neither yes nor no.
    """
    from clamav_client.clamd import ClamdError  # noqa: PLC0415 - few installations need it

    try:
        with _daemon(settings.CLAMD) as daemon:
            answer = daemon.instream(_Reader(plain))
    except (ClamdError, OSError) as error:
        raise ScannerAway(type(error).__name__) from error
    status, name = next(iter(answer.values()), ("", None))
    if status == "OK":
        return ""
    if status == "FOUND":
        return name or "unnamed"
    raise ScannerAway(status)


@contextmanager
def _daemon(address: str) -> Iterator[Any]:
    """The client. It forgets to close its socket where it cannot connect."""
    from clamav_client.clamd import ClamdNetworkSocket, ClamdUnixSocket  # noqa: PLC0415

    client: ClamdNetworkSocket
    if address.startswith("/"):
        client = ClamdUnixSocket(address, timeout=_SECONDS)
    else:
        host, _, port = address.rpartition(":")
        client = ClamdNetworkSocket(host.strip("[]"), int(port), timeout=_SECONDS)
    try:
        yield client
    finally:
        if hasattr(client, "clamd_socket"):
            client.clamd_socket.close()


class _Reader:
    """What the client reads from: it asks for small pieces of what comes in large ones."""

    def __init__(self, plain: Iterable[bytes]) -> None:
        self._pieces = iter(plain)
        self._held = b""

    def read(self, size: int) -> bytes:
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._held = piece
        given, self._held = self._held[:size], self._held[size:]
        return given
