"""Asking another program over HTTP, once, with a limit to everything. No redirects, no retries.

Who retries, and whether that is safe, is known by whoever asks.
"""

import hmac
import http.client
import json
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from threading import Timer
from typing import Any, Final
from urllib.parse import urlsplit

#: Signed requests carry these two; see docs/reference/signatures.md.
SENT_AT: Final = "X-Yimen-Sent-At"
SIGNATURE: Final = "X-Yimen-Signature"
#: How far the clocks of the two sides may be apart, in seconds.
_SKEW: Final = 300
_LONGEST: Final = 1_000_000


class NoAnswer(Exception):
    """The line broke: whether the request arrived is not known."""


class Unreached(NoAnswer):
    """Nobody there: the request did not arrive."""


class SlowAnswer(NoAnswer):
    """Not in time. The other side may have done what it was asked."""


@dataclass(frozen=True)
class Answer:
    """What the other side said."""

    status: int
    body: bytes

    @property
    def good(self) -> bool:
        """Whether it did as asked."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    def said(self) -> dict[str, Any]:
        """The body as a JSON object; empty where it is none."""
        try:
            said = json.loads(self.body)
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}


def ask(
    url: str,
    *,
    method: str = "POST",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    timeout_seconds: float,
) -> Answer:
    """The answer of one request.

    Args:
        url: `http` or `https`; its host is not looked up by anything we were told from outside.
        method: of HTTP.
        body: as it goes out.
        headers: beside the length.
        timeout_seconds: for the whole of it, however slowly the other side talks.

    Raises:
        Unreached: nobody there.
        SlowAnswer: not in time.
        NoAnswer: the line broke, or what came is no HTTP.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"scheme={parts.scheme!r}")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname, parts.port, timeout=timeout_seconds)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    ends = time.monotonic() + timeout_seconds
    try:
        with closing(line), _hung_up_after(line, timeout_seconds):
            line.request(method, target, body or None, {"Connection": "close", **(headers or {})})
            answer = line.getresponse()
            said = Answer(answer.status, _read(answer))
    except (OSError, http.client.HTTPException) as error:
        late = isinstance(error, TimeoutError) or time.monotonic() >= ends
        raise (SlowAnswer if late else NoAnswer) from None
    if time.monotonic() >= ends:
        raise SlowAnswer
    return said


def ask_signed(
    url: str, said: Mapping[str, object], *, secret: str, at: datetime, timeout_seconds: float
) -> Answer:
    """The answer to a JSON object, signed with the secret the two sides share.

    Raises:
        NoAnswer: as `ask`.
    """
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json", **signed(body, secret=secret, at=at)}
    return ask(url, body=body, headers=headers, timeout_seconds=timeout_seconds)


def signed(body: bytes, *, secret: str, at: datetime) -> dict[str, str]:
    """The headers that prove who sent a body, and when; empty without a secret."""
    if not secret:
        return {}
    sent_at = str(int(at.timestamp()))
    return {SENT_AT: sent_at, SIGNATURE: _signature(body, secret, sent_at)}


def is_signed(body: bytes, headers: Mapping[str, str], *, secret: str, at: datetime) -> bool:
    """Whether a body came from who knows the secret, and not long ago. False without a secret."""
    sent_at, given = headers.get(SENT_AT, ""), headers.get(SIGNATURE, "")
    if not secret or not sent_at.isdecimal() or abs(int(sent_at) - at.timestamp()) > _SKEW:
        return False
    return hmac.compare_digest(given.encode(), _signature(body, secret, sent_at).encode())


def _signature(body: bytes, secret: str, sent_at: str) -> str:
    """HMAC-SM3 (GB/T 32905-2016) in hexadecimal, over time, full stop and body."""
    return hmac.new(secret.encode(), f"{sent_at}.".encode() + body, "sm3").hexdigest()


@contextmanager
def _hung_up_after(line: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """Connected, and cut off in time.

    The socket's own timeout is for each byte anew, so somebody who sends one a second would be
    listened to for ever.
    """
    try:
        line.connect()
    except OSError:
        raise Unreached from None
    held = line.sock

    def hang_up() -> None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)

    watch = Timer(seconds, hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _read(answer: http.client.HTTPResponse) -> bytes:
    body = answer.read(_LONGEST + 1)
    if len(body) > _LONGEST:
        raise http.client.HTTPException
    return body
