"""Counting requests, for `/metrics`. The label is the door, never a path."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("yimen_requests", "Requests answered", ["door", "status"])
SECONDS = Histogram(
    "yimen_request_seconds",
    "Time to answer",
    ["door"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)
DOORS = frozenset(
    {"kiosk", "desk", "boards", "office", "api", "admin", "static", "healthz", "design"}
)


def count_request(path: str, status: int, seconds: float) -> None:
    """One more answered request. A few microseconds."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    door = first if first in DOORS else "portal"
    REQUESTS.labels(door, f"{status // 100}xx").inc()
    SECONDS.labels(door).observe(seconds)
