"""The inspector's process: bound in memory, time and deeds, it reads one file and answers once.

Answer: one line of JSON, then the bytes of what is kept. The parent believes neither length nor
kind beyond what it can check, and a process that dies has answered too.
"""

import contextlib
import ctypes
import json
import resource
import signal
import sys
from typing import Final

from yimen.kernel.errors import DomainError
from yimen.support.files.errors import Broken, Empty, KindNotAllowed, TooHard, TooLarge
from yimen.support.files.inspection.kinds import Found, Kind, kind_of
from yimen.support.files.inspection.verdict import Kept
from yimen.support.files.limits import MEGA, Limits

#: Measured: a picture of 60 megapixels with transparency, the dearest that any parameter allows,
#: takes 655 MB of addresses.
MEMORY: Final = 800 * MEGA
_SET_PARENT_DEATH_SIGNAL: Final = 1
_SET_NO_NEW_PRIVILEGES: Final = 38


def main() -> None:
    """Read standard input, write the answer to standard output."""
    limits = Limits.of(json.loads(sys.argv[1]))
    _bind(seconds=int(sys.argv[2]))
    try:
        kept = look_at(sys.stdin.buffer.read(limits.max_bytes + 1), limits)
    except DomainError as refusal:
        _say({"code": refusal.code, "facts": refusal.facts})
    except MemoryError:
        _say({"code": TooHard.code, "facts": {}})
    except Exception as error:  # decoders of hostile bytes raise whatever they like
        _say({"code": Broken.code, "facts": {}, "error": type(error).__name__})
    else:
        _say(
            {
                "media_type": kept.media_type,
                "pages": kept.pages,
                "size": len(kept.content),
                "was_signed": kept.was_signed,
            }
        )
        sys.stdout.buffer.write(kept.content)
        sys.stdout.buffer.flush()


def look_at(content: bytes, limits: Limits) -> Kept:
    """What is kept of `content`.

    Raises:
        FilesError: why nothing is.
        Exception: a decoder found it damaged.
    """
    if not content:
        raise Empty
    if len(content) > limits.max_bytes:
        raise TooLarge(limit_mb=limits.max_bytes // MEGA)
    kind = kind_of(content)
    if isinstance(kind, Found):
        raise KindNotAllowed(found=kind.value)
    if kind is Kind.PDF:
        from yimen.support.files.inspection.pdfs import rewritten  # noqa: PLC0415 - one of two

        return rewritten(content, limits)
    from yimen.support.files.inspection.pictures import redrawn  # noqa: PLC0415 - one of two

    return redrawn(content, kind, limits)


def _bind(seconds: int) -> None:
    """No more memory, time, files, processes or privileges than one file can need."""
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # first a signal that tells why
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def _say(answer: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()
