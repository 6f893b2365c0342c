"""The walks through the doors: by pages as people do, by the API as systems do."""

import json
import re
import time
from base64 import b32decode
from dataclasses import dataclass, field
from typing import Any, Final

from django_otp.oath import totp

from yimen.demo.people import Login, Logins
from yimen.demo.visitor import Api, SmokeFailed, Visitor

#: A business; windows 1 and 7 serve nothing else and are free for visitors.
QUEUE: Final = "HZ"
PAGE_WINDOW: Final = 1
API_WINDOW: Final = 7
#: A one-time code works once; who walks through again within its half minute waits for the next.
_CODE_LASTS: Final = 30.0
_PATIENCE: Final = 60
_TICKET_PATH: Final = re.compile(r"/t/([\w-]{10,})")
_NUMBER: Final = re.compile(r"\b[LY]?[A-Z]{1,2}\d{3,4}\b")
_PRESENT: Final = re.compile(r'id="person-title"[^>]*>\s*([A-Z]+\d+)')


def log_in(visitor: Visitor, login: Login, path: str) -> None:
    """Enter a staff page with password and one-time code."""
    visitor.get(path)
    visitor.send(visitor.form("username"), username=login.username, password=login.password)
    if not _give_code(visitor, login.totp_secret):
        time.sleep(_CODE_LASTS - time.time() % _CODE_LASTS + 0.5)
        if not _give_code(visitor, login.totp_secret):
            raise SmokeFailed("the one-time code was refused")


def _give_code(visitor: Visitor, secret: str) -> bool:
    """Whether the code let us in."""
    form = visitor.form("code=")
    try:
        visitor.send(form, code=f"{totp(b32decode(secret)):06d}")
    except SmokeFailed:
        return False
    return "/login" not in visitor.address


@dataclass
class PageWalk:
    """A citizen at the machine and on the phone, a clerk at the desk, a board on the wall."""

    base: str
    logins: Logins
    number: str = ""
    ticket: str = ""
    token: str = ""
    machine: Visitor = field(init=False)
    phone: Visitor = field(init=False)
    clerk: Visitor = field(init=False)
    board: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.machine, self.phone, self.clerk, self.board = (Visitor(self.base) for _ in range(4))
        self.machine.enrol(self.logins.keys["取号机 1"])
        self.board.enrol(self.logins.keys["综合屏 1"])

    def take_number(self) -> str:
        """By phone number, for a business."""
        machine = self.machine
        machine.get("/kiosk/")
        machine.send(machine.form("way=phone"), way="phone")
        machine.send(machine.form("/kiosk/phone"), phone="13800000000")
        machine.send(machine.form(f"queue={QUEUE}"), queue=QUEUE)
        page = machine.send(machine.form("/kiosk/take"))
        number, ticket = _NUMBER.search(page), _TICKET_PATH.search(page)
        if number is None or ticket is None:
            raise SmokeFailed("the machine showed no number")
        self.number, self.ticket = number.group(), ticket.group(1)
        return f"号码 {self.number}"

    def look_at_ticket(self) -> str:
        """The page behind the QR code."""
        if self.number not in self.phone.get(f"/t/{self.ticket}"):
            raise SmokeFailed("the ticket page does not show the number")
        return "号码、前面人数和预计等候都在"

    def log_in(self) -> str:
        """With password and one-time code; then a window."""
        login = next(row for row in self.logins.staff if row.username == "clerk12")
        clerk = self.clerk
        log_in(clerk, login, "/desk/")
        if not clerk.address.endswith(f"/desk/{PAGE_WINDOW}/"):
            clerk.get("/desk/")
            clerk.send(clerk.form("/desk/log-in"), number=str(PAGE_WINDOW))
        return f"{login.name}在 {PAGE_WINDOW} 号窗口"

    def call(self) -> str:
        """Next, until it is our turn."""
        for _ in range(_PATIENCE):
            called = _PRESENT.search(self._do("next"))
            if called is None:
                raise SmokeFailed("nobody was called although our ticket waits")
            if called.group(1) == self.number:
                return f"请 {self.number} 号到 {PAGE_WINDOW} 号窗口"
            self._do("miss")
        raise SmokeFailed("our number was not called")

    def board_shows(self) -> str:
        """The wall has the call."""
        if self.number not in self.board.get("/boards/"):
            raise SmokeFailed("the board does not show the call")
        return f"{self.number} → {PAGE_WINDOW} 号窗口"

    def start(self) -> str:
        self._do("start")
        return "正在办理"

    def finish(self) -> str:
        """Done; the citizen's screen hears of it on the live stream."""
        screen = Visitor(self.base)
        screen.enrol(self.logins.keys["1 号窗口屏"])
        address = json.loads(screen.get("/boards/window/stream"))["url"]
        with screen.follow(address) as stream:
            self._do("finish")
            self.token = stream.wait_for("rating.asked")["token"]
        return "评价屏已收到邀请"

    def rate(self) -> str:
        """Five stars, by the one-time address."""
        self.phone.get(f"/r/{self.token}")
        self.phone.send(self.phone.form("stars=5"), stars="5")
        self.phone.send(self.phone.form("提交评价"))
        if "/r/thanks" not in self.phone.address:
            raise SmokeFailed("the rating was not taken")
        return "五星，一次一评"

    def log_out(self) -> str:
        self._do("log-out")
        return f"{PAGE_WINDOW} 号窗口关闭"

    def _do(self, act: str) -> str:
        """Press a button of the desk."""
        return self.clerk.send(self.clerk.form(f"/desk/{PAGE_WINDOW}/{act}"))


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
        self._do("log-in")
        return f"{API_WINDOW} 号窗口开放"

    def call(self) -> str:
        """Call until it is our turn: others may have come before."""
        for _ in range(_PATIENCE):
            called = self._do("call-next")["ticket"]
            if called is None:
                raise SmokeFailed("nobody was called although our ticket waits")
            if called["id"] == self.ticket:
                return f"请 {called['number']} 号到 {API_WINDOW} 号窗口"
            self._do("miss")
        raise SmokeFailed("our ticket was not called")

    def start(self) -> str:
        self._do("start")
        return "正在办理"

    def finish(self) -> str:
        self.token = self._do("finish")["rating_token"]
        return "已办结"

    def rate(self) -> str:
        body = {"token": self.token, "stars": 5, "reasons": [517], "comment": ""}
        self.system.call("POST", "/ratings", body)
        return "五星，一次一评"

    def close_window(self) -> str:
        self._do("log-out")
        return f"{API_WINDOW} 号窗口关闭"

    def _do(self, act: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.system.call("POST", f"/windows/{self.window}/{act}", {})
        return answer
