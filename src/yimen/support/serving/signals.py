"""Signals to end become `KeyboardInterrupt`, so that every `with` and `finally` does its work."""

import signal
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop_on_signals() -> None:
    """Let a signal to end interrupt us, even where a shell started us in the background.

    A hang-up stays ignored if it is (`nohup`).
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in ENDING:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, interrupt)


def ignore_signals() -> None:
    """From now on nothing interrupts: the end is near anyway."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
