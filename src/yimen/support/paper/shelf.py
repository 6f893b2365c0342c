"""Where finished documents are kept: written once under a name, never written over.

The folder is `notices` in `MEDIA_ROOT`, readable by the service alone; nothing in it is served by
address.
"""

import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings

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
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        os.link(draft, file)
        _sync(file.parent)
    except FileExistsError:
        return file.read_bytes()
    finally:
        draft.unlink(missing_ok=True)
    return content


def kept(name: str) -> bytes | None:
    """The document under a name, None without one."""
    try:
        return _file(name).read_bytes()
    except FileNotFoundError:
        return None


def _file(name: str) -> Path:
    return Path(settings.MEDIA_ROOT, "notices", name)


def _sync(folder: Path) -> None:
    """Have the new name itself on disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
