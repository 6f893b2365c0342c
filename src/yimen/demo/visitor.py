"""Somebody with a browser, and another system with a key: what the walk through the doors needs."""

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPResponse
from http.cookiejar import Cookie, CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from yimen.demo.pages import Form, forms_of


class SmokeFailed(Exception):
    """A step did not do what it should."""


@dataclass
class Visitor:
    """Somebody with a browser: cookies, forms, no script."""

    base: str
    opener: OpenerDirector = field(init=False)
    cookies: CookieJar = field(default_factory=CookieJar)
    page: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        """Open a page, following redirects."""
        return self._open(Request(self.base + path))  # noqa: S310 - always our own address

    def send(self, form: Form, **values: str) -> str:
        """Fill in a form and send it."""
        filled = {**form.values, **values}
        path = form.action or self.address.removeprefix(self.base)
        body = urlencode(filled, doseq=True).encode() if form.method == "post" else None
        if body is None:
            return self.get(f"{path}?{urlencode(filled)}")
        request = Request(self.base + path, body)  # noqa: S310 - always our own address
        request.add_header("Referer", self.address)
        return self._open(request)

    def enrol(self, key: str) -> None:
        """Be the device that holds this key."""
        host = urlsplit(self.base).hostname or ""
        self.cookies.set_cookie(
            Cookie(
                0, "yimen_device", key, None, False, host, True, False, "/", True, False, None,
                False, None, None, {},
            )
        )  # fmt: skip

    @contextmanager
    def follow(self, address: str) -> Iterator["Stream"]:
        """Listen to an event stream."""
        request = Request(address)  # noqa: S310 - always our own address
        with build_opener().open(request, timeout=20) as answer:
            yield Stream(answer)

    def link(self, beginning: str) -> str:
        """The first address on the page that goes on where `beginning` ends."""
        found = re.search(rf'href="({re.escape(beginning)}[0-9]+)"', self.page)
        if found is None:
            raise SmokeFailed(f"no link {beginning}… at {self.address}")
        return found.group(1)

    def form(self, containing: str) -> Form:
        """The page's form whose action, fields or words contain a text."""
        for form in forms_of(self.page):
            if containing in form.all_text:
                return form
        raise SmokeFailed(f"no form with {containing!r} at {self.address}")

    def _open(self, request: Request) -> str:
        try:
            with self.opener.open(request, timeout=20) as answer:
                self.address = answer.geturl()
                self.page = answer.read().decode()
        except HTTPError as error:
            raise SmokeFailed(f"{error.code} at {error.geturl()}") from None
        return self.page


@dataclass(frozen=True)
class Stream:
    """Server-sent events as they come."""

    answer: HTTPResponse

    def wait_for(self, name: str) -> dict[str, Any]:
        """The next event of this name; its data.

        Raises:
            SmokeFailed: the stream ended, or nothing came for 20 seconds.
        """
        seen = ""
        try:
            for raw in self.answer:
                line = raw.decode().rstrip("\n")
                if line.startswith("event: "):
                    seen = line.removeprefix("event: ")
                elif line.startswith("data: ") and seen == name:
                    data: dict[str, Any] = json.loads(line.removeprefix("data: "))
                    return data
        except TimeoutError:
            pass
        raise SmokeFailed(f"no event {name!r} on the stream")


@dataclass(frozen=True)
class Api:
    """Another system with a key."""

    base: str
    key: str

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        """One request; the answer's JSON."""
        data = None if body is None else json.dumps(body).encode()
        address = f"{self.base}/api/v1{path}"
        request = Request(address, data, method=method)  # noqa: S310 - always our own address
        request.add_header("Authorization", f"Bearer {self.key}")
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", uuid.uuid4().hex)
        try:
            with build_opener().open(request, timeout=20) as answer:
                text = answer.read().decode()
        except HTTPError as error:
            raise SmokeFailed(f"{error.code} at {path}: {error.read()[:300]!r}") from None
        return json.loads(text) if text else None
