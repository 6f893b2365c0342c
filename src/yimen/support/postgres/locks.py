"""Locks between processes. The kernel holds them, so a killed process leaves none behind."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def open_lock_file(path: Path) -> int:
    """A descriptor to lock on; not inherited by child processes."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """One process at a time: waits until it is ours."""
    descriptor = open_lock_file(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Use:
    """One process's wish that the server keeps running."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = open_lock_file(path)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def give_up(self) -> bool:
        """True when nobody else needs the server any more. Call inside `turn`."""
        os.close(self._descriptor)
        descriptor = open_lock_file(self._path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True
