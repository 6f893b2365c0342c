"""Answers a process may give from memory for some seconds."""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_caches: list[dict[object, tuple[float, object]]] = []


def remembered(seconds: float) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a process answer the same question from memory for some seconds."""

    def decorate(question: Callable[P, T]) -> Callable[P, T]:
        memory: dict[object, tuple[float, T]] = {}
        _caches.append(memory)  # type: ignore[arg-type]

        @wraps(question)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            asked = (args, tuple(sorted(kwargs.items()))) if kwargs else args
            known = memory.get(asked)
            if known is not None and time.monotonic() - known[0] < seconds:
                return known[1]
            answer = question(*args, **kwargs)
            _drop_older(memory, time.monotonic() - seconds)
            memory[asked] = (time.monotonic(), answer)
            return answer

        return ask

    return decorate


def _drop_older(memory: dict[object, tuple[float, T]], than: float) -> None:
    """Yesterday's answers are never asked for again: without this they would stay for ever."""
    for asked in tuple(memory):  # a copy: other threads ask at the same time
        known = memory.get(asked)
        if known is not None and known[0] <= than:
            memory.pop(asked, None)


def forget() -> None:
    """Ask the database again: after a change to queues or hours, and between tests."""
    for memory in _caches:
        memory.clear()
