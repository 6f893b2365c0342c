"""One home is served once: the claim, and who holds it.

The claim is a lock the kernel holds, so it ends with its process however that ends; the address
inside the file is for the one who comes second, and for `doctor`.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yimen.support.postgres.locks import open_lock_file
from yimen.support.serving.errors import AlreadyServed

FILE = "served.lock"


@contextmanager
def claim(home: Path, url: str, live_url: str) -> Iterator[bool]:
    """Hold the home while it is served. True: the last one to serve it was killed.

    Raises:
        AlreadyServed: another process does; its address is in the facts.
    """
    descriptor = open_lock_file(home / FILE)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(**_read(home)) from None
        left_behind = os.fstat(descriptor).st_size > 0
        facts = json.dumps({"url": url, "live_url": live_url, "pid": os.getpid()})
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, facts.encode(), 0)
        try:
            yield left_behind
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def holder(home: Path) -> dict[str, object] | None:
    """Address and process id of who serves this home now; None when nobody does."""
    if not (home / FILE).exists():
        return None
    descriptor = open_lock_file(home / FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(home)
    finally:
        os.close(descriptor)
    return None


def _read(home: Path) -> dict[str, object]:
    nothing: dict[str, object] = {"url": "?", "live_url": "", "pid": "?"}
    try:
        found = json.loads((home / FILE).read_text())
    except ValueError:  # written a moment from now
        return nothing
    return nothing | dict(found)
