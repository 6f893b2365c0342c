"""A scanner to test against: speaks clamd's INSTREAM over a real socket, and fails when told to."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.files.hostile_pdfs import EICAR

#: What it does instead of scanning.
SILENT = "silent"  # hangs up without a word
BROKEN = "broken"  # says that it could not scan
FULL = "full"  # says that the file is longer than it takes
NONSENSE = "nonsense"


class FakeClamd:
    """One scanner on a free port, or on a socket of the machine (`path`)."""

    def __init__(self, path: str = "") -> None:
        #: What it does wrong; can be changed while it runs.
        self.fault = ""
        #: Bytes of each stream that was scanned.
        self.scanned: list[bytes] = []
        talk = type("Talk", (_Talk,), {"clamd": self})
        self.server: socketserver.TCPServer
        if path:
            self.server = socketserver.ThreadingUnixStreamServer(path, talk)
            self.address = path
        else:
            self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk)
            self.address = f"127.0.0.1:{self.server.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    clamd: FakeClamd

    def handle(self) -> None:
        command = self.rfile.readline().strip()
        if command == b"nPING" and not self.clamd.fault:
            self.wfile.write(b"PONG\n")
        elif command == b"nINSTREAM":
            self.wfile.write(self._verdict(self._stream()))

    def _stream(self) -> bytes:
        whole = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            whole += self.rfile.read(size)
        return whole

    def _verdict(self, content: bytes) -> bytes:
        answers = {
            SILENT: b"",
            BROKEN: b"stream: Can't open file or directory ERROR\n",
            FULL: b"INSTREAM size limit exceeded. ERROR\n",
            NONSENSE: b"stream: perhaps\n",
        }
        if self.clamd.fault:
            return answers[self.clamd.fault]
        self.clamd.scanned.append(content)
        if EICAR in content:
            return b"stream: Win.Test.EICAR_HDB-1 FOUND\n"
        return b"stream: OK\n"


@contextmanager
def running_scanner(path: str = "") -> Iterator[FakeClamd]:
    """A scanner for as long as the block runs."""
    clamd = FakeClamd(path)
    with clamd.server as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield clamd
        finally:
            server.shutdown()
            thread.join()
