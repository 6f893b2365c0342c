"""Three hundred boards on the live stream, and how long after a press each hears of the call.

`python -m yimen.cli.bench.boards` reads one JSON object from standard input (`Hall`) and prints one
(`Heard`). One loop holds all connections and presses "next" itself: one clock for both ends.
"""

import json
import re
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Final

import django

from yimen.cli.bench.load import Client, Outcome, as_bytes

_NUMBER: Final = re.compile(rb'"number": ?"([^"]+)"')
_GAP: Final = 0.2
_READY: Final = 10.0
_LAST: Final = 3.0
#: Long enough for a message cut in two.
_TAIL: Final = 600


@dataclass(frozen=True)
class Hall:
    """Where to connect and which windows press "next", one after another."""

    port: int
    key: str
    centre_id: int
    windows: list[int]
    boards: int


@dataclass
class Heard:
    """Milliseconds from press to arrival, one for each call and board that heard it."""

    calls: int = 0
    milliseconds: list[float] = field(default_factory=list)


class Board:
    """One listening connection."""

    def __init__(self, port: int, path: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
        self.socket.sendall(request.encode())
        self.ready = False
        self.heard: dict[str, float] = {}
        self._tail = b""

    def receive(self) -> None:
        """Note what is told for the first time."""
        chunk = self.socket.recv(65536)
        now = time.perf_counter()
        if not chunk:
            raise ConnectionError("the live stream ended")
        text = self._tail + chunk
        self.ready = self.ready or b"event: ready" in text
        for found in _NUMBER.finditer(text):
            self.heard.setdefault(found[1].decode(), now)
        self._tail = text[-_TAIL:]


def run(hall: Hall, path: str) -> Heard:
    """Connect, press, listen."""
    boards = [Board(hall.port + 1, path) for _ in range(hall.boards)]
    pressed: dict[str, float] = {}
    with selectors.DefaultSelector() as selector:
        for board in boards:
            selector.register(board.socket, selectors.EVENT_READ, board)
        _listen(selector, _READY, lambda: all(board.ready for board in boards))
        clerk = Client(hall.port)
        for window in hall.windows:
            outcome = Outcome()
            began = time.perf_counter()
            clerk.send(as_bytes(f"/api/v1/windows/{window}/call-next", "", hall.key))
            while not clerk.receive(outcome):
                pass
            for number in outcome.numbers:
                pressed[number] = began
            _listen(selector, _GAP)
        _listen(selector, _LAST, lambda: all(pressed.keys() <= b.heard.keys() for b in boards))
    times = [
        (board.heard[number] - began) * 1000
        for number, began in pressed.items()
        for board in boards
        if number in board.heard
    ]
    return Heard(len(pressed), times)


def _listen(selector: selectors.BaseSelector, seconds: float, enough: object = None) -> None:
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        if callable(enough) and enough():
            return
        for key, _ in selector.select(min(left, 0.05)):
            key.data.receive()


def _address(hall: Hall) -> str:
    """The signed address a board's page would get."""
    # Needs the settings, which this process reads only here.
    from django.test import RequestFactory  # noqa: PLC0415

    from yimen.channels.doorway.streams import stream_url  # noqa: PLC0415

    request = RequestFactory(SERVER_NAME="127.0.0.1").get("/")
    url = stream_url(request, [f"centre:{hall.centre_id}"])
    return "/" + url.split("/", 3)[3]


if __name__ == "__main__":
    django.setup()
    asked = Hall(**json.load(sys.stdin))
    print(json.dumps(asdict(run(asked, _address(asked)))))
