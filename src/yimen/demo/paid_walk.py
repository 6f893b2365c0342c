"""The walk of what a citizen sees of money and results: paying, the wallet, the verification."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from yimen.demo.case_walk import PHONE, CaseWalk
from yimen.demo.visitor import SmokeFailed, Visitor
from yimen.devices.demo_cards import demo_cards

_BILL: Final = re.compile(r'href="(/pay/[\w-]+)"')
_CASHIER: Final = re.compile(r'href="[^"]*(/pay/simulated/[^"]+)"')
_SMS_CODE: Final = re.compile(r'phone-code__digits num">(\d{6})<')
_VERIFY_CODE: Final = re.compile(r'wallet-code">([0-9A-Z-]{14})<')


def _found(pattern: re.Pattern[str], page: str, what: str) -> str:
    match = pattern.search(page)
    if match is None:
        raise SmokeFailed(what)
    return match.group(1)


@dataclass
class PaidWalk:
    """The applicant's phone, beside the case of somebody else's walk."""

    case: CaseWalk

    def pay(self) -> str:
        """From the progress to the cashier and back; the window sees it, and the receipt."""
        phone = self.case.phone()
        page = phone.send(phone.form("code="), no=self.case.number, code=self.case.code)
        bill = _found(_BILL, page, "the case has no bill")
        phone.get(bill)
        page = phone.send(phone.form(f"{bill}/start"))
        phone.get(_found(_CASHIER, page, "the bill has no code"))
        page = phone.send(phone.form("deed"), deed="pay")
        if "已缴清" not in page:
            raise SmokeFailed("the payment did not arrive")
        receipt = phone.get(f"{bill}/receipt")
        desk = self.case.clerk.get(f"/desk/2/cases/{self.case.public_id}/receipt")
        if "票据号码" not in receipt or "已缴清" not in desk:
            raise SmokeFailed("window or receipt do not know of the payment")
        return "手机缴清，开出非税票据，窗口看到到账"

    def verify(self) -> str:
        """Logged in by a code, the certificate opened in the wallet, and verified by a stranger."""
        phone = Visitor(self.case.base)
        phone.get("/me/wallet")
        card = demo_cards(timezone.localdate())[0]
        said = {"name": card.name, "number": card.number, "phone": PHONE}
        page = phone.send(phone.form("phone="), **said)
        code = _found(_SMS_CODE, page, "no code was sent")
        phone.send(phone.form("code="), code=code)
        if "/me/wallet" not in phone.address:
            raise SmokeFailed(f"the wallet did not open: {phone.address}")
        page = phone.get(phone.link("/me/wallet/"))
        code = _found(_VERIFY_CODE, page, "the certificate has no code")
        proof = Visitor(self.case.base).get(f"/v/{code}")
        if "证照有效" not in proof or card.name in proof:
            raise SmokeFailed("the certificate is not verified, or names its holder")
        return f"我的证照里打开，/v/{code} 核验有效"
