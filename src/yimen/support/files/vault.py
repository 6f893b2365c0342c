"""Where sealed files lie: any Django storage, under random names, in two places.

`quarantine` holds what arrived and is not trusted; `kept` holds what was made from it.
"""

import logging
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from django.core.files import File
from django.core.files.storage import default_storage

from yimen.support.files import sealing
from yimen.support.files.errors import Unreadable
from yimen.support.secrets import Unreadable as NotOurs

log = logging.getLogger("yimen.files")

QUARANTINE: Final = "quarantine"
KEPT: Final = "kept"


def put(place: str, plain: Iterable[bytes]) -> str:
    """Seal `plain` into `place`, on the disk for good when this returns. Its name there.

    Raises:
        Exception: whatever reading `plain` raises; nothing is stored then.
    """
    name = secrets.token_hex(16)
    with tempfile.TemporaryFile() as whole:
        for piece in sealing.sealed(plain):
            whole.write(piece)
        whole.seek(0)
        stored = default_storage.save(f"{place}/{name[:2]}/{name}", File(whole))
    _make_durable(stored)
    return stored


def get(name: str) -> Iterator[bytes]:
    """The plain bytes, piece by piece. The first is read at once: what is lost is known early.

    Raises:
        Unreadable: the store is away, or holds something else than was put there. At once, or
            while a later piece is read.
    """
    pieces = _pieces(name)
    return chain((next(pieces),), pieces)


def _pieces(name: str) -> Iterator[bytes]:
    try:
        with default_storage.open(name) as stored:
            yield from sealing.opened(stored)
    except (OSError, NotOurs) as error:
        log.exception("stored file unreadable", extra={"file": name})
        raise Unreadable from error


def remove(name: str) -> None:
    """Take it away; harmless when it is gone already."""
    if name:
        default_storage.delete(name)


def names(place: str, *, before: datetime) -> Iterator[str]:
    """What lies in `place` since before a moment."""
    for folder in _listed(place)[0]:
        for file in _listed(f"{place}/{folder}")[1]:
            name = f"{place}/{folder}/{file}"
            with suppress(FileNotFoundError):  # taken away meanwhile
                if default_storage.get_modified_time(name) < before:
                    yield name


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return sorted(folders), sorted(files)


def _make_durable(name: str) -> None:
    """On a disk: file and folders are written through. Object stores do so themselves."""
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        return
    for part in (path, path.parent, path.parent.parent):
        descriptor = os.open(part, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
