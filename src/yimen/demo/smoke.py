"""One citizen through each door, over HTTP, a printed line per step. Used by `./yimen demo --smoke`."""

import json
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from yimen.demo.pages import Form, forms_of
from yimen.demo.people import Logins, read_logins

#: A business and one of its windows; windows 1 to 12 are free for visitors.
QUEUE: Final = "HZ"
WINDOW: Final = 7
_PATIENCE: Final = 60


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


def walk(base_url: str) -> bool:
    """Walk; print a line a step. False as soon as one fails."""
    logins = read_logins()
    began = time.monotonic()
    try:
        for name, step in _steps(base_url.rstrip("/"), logins):
            started = time.monotonic()
            said = step()
            _say(f"✓ {name}：{said}（{(time.monotonic() - started) * 1000:.0f} 毫秒）")
    except SmokeFailed as failure:
        _say(f"✗ {failure}")
        return False
    _say(f"全部走通，用时 {time.monotonic() - began:.1f} 秒")
    return True


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


Step = tuple[str, Callable[[], str]]


def _steps(base: str, logins: Logins) -> list[Step]:
    walkthrough = ApiWalk(
        Api(base, logins.keys["演示系统"]), Api(base, logins.keys["取号机 1"]), logins.window_id
    )
    return [
        ("接口取号", walkthrough.take),
        ("接口开窗", walkthrough.open_window),
        ("接口叫号", walkthrough.call),
        ("接口开始办理", walkthrough.start),
        ("接口办结", walkthrough.finish),
        ("接口评价", walkthrough.rate),
        ("接口关窗", walkthrough.close_window),
    ]


@dataclass
class ApiWalk:
    """The API door, as a machine and a window's own software use it."""

    system: Api
    machine: Api
    window: int
    ticket: str = ""
    number: str = ""
    token: str = ""

    def take(self) -> str:
        """A number from the ticket machine."""
        given = self.machine.call("POST", "/tickets", {"queue": QUEUE})
        self.ticket, self.number = given["id"], given["number"]
        return f"号码 {self.number}"

    def open_window(self) -> str:
        self.system.call("POST", f"/windows/{self.window}/log-in", {})
        return f"{WINDOW} 号窗口开放"

    def call(self) -> str:
        """Call until it is our turn: others may have come before."""
        for _ in range(_PATIENCE):
            called = self.system.call("POST", f"/windows/{self.window}/call-next", {})["ticket"]
            if called is None:
                raise SmokeFailed("nobody was called although our ticket waits")
            if called["id"] == self.ticket:
                return f"请 {called['number']} 号到 {WINDOW} 号窗口"
            self.system.call("POST", f"/windows/{self.window}/miss", {})
        raise SmokeFailed("our ticket was not called")

    def start(self) -> str:
        return str(self.system.call("POST", f"/windows/{self.window}/start", {})["state"])

    def finish(self) -> str:
        finished = self.system.call("POST", f"/windows/{self.window}/finish", {})
        self.token = finished["rating_token"]
        return str(finished["ticket"]["state"])

    def rate(self) -> str:
        body = {"token": self.token, "stars": 5, "reasons": [517], "comment": ""}
        self.system.call("POST", "/ratings", body)
        return "五星，一次一评"

    def close_window(self) -> str:
        self.system.call("POST", f"/windows/{self.window}/log-out", {})
        return f"{WINDOW} 号窗口关闭"
