"""Where finished documents are kept: written once under a name, never written over.

The folder is `notices` in `MEDIA_ROOT`, readable by the service alone and sealed as all files are;
nothing in it is served by address.
"""

import logging
import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings

from yimen.support.files import sealing
from yimen.support.secrets import Unreadable

_log = logging.getLogger(__name__)

_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def keep(name: str, content: bytes) -> bytes:
    """Keep a document under a name; the bytes that are kept.

    Of two that come for one name the first stays, and both get its bytes. It is on disk, whole,
    before this returns.
    """
    file = _file(name)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, _NEW, 0o600), "wb") as opened:
            for piece in sealing.sealed((content,)):
                opened.write(piece)
            opened.flush()
            os.fsync(opened.fileno())
        os.link(draft, file)
        _sync(file.parent)
    except FileExistsError:
        return kept(name) or b""
    finally:
        draft.unlink(missing_ok=True)
    return content


def kept(name: str) -> bytes | None:
    """The document under a name; None without one, nothing where it was damaged."""
    try:
        with _file(name).open("rb") as opened:
            return b"".join(sealing.opened(opened))
    except FileNotFoundError:
        return None
    except Unreadable:
        _log.warning("a kept document cannot be read: %s", name)
        return b""


def _file(name: str) -> Path:
    return Path(settings.MEDIA_ROOT, "notices", name)


def _sync(folder: Path) -> None:
    """Have the new name itself on disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
