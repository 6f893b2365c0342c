"""Runs `inspection` in a fresh process for each file, bounded in time, and reads its answer.

A fresh process, not a fork: nothing of this one (keys, connections, other people's files) is in
its memory, and no thread's lock is copied half held. It costs 0.15 s, measured; a picture from a
phone then takes half a second. docs/decisions/0016-files.md has the figures.
"""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from yimen.support.files.errors import REASONS, FilesError, TooHard
from yimen.support.files.limits import Limits

#: Processor seconds. An ordinary file takes one or two.
CPU_SECONDS: Final = 10
_SOURCE: Final = str(Path(__file__).resolve().parents[3])
_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from yimen.support.files.inspection.child import main; main()"
)
_LONGEST_ANSWER: Final = 4096
_PIECE: Final = 256 * 1024
_MEDIA_TYPES: Final = {kind: kind for kind in ("image/jpeg", "image/png", "application/pdf")}
#: One at a time in each process of ours: that bounds what uploads can take of the machine.
_TURN: Final = threading.Lock()


class Undecided(Exception):
    """No answer in time, or none at all: the machine is busy, or the file is to blame."""


@dataclass
class Found:
    """The answer. `kept` can be read once, while the inspector still runs."""

    refusal: FilesError | None = None
    media_type: str = ""
    pages: int = 0
    size: int = 0
    was_signed: bool = False
    kept: Iterator[bytes] = field(default_factory=lambda: iter(()))


@contextmanager
def turn(wait: float) -> Iterator[None]:
    """The right to run an inspector, after `wait` seconds at most.

    Raises:
        Undecided: others had it all the time.
    """
    if not _TURN.acquire(timeout=wait):
        raise Undecided
    try:
        yield
    finally:
        _TURN.release()


@contextmanager
def inspected(plain: Iterable[bytes], limits: Limits, *, seconds: float) -> Iterator[Found]:
    """Hand `plain` to an inspector, which has `seconds` for everything. Call inside a `turn`.

    Raises:
        Undecided: no whole answer. Also while `kept` is read.
    """
    with _started(limits) as process:
        watchdog = threading.Timer(seconds, process.kill)
        watchdog.start()
        try:
            yield _answer(process, plain)
        finally:
            watchdog.cancel()


@contextmanager
def _started(limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    program = (sys.executable, "-I", "-c", _PROGRAM, _SOURCE)
    process = subprocess.Popen(
        (*program, json.dumps(limits.as_dict()), str(CPU_SECONDS)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},  # no keys
        cwd="/",
    )
    try:
        yield process
    finally:
        process.kill()
        with suppress(BrokenPipeError):  # bytes it never took
            process.__exit__(None, None, None)


def _answer(process: subprocess.Popen[bytes], plain: Iterable[bytes]) -> Found:
    into, out = process.stdin, process.stdout
    if into is None or out is None:
        raise Undecided
    with suppress(BrokenPipeError), into:  # it may answer, or die, before it has everything
        for piece in plain:
            into.write(piece)
    line = out.readline(_LONGEST_ANSWER)
    if not line.endswith(b"\n"):
        return _death(process)
    try:
        said = json.loads(line)
        if "code" in said:
            return Found(refusal=REASONS[said["code"]](**said["facts"]))
        return Found(
            media_type=_MEDIA_TYPES[said["media_type"]],
            pages=int(said["pages"]),
            size=int(said["size"]),
            was_signed=bool(said["was_signed"]),
            kept=_read(out, int(said["size"])),
        )
    except (ValueError, KeyError, TypeError):  # taken over by what it read
        raise Undecided from None


def _death(process: subprocess.Popen[bytes]) -> Found:
    """What an inspector that ended without an answer means."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    if process.returncode == -signal.SIGXCPU:
        return Found(refusal=TooHard())
    raise Undecided


def _read(out: IO[bytes], size: int) -> Iterator[bytes]:
    missing = size
    while missing:
        piece = out.read(min(_PIECE, missing))
        if not piece:
            raise Undecided
        missing -= len(piece)
        yield piece
