"""The walk of two cases: one straight to the citizen's hand, one with everything the law allows.

By the pages people use: the window and its second screen, specialists, the issue window, the phone.
"""

import re
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from yimen.demo.pen import drawn_signature
from yimen.demo.people import Logins
from yimen.demo.visitor import SmokeFailed, Visitor
from yimen.demo.walks import log_in

WINDOW: Final = 2
#: The first case has a fee, the second a material that can be wrong.
_PAID_ITEM: Final = "居民身份证丢失补领"
_ITEM: Final = "居住证申领"
#: What the applicant gives as phone; messages of the demonstration go nowhere.
PHONE: Final = "13800000000"
_NUMBER: Final = re.compile(r"\b(\d{4} \d{4} \d{4} \d{4} \d{4} \d)\b")
_NOTICE: Final = re.compile(r'name="notice" value="([0-9A-Z-]{14})"')
#: Receipt, acceptance, decision; and delivery, or what else was told.
_FEWEST_NOTICES: Final = 4
_CODE: Final = re.compile(r"<strong>(\d{6})</strong>")
#: The walk prepares cases while no number is served: who looks then says why.
LOOK: Final = "没有叫号，预先备件（演示）"
_PUBLIC_ID: Final = re.compile(r"/desk/2/cases/([\w-]{10,})/")
#: Results are made by the follower of the log, which looks every ten seconds.
_PATIENCE_SECONDS: Final = 45
#: Card of the demonstration's drawer that the applicant lays on the readers.
CARD: Final = "0"


@dataclass
class CaseWalk:
    """A clerk at window 2, three specialists of the police, the issue window, a phone."""

    base: str
    logins: Logins
    item: str = ""
    public_id: str = ""
    number: str = ""
    code: str = ""
    people: dict[str, Visitor] = field(default_factory=dict)

    def person(self, username: str, path: str) -> Visitor:
        """Somebody of the staff, logged in once."""
        if username not in self.people:
            login = next(row for row in self.logins.staff if row.username == username)
            self.people[username] = Visitor(self.base)
            log_in(self.people[username], login, path)
        return self.people[username]

    @property
    def clerk(self) -> Visitor:
        """At window 2."""
        clerk = self.person("clerk11", "/desk/")
        if not clerk.address.startswith(f"{self.base}/desk/{WINDOW}/"):
            clerk.get(f"/desk/{WINDOW}/")
            if "/desk/log-in" in clerk.page:
                clerk.send(clerk.form("/desk/log-in"), number=str(WINDOW))
        return clerk

    def _part(self, name: str, **values: str) -> str:
        """Send a part of the intake's page."""
        return self.clerk.send(self.clerk.form(f"/{self.public_id}/{name}"), **values)

    def begin(self) -> str:
        """The case with a fee."""
        return self._begin(_PAID_ITEM)

    def begin_again(self) -> str:
        """The case with everything the law allows."""
        return self._begin(_ITEM)

    def _begin(self, item: str) -> str:
        """Item, situation, applicant by card, materials shown, form filled with what is known."""
        self.item = item
        clerk = self.clerk
        clerk.get(f"/desk/{WINDOW}/cases/?{urlencode({'q': item})}")
        clerk.send(clerk.form("/cases/begin"))
        found = _PUBLIC_ID.search(clerk.address)
        if found is None:
            raise SmokeFailed("the case was not begun")
        self.public_id = found.group(1)
        self._part("answer", who="self", situation="1")
        self._part("applicant", kind="person", phone=PHONE, read="applicant", demo=CARD)
        self._part("shown")
        self._part("look", reason=LOOK)
        self._part("form")
        return f"{item}，读卡、核对原件、填表"

    def second_screen(self) -> Visitor:
        """The window's own screen, on which something is shown to be signed."""
        screen = Visitor(self.base)
        screen.enrol(self.logins.keys["2 号窗口屏"])
        screen.get("/boards/window/")
        if "/confirm" not in screen.address:
            raise SmokeFailed("the second screen does not show the case")
        return screen

    def phone(self) -> Visitor:
        """Somebody's phone on the page of progress."""
        phone = Visitor(self.base)
        phone.get("/progress")
        return phone

    @property
    def issuer(self) -> Visitor:
        """At the issue window."""
        return self.person("issue01", "/office/issue/")

    def sign(self) -> str:
        """Shown on the second screen, looked at, signed."""
        self._part("present", shown="1")
        screen = self.second_screen()
        screen.send(screen.form("signature="), signature=drawn_signature())
        self.clerk.get(f"/desk/{WINDOW}/cases/{self.public_id}/")
        if "已签名" not in self.clerk.page:
            raise SmokeFailed("the signature did not arrive")
        return "副屏核对并签名"

    def accept(self) -> str:
        """Taken in and accepted; the receipt has number and query code."""
        page = self._part("take", deed="accept")
        number, code = _NUMBER.search(page), _CODE.search(page)
        if number is None or code is None:
            raise SmokeFailed("there is no receipt")
        self.number, self.code = number.group(1), code.group(1)
        return f"编号 {self.number}"

    def follow(self) -> str:
        """On the phone, by number and code."""
        phone = self.phone()
        page = phone.send(phone.form("code="), no=self.number, code=self.code)
        if self.item not in page:
            raise SmokeFailed("progress shows nothing")
        return "凭编号和查询码看到进度"

    def review(self) -> str:
        """Handled, reviewed and approved by three people."""
        for username in ("handle01", "review01", "approve01"):
            self._deed(username, "claim")
            self._deed(username, "finish", outcome="pass", opinion="同意（演示）")
        return "承办、审核、审批，三个人"

    def _deed(self, username: str, name: str, **values: str) -> str:
        return self.deed(username, self.public_id, name, **values)

    def deed(self, username: str, public_id: str, name: str, **values: str) -> str:
        """A specialist does something to a case, from its page."""
        worker = self.person(username, "/office/cases/")
        worker.get(f"/office/cases/{public_id}")
        return worker.send(worker.form(f"/{public_id}/do/{name} "), **values)

    def look(self) -> str:
        """The case's page tells who did what, and every day of its clocks."""
        handler = self.person("handle01", "/office/cases/")
        page = handler.get(f"/office/cases/{self.public_id}")
        clocks = handler.get(f"/office/cases/{self.public_id}/clocks")
        if "审批" not in page or "第 1 个工作日" not in clocks:
            raise SmokeFailed("the case's page does not tell its steps and days")
        return "环节、经手人和每一天的计算都在"

    def issue(self) -> str:
        """The result is made, registered as paper, and given against card and signature."""
        issuer = self.issuer
        until = time.monotonic() + _PATIENCE_SECONDS
        address = f"/office/issue/{self.public_id}"
        while "核验页" not in issuer.get(address):
            if time.monotonic() > until:
                raise SmokeFailed("the result was not made")
            time.sleep(1)
        issuer.send(issuer.form(f"{address}/print"))
        page = issuer.send(
            issuer.form("signature="), demo=CARD, name="", signature=drawn_signature()
        )
        if "领取记录" not in page:
            raise SmokeFailed("the result was not handed out")
        return "登记结果，刷身份证、签名后领取"

    def told(self) -> str:
        """Each step was told the applicant, once; the demonstration shows its SMS."""
        manager = self.person("mgr01", "/office/messages/")
        until = time.monotonic() + _PATIENCE_SECONDS
        wanted = ("申请已受理", "已办结", "请您评价")
        while missing := [word for word in wanted if word not in self._said(manager)]:
            if time.monotonic() > until:
                raise SmokeFailed(f"not told: {missing}")
            time.sleep(1)
        if self._said(manager).count("申请已受理") != 1:
            raise SmokeFailed("told twice")
        return "受理、办结、评价各一条短信"

    def _said(self, manager: Visitor) -> str:
        """What the applicant of this very case was told."""
        rows = manager.get("/office/messages/").split("<tr>")
        number = self.number.replace(" ", "")
        return "".join(row for row in rows if number in row)

    def supplement(self) -> str:
        """A second case: what is wrong is told once, and brought."""
        page = self._part("take", deed="supplement", **{"flaw-m2": "照片不清楚，请重拍（演示）。"})
        number, code = _NUMBER.search(page), _CODE.search(page)
        if number is None or code is None or "照片不清楚" not in page:
            raise SmokeFailed("the supplement was not told")
        self.number, self.code = number.group(1), code.group(1)
        self.clerk.get(f"/desk/{WINDOW}/cases/")
        found = self.clerk.send(self.clerk.form("text="), text=self.number)
        if self.public_id not in found:
            raise SmokeFailed("the case was not found by its number")
        self.clerk.send(self.clerk.form(f"{self.public_id}/open"))
        self._part("shown")
        self._part("take", deed="receive")
        self.clerk.get(f"/desk/{WINDOW}/cases/{self.public_id}/")
        self._part("take", deed="accept")
        return "一次性告知，补齐后受理"

    def special(self) -> str:
        """The clocks stand still for an expert review that another person consents to."""
        self._deed("handle01", "claim")
        self._deed(
            "handle01",
            "special-ask",
            kind="expert_review",
            days="3",
            reason="需专家评审（演示）",
            basis="",
        )
        self._deed("approve01", "special-decide", yes="1", reason="")
        self._deed("approve01", "special-resume", reason="评审完成（演示）")
        return "专家评审，期限停止后恢复"

    def extension(self) -> str:
        """Ten more days, asked by one and granted by another; then decided."""
        self._deed("handle01", "extension-ask", days="5", reason="情况复杂（演示）")
        self._deed("approve01", "extension-decide", yes="1", reason="")
        self._deed("handle01", "finish", outcome="pass", opinion="同意（演示）")
        for username in ("review01", "approve01"):
            self._deed(username, "claim")
            self._deed(username, "finish", outcome="pass", opinion="同意（演示）")
        return f"延长 5 个工作日后办结，编号 {self.number}"

    def notices(self) -> str:
        """Everything told in writing is genuine by its page, and signed within seconds."""
        phone = self.phone()
        page = phone.send(phone.form("code="), no=self.number, code=self.code)
        codes = _NOTICE.findall(page)
        until = time.monotonic() + _PATIENCE_SECONDS
        for code in codes:
            while "电子签名" not in (verified := phone.get(f"/v/{code}")):
                if time.monotonic() > until:
                    raise SmokeFailed(f"notice {code} was not signed")
                time.sleep(1)
            if "这份文书是真的" not in verified:
                raise SmokeFailed(f"notice {code} is not genuine")
        if len(codes) < _FEWEST_NOTICES:
            raise SmokeFailed(f"only {len(codes)} notices")
        return f"{len(codes)} 份，编号、签名、核验页都在"

    def log_out(self) -> str:
        """The window closes."""
        clerk = self.clerk
        clerk.get(f"/desk/{WINDOW}/")
        clerk.send(clerk.form(f"/desk/{WINDOW}/log-out"))
        return f"{WINDOW} 号窗口关闭"
