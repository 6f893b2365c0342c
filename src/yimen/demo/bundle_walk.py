"""The walk of a bundle (一件事): a newborn filed once at a window, carried to the one hand-out.

By the pages people use: the window and its second screen, the departments one after the other as
their results come, the phone, the issue window.
"""

import re
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from yimen.demo.case_walk import CARD, LOOK, WINDOW, CaseWalk
from yimen.demo.pen import drawn_signature
from yimen.demo.visitor import SmokeFailed

_NAME: Final = "新生儿出生一件事"
_BUNDLE: Final = re.compile(rf"/desk/{WINDOW}/bundles/([\w-]{{10,}})/")
_NUMBER: Final = re.compile(r"\b(\d{4} \d{4} \d{4} \d{4} \d{4} \d)\b")
_CODE: Final = re.compile(r"<strong>(\d{6})</strong>")
_PART: Final = re.compile(r'/office/issue/(?!bundles/)([\w-]{10,})"')
#: What waits is filed by the follower of the log, which looks every ten seconds.
_PATIENCE_SECONDS: Final = 60
#: Specialists of every department.
_PEOPLE: Final = ("handle02", "review02", "approve02")
#: Birth, household, insurance and card, the last two side by side.
_PARTS: Final = 4


@dataclass
class BundleWalk:
    """The clerk of the case walk, specialists of all departments, the issue window, a phone."""

    case: CaseWalk
    public_id: str = ""
    number: str = ""
    code: str = ""
    done: set[str] = field(default_factory=set)

    def begin(self) -> str:
        """Found by its name; situation, applicant by card, each material once, the one form."""
        clerk = self.case.clerk
        clerk.get(f"/desk/{WINDOW}/cases/?q={quote('出生一件事')}")
        clerk.send(clerk.form("/bundles/begin"), bundle="newborn")
        found = _BUNDLE.search(clerk.address)
        if found is None or _NAME not in clerk.page:
            raise SmokeFailed("the bundle was not begun")
        self.public_id = found.group(1)
        self._part("answer", who="self", married="1", card="yes")
        self._part("applicant", kind="person", phone="13800000000", read="applicant", demo=CARD)
        page = self._part("shown")
        if page.count('list__title">父母居民身份证<') != 1 or "材料齐全" not in page:
            raise SmokeFailed("a material is not asked once")
        self._part("look", reason=LOOK)
        self._part("form")
        return f"{_NAME}，每样材料只核对一次"

    def _part(self, name: str, **values: str) -> str:
        clerk = self.case.clerk
        return clerk.send(clerk.form(f"/{self.public_id}/{name}"), **values)

    def file(self) -> str:
        """Signed once on the second screen, filed once; one receipt."""
        self._part("present", shown="1")
        screen = self.case.second_screen()
        screen.send(screen.form("signature="), signature=drawn_signature())
        self.case.clerk.get(f"/desk/{WINDOW}/bundles/{self.public_id}/")
        page = self._part("file")
        number, code = _NUMBER.search(page), _CODE.search(page)
        if number is None or code is None or "等“居民户口簿”出来后自动提交" not in page:
            raise SmokeFailed("there is no receipt of the bundle")
        self.number, self.code = number.group(1), code.group(1)
        return f"{_PARTS} 个事项，一个编号 {self.number}"

    def follow(self) -> str:
        """On the phone, all parts by one number and code."""
        phone = self.case.phone()
        page = phone.send(phone.form("code="), no=self.number, code=self.code)
        if "出生医学证明首次签发" not in page or "新生儿社会保障卡申领" not in page:
            raise SmokeFailed("progress does not show all parts")
        return "一个编号看到全部事项"

    def decide(self) -> str:
        """Each part by its department, as soon as the result it waits for is there."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while len(self.done) < _PARTS:
            fresh = [part for part in self._cases() if part not in self.done]
            for public_id in fresh:
                for username in _PEOPLE:
                    self.case.deed(username, public_id, "claim")
                    self.case.deed(
                        username, public_id, "finish", outcome="pass", opinion="同意（演示）"
                    )
                self.done.add(public_id)
            if time.monotonic() > until:
                raise SmokeFailed(f"only {len(self.done)} parts were filed")
            if not fresh:
                time.sleep(1)
        return "前一事项的结果自动成为后一事项的材料"

    def _cases(self) -> list[str]:
        """Addresses of the parts that are cases by now."""
        page = self.case.issuer.get(f"/office/issue/bundles/{self.public_id}")
        return list(dict.fromkeys(_PART.findall(page)))

    def issue(self) -> str:
        """All results for one card and one signature."""
        issuer, address = self.case.issuer, f"/office/issue/bundles/{self.public_id}"
        until = time.monotonic() + _PATIENCE_SECONDS
        while "可以一次领取" not in issuer.get(address):
            if time.monotonic() > until:
                raise SmokeFailed("the results are not all there")
            time.sleep(1)
        issuer.send(issuer.form(f"{address}/print"))
        page = issuer.send(
            issuer.form("signature="), demo=CARD, name="", signature=drawn_signature()
        )
        if "全部领取" not in page:
            raise SmokeFailed("the results were not handed out")
        return f"刷一次身份证、签一次名，{_PARTS} 个结果一起领取"
