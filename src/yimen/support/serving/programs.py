"""The product's processes: pages and API, live stream, background jobs."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

#: Measured on two cores with 16 clients: 1, 2 and 4 threads alike, 8 a third slower. Four keep a
#: slow page from blocking the others; each holds a connection to the database.
THREADS = 4
WORKERS = 2
#: The C library gives threads memory pools of their own and seldom gives any of it back; two pools
#: for all of them took a quarter less memory under load (753 to 563 MB) and no speed.
POOLS = {"MALLOC_ARENA_MAX": "2"}
#: Seconds that open streams and running requests are given at the end.
LAST_CALL = 3


@dataclass(frozen=True)
class Program:
    """One process to keep running. `ready`: an address that answers once it works, if any."""

    name: str
    argv: tuple[str, ...]
    ready: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


def web(host: str, port: int) -> Program:
    """Pages and API: synchronous Django."""
    argv = _granian("wsgi", "yimen.wsgi:application", host, port)
    argv += ("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-ws")
    return Program("web", argv, ready=f"{address(host, port)}/healthz", variables=POOLS)


def live(host: str, port: int) -> Program:
    """The event stream: one small asynchronous process."""
    argv = _granian("asgi", "yimen.asgi:application", host, port)
    argv += ("--workers", "1", "--no-ws")
    return Program("live", argv, ready=f"{address(host, port)}/healthz", variables=POOLS)


def jobs() -> Program:
    """Background jobs."""
    manage = (sys.executable, "-m", "yimen", "manage", "procrastinate", "worker")
    # two at once: a long import would keep the clock's jobs waiting for a minute
    more = ("--concurrency", "2", "--shutdown-graceful-timeout", str(LAST_CALL))
    return Program("jobs", (*manage, *more), variables=POOLS)


def address(host: str, port: int) -> str:
    """Where this machine finds what listens on host and port."""
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - a name, not a listener
    return f"http://{near}:{port}"


def _granian(interface: str, target: str, host: str, port: int) -> tuple[str, ...]:
    return (
        sys.executable, "-m", "granian", target,
        "--interface", interface,
        "--host", host,
        "--port", str(port),
        "--http", "1",
        "--backlog", "2048",
        "--log-level", "warning",
        "--respawn-failed-workers",
        "--respawn-interval", "1",
        "--workers-kill-timeout", str(LAST_CALL),
    )  # fmt: skip
