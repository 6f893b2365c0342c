"""A bill, a gateway that can be told what to do, and two people who reconcile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from tests.builders import Hall, at, staff
from yimen.devices.simulated_gateway import Deed, SimulatedGateway
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.services.payments import actions, queries
from yimen.services.payments.actions import Payer
from yimen.services.payments.queries import BillView, PaymentView
from yimen.services.payments.rules.bills import BillLine
from yimen.services.payments.rules.ledger import Account

PASSPORT = (BillLine("普通护照工本费", 12_000, "发改价格规〔2019〕914号"),)
CITIZEN_ACTOR = Actor("citizen", 0, "abcdef")


@dataclass
class Cash:
    """One centre's payments before a simulated gateway."""

    hall: Hall
    gateway: SimulatedGateway

    def bill(
        self,
        reference: str = "case:1",
        lines: Sequence[BillLine] = PASSPORT,
        *,
        minutes: float = 0,
        key: str | None = None,
    ) -> BillView:
        """A bill some minutes after ten."""
        return actions.make_bill(
            reference,
            lines,
            centre_id=self.hall.centre_id,
            department_id=Department.objects.get().pk,
            by=HOUSE,
            at=at(minutes),
            payer=Payer("张小明", "441900199003070016"),
            topics=[reference],
            key=key,
        )

    def start(self, bill: BillView, minutes: float = 1) -> PaymentView:
        """Show the QR code."""
        return actions.start_payment(
            bill.id, by=CITIZEN_ACTOR, at=at(minutes), gateway=self.gateway
        )

    def do(self, payment: PaymentView, deed: Deed = Deed.PAY, minutes: float = 2) -> None:
        """Somebody does something at the cashier, and the callbacks arrive."""
        for callback in self.gateway.do(payment.order_no, deed, at=at(minutes)):
            actions.receive_callback(callback.body, callback.headers, at=at(minutes))

    def paid(self, reference: str = "case:1") -> tuple[BillView, PaymentView]:
        """A bill that was paid, and its payment."""
        bill = self.bill(reference)
        payment = self.start(bill)
        self.do(payment)
        return queries.bill(bill.id), queries.payment(payment.id)

    def send_refunds(self, minutes: float = 20) -> int:
        """The clock sends what was approved."""
        return actions.send_refunds(at=at(minutes), gateway=self.gateway)

    def ask(self, minutes: float) -> int:
        """The clock asks about what it has not heard of."""
        return actions.ask_gateway(at=at(minutes), gateway=self.gateway)

    def cashier(self, number: str) -> Actor:
        """Somebody who reconciles."""
        return staff(self.hall, Role.HALL_MANAGER, number)


def cash_desk(hall: Hall) -> Cash:
    """A city that takes money; its secret is the settings' present one."""
    return Cash(hall, SimulatedGateway(settings.PAY_SECRETS[0]))


def books() -> dict[str, int]:
    """What stands on each account that is not empty."""
    return {account.value: fen for account, fen in queries.balances().items() if fen}


def later(day: int, hour: int = 2) -> datetime:
    """An instant on another November day, local time."""
    return at(0).replace(day=day, hour=hour)


__all__ = ["CITIZEN_ACTOR", "PASSPORT", "Account", "Cash", "books", "cash_desk", "later"]
