"""A load generator that leaves the processor to the server: one process, one loop, bare sockets.

`python -m yimen.cli.bench.load` reads one JSON object from standard input (`Plan`) and prints one
(`Outcome`). Each client keeps one connection, sends its next request as soon as the last answer is
complete, and looks at nothing but the status, the length and the words between `"number": "` and
the next quote.
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Final

_HEAD_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length: "
_NUMBER: Final = b'"number": "'
_LONGEST_SILENCE: Final = 20.0


@dataclass(frozen=True)
class Plan:
    """What to send.

    Args:
        port: of the server on this machine.
        key: access key.
        clients: connections that send at the same time.
        requests: (path, body); sent in turn.
        seconds: stop after this; 0: stop after one round through the requests.
    """

    port: int
    key: str
    clients: int
    requests: list[tuple[str, str]]
    seconds: float = 0.0


@dataclass
class Outcome:
    """What came back. Latencies in milliseconds, in no order; `numbers` as answered."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)

    @property
    def good(self) -> int:
        """Answers below 300."""
        return sum(count for status, count in self.statuses.items() if status < "3")


def as_bytes(path: str, body: str, key: str) -> bytes:
    """A POST, ready to send."""
    content = body.encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode() + content


class Client:
    """One connection with one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
        self._sent_at = 0.0

    def send(self, request: bytes) -> None:
        """Small enough for the socket's buffer: one call."""
        self._received = b""
        self._sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self, outcome: Outcome) -> bool:
        """Take what came; True once the answer is complete and counted."""
        chunk = self.socket.recv(65536)
        if not chunk:
            raise ConnectionError("the server closed a connection")
        self._received += chunk
        head, found, body = self._received.partition(_HEAD_END)
        if not found or len(body) < _length(head):
            return False
        outcome.latencies.append((time.perf_counter() - self._sent_at) * 1000)
        status = head[9:12].decode()
        outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
        at = body.find(_NUMBER)
        if status < "3" and at > 0:
            start = at + len(_NUMBER)
            outcome.numbers.append(body[start : body.index(b'"', start)].decode())
        return True


def _length(head: bytes) -> int:
    at = head.lower().index(_LENGTH) + len(_LENGTH)
    return int(head[at:].split(b"\r", 1)[0])


def run(plan: Plan) -> Outcome:
    """Send and count."""
    ready = [as_bytes(path, body, plan.key) for path, body in plan.requests]
    feed = _endless(ready) if plan.seconds else iter(ready)
    outcome = Outcome()
    clients = [Client(plan.port) for _ in range(plan.clients)]
    with selectors.DefaultSelector() as selector:
        began = time.perf_counter()
        until = began + plan.seconds if plan.seconds else float("inf")
        under_way = 0
        for client in clients:
            request = next(feed, None)
            if request is not None:
                selector.register(client.socket, selectors.EVENT_READ, client)
                client.send(request)
                under_way += 1
        while under_way:
            events = selector.select(_LONGEST_SILENCE)
            if not events:
                raise TimeoutError("no answer came")
            for key, _ in events:
                if not key.data.receive(outcome):
                    continue
                request = next(feed, None) if time.perf_counter() < until else None
                if request is None:
                    under_way -= 1
                else:
                    key.data.send(request)
        outcome.seconds = time.perf_counter() - began
    for client in clients:
        client.socket.close()
    return outcome


def _endless(requests: list[bytes]) -> Iterator[bytes]:
    while True:
        yield from requests


if __name__ == "__main__":
    print(json.dumps(asdict(run(Plan(**json.load(sys.stdin))))))
