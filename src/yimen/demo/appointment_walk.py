"""The walk of an appointment: booked, checked in, shown the way, served, rated badly, made good."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from yimen.demo.city import CENTRE
from yimen.demo.people import Logins
from yimen.demo.visitor import Api, SmokeFailed, Visitor
from yimen.demo.walks import API_WINDOW, QUEUE, log_in
from yimen.kernel.identifiers import BadCitizenId, citizen_id

_SOON: Final = timedelta(minutes=30)
_PATIENCE: Final = 60


def somebody() -> str:
    """The number of a person who does not exist, with a good check digit (演示数据)."""
    body = f"44190019{random.randrange(60, 99)}0101{random.randrange(1000):03d}"  # noqa: S311
    for check in "0123456789X":
        try:
            return citizen_id(body + check, today=timezone.localdate())
        except BadCitizenId:
            continue
    raise SmokeFailed("no check digit fits")


@dataclass
class AppointmentWalk:
    """Doors of the second stage, one after the other."""

    base: str
    logins: Logins
    system: Api
    machine: Api
    appointment: dict[str, Any] = field(default_factory=dict)
    ticket: dict[str, Any] = field(default_factory=dict)
    token: str = ""

    def book(self) -> str:
        """The half hour that runs or comes next."""
        slots = self.machine.call("GET", f"/slots?queue={QUEUE}")
        near = [
            slot
            for slot in slots
            if slot["left"] and datetime.fromisoformat(slot["starts_at"]) < timezone.now() + _SOON
        ]
        if not near:
            raise SmokeFailed("no half hour to book within the next thirty minutes")
        person = {"name": "演示市民", "citizen_id": somebody(), "phone": "13800000000"}
        self.appointment = self.machine.call(
            "POST", "/appointments", {"slot": near[-1]["id"], **person}
        )
        return f"预约码 {self.appointment['code']}，{self.appointment['starts_at'][11:16]}"

    def check_in(self) -> str:
        """At the machine, by the code."""
        body = {"code": self.appointment["code"]}
        self.ticket = self.machine.call("POST", "/appointments/check-in", body)
        if self.ticket["ticket_class"] != "booked":
            raise SmokeFailed("the number is not a booked one")
        return f"号码 {self.ticket['number']}"

    def find_way(self) -> str:
        """From the entrance to the window, with and without steps."""
        phone = Visitor(self.base)
        for more in ("", "&free=1"):
            page = phone.get(f"/way/{CENTRE}?window={API_WINDOW}{more}")
            if "<svg" not in page or f"{API_WINDOW} 号窗口" not in page:
                raise SmokeFailed("no way is shown")
        return f"正门到 {API_WINDOW} 号窗口，含无台阶路线"

    def serve_badly(self) -> str:
        """Called and served; two stars, with a reason of that grade."""
        self._window("log-in")
        for _ in range(_PATIENCE):
            called = self._window("call-next")["ticket"]
            if called is None:
                raise SmokeFailed("nobody was called although the booked ticket waits")
            if called["id"] == self.ticket["id"]:
                break
            self._window("miss")
        self._window("start")
        token = self._window("finish")["rating_token"]
        rating = {"token": token, "stars": 2, "reasons": [213], "comment": "演示"}
        self.system.call("POST", "/ratings", rating)
        self._window("log-out")
        return "二星，已生成整改单"

    def repair(self) -> str:
        """Signed for, contacted, corrected, called back, closed."""
        officer = Visitor(self.base)
        login = next(row for row in self.logins.staff if row.username == "rate01")
        log_in(officer, login, "/office/ratings/repairs/")
        officer.get("/office/ratings/repairs/")
        officer.get(officer.link("/office/ratings/repairs/"))
        self._step(officer, "sign")
        self._step(officer, "contact", reached="1", text="已核实（演示）")
        self._step(officer, "answer", kind="corrected", text="已向评价人说明并改正（演示）")
        self._step(officer, "call_back", reached="1", stars="5", text="评价人满意（演示）")
        self._step(officer, "close", text="已办结（演示）")
        return "签收、联系、整改、回访、办结"

    def _step(self, officer: Visitor, name: str, **values: str) -> None:
        officer.send(officer.form(f"/{name} "), **values)

    def _window(self, act: str) -> dict[str, Any]:
        path = f"/windows/{self.logins.window_id}/{act}"
        answer: dict[str, Any] = self.system.call("POST", path, {})
        return answer
