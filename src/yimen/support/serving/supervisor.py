"""Keeps the processes running: restarts the dead with growing pauses, stops all in order.

One thread, no library. Whoever calls it turns signals into `KeyboardInterrupt` (`signals`).
"""

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from yimen.support.serving.errors import NotReady
from yimen.support.serving.output import Output
from yimen.support.serving.programs import LAST_CALL, Program
from yimen.support.serving.ready import answers
from yimen.support.serving.signals import ignore_signals

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
#: A process that ran this long was healthy; its next death starts with the first pause again.
HEALTHY_AFTER = 60.0
TICK = 0.2
_SET_PARENT_DEATH_SIGNAL = 1


def _die_with_parent() -> None:
    """In the child: end when the supervisor is killed, so that no orphan keeps the port."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


class Child:
    """One program and its present process, if any."""

    def __init__(self, program: Program, variables: Mapping[str, str], logs: Path | None) -> None:
        self.program = program
        self.output = Output(program.name, logs)
        self.process: subprocess.Popen[bytes] | None = None
        self.start_at = 0.0
        self._variables = {**variables, **program.variables}
        self._pause = FIRST_PAUSE
        self._started_at = 0.0

    def start(self) -> subprocess.Popen[bytes]:
        self._started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.program.argv,
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
        )
        return self.process

    def bury(self) -> None:
        """After a death: end what it left behind and set the time of the next start."""
        self.signal(signal.SIGKILL)
        if time.monotonic() - self._started_at > HEALTHY_AFTER:
            self._pause = FIRST_PAUSE
        self.start_at = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self.process = None

    def signal(self, number: signal.Signals) -> None:
        """To the process and its own children."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Use: `start`, then `watch` until `KeyboardInterrupt`, then `stop` in any case."""

    def __init__(
        self, programs: Sequence[Program], variables: Mapping[str, str], *, logs: Path | None
    ) -> None:
        self._children = [Child(program, variables, logs) for program in programs]
        self._selector = selectors.DefaultSelector()

    def start(self, *, timeout: float) -> None:
        """Start all and return when all answer.

        Raises:
            NotReady: one died or stayed silent; its last words are in the facts.
        """
        for child in self._children:
            self._start(child)
        give_up = time.monotonic() + timeout
        waiting = [child for child in self._children if child.program.ready]
        while waiting:
            self._listen()
            waiting = [child for child in waiting if not answers(child.program.ready)]
            dead = [
                c for c in self._children if c.process is not None and c.process.poll() is not None
            ]
            silent = waiting if time.monotonic() > give_up else []
            for child in dead or silent:
                self._listen()
                raise NotReady(program=child.program.name, said=child.output.last_words())

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Keep all running until the condition holds, which is asked several times a second."""
        while not until():
            self._listen()
            for child in self._children:
                self._tend(child)

    def stop(self) -> None:
        """Ask all to end, then insist. Further signals are ignored: the end is near anyway."""
        ignore_signals()
        for child in self._children:
            child.signal(signal.SIGTERM)
        give_up = time.monotonic() + LAST_CALL + 1
        while self._alive() and time.monotonic() < give_up:
            self._listen(0.05)
        for child in self._children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
        self._close()

    def _close(self) -> None:
        """Keep the last words and let go of pipes and files."""
        self._listen(0)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]  # a pipe of ours, not a number
        self._selector.close()
        for child in self._children:
            child.output.close()

    def _alive(self) -> list[Child]:
        return [c for c in self._children if c.process is not None and c.process.poll() is None]

    def _tend(self, child: Child) -> None:
        if child.process is None:
            if time.monotonic() >= child.start_at:
                self._start(child)
        elif child.process.poll() is not None:
            code = child.process.returncode
            child.bury()
            print(f"{child.program.name}: ended ({code}), starts again", file=sys.stderr)  # noqa: T201

    def _start(self, child: Child) -> None:
        process = child.start()
        if process.stdout is not None:
            os.set_blocking(process.stdout.fileno(), False)
            self._selector.register(process.stdout, selectors.EVENT_READ, child)

    def _listen(self, seconds: float = TICK) -> None:
        """Wait a moment, keeping what the processes say."""
        if not self._selector.get_map():
            time.sleep(seconds)
        for key, _ in self._selector.select(seconds):
            chunk = os.read(key.fd, 65536)
            if chunk:
                key.data.output.write(chunk)
            else:
                self._selector.unregister(key.fileobj)
                key.fileobj.close()  # type: ignore[union-attr]  # a pipe of ours, not a number
