"""Real servers on this machine for what asks other programs over HTTP: good, failing, slow, odd."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)


@dataclass
class Server:
    """A server that answers in turn; its last answer is given for ever."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def then(self, status: int, said: object = None) -> "Server":
        """Answer so after what is answered now."""
        self.answers.append((status, b"" if said is None else json.dumps(said).encode()))
        return self

    def take(self, asked: Asked) -> tuple[int, bytes]:
        """The next answer."""
        with self.lock:
            self.asked.append(asked)
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def answering(
    status: int = 200, body: bytes | dict[str, Any] = b"", *, wait: float = 0, dripping: float = 0
) -> Iterator[Server]:
    """A server on a free port.

    Args:
        status: of its first answer.
        body: of it.
        wait: seconds before it answers; cut short when the test is over.
        dripping: seconds between any two bytes of a body.
    """
    server, over = Server(), Event()
    server.answers.append((status, body if isinstance(body, bytes) else json.dumps(body).encode()))

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            read = self.rfile.read(length)
            status, said = server.take(
                Asked(self.command, self.path, dict(self.headers.items()), read)
            )
            over.wait(wait)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            for byte in said if dripping else ():
                over.wait(dripping)
                self.wfile.write(bytes([byte]))
            if not dripping:
                self.wfile.write(said)

        do_GET = do_POST = answer  # noqa: N815 - names the library looks for

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on standard error."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Who asked has hung up."""

    with Quiet(("127.0.0.1", 0), Handler) as listening:
        server.url = f"http://127.0.0.1:{listening.server_port}"
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            over.set()
            listening.shutdown()
            thread.join(10)


@contextmanager
def hanging_up() -> Iterator[str]:
    """Somebody who takes a request and hangs up without a word."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listening.accept()
        line.recv(65536)
        line.close()

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        thread.join(10)
        listening.close()
