"""A payment gateway with nobody's money: orders in a file, and everything that can go wrong.

Whoever stands before the simulated cashier says what happens to an order; the gateway then gives
the callbacks that a real one would have sent, signed, for whoever stands there to deliver.
"""

import fcntl
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from yimen.devices.asking import signed
from yimen.devices.gateways import (
    Order,
    OrderStatus,
    PayDown,
    PayRefused,
    RefundStatus,
    RefundTold,
    StatementLine,
    Told,
)
from yimen.devices.simulated import SharedState

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_FORGED: Final = "not-the-secret"


class Deed(StrEnum):
    """What somebody does to an order at the cashier."""

    PAY = "pay"
    REFUSE = "refuse"
    PAY_TOLD_TWICE = "pay_told_twice"  # one payment, two callbacks
    PAY_TOLD_NEVER = "pay_told_never"  # the callback is lost
    PAY_FORGED = "pay_forged"  # nothing is paid; somebody forges a callback
    PAY_LESS = "pay_less"  # another amount than asked for


class Fault(StrEnum):
    """What can be wrong with the gateway itself."""

    NONE = "none"
    DOWN = "down"
    REFUSES = "refuses"
    REFUNDS_WAIT = "refunds_wait"
    REFUNDS_FAIL = "refunds_fail"


@dataclass(frozen=True)
class Callback:
    """What the gateway would post to us."""

    body: bytes
    headers: Mapping[str, str]


class SimulatedGateway:
    """Takes orders and keeps them.

    Args:
        secret: what callbacks are signed with.
        state: file with orders and faults, shared by all processes; None keeps them in memory.
        cashier: address before an order's number, for the QR code.
    """

    def __init__(
        self, secret: str, state: Path | None = None, *, cashier: str = "/pay/simulated/"
    ) -> None:
        self.secret = secret
        self.state = SharedState(state)
        self.cashier = cashier
        self._alone = threading.Lock()

    def create(self, order: Order, *, at: datetime) -> str:
        """As the protocol says."""
        self._answer()
        with self._changing("orders") as orders:
            orders.setdefault(
                order.number,
                {
                    "amount_fen": order.amount_fen,
                    "subject": order.subject,
                    "expires_at": order.expires_at.isoformat(),
                    "status": OrderStatus.WAITING.value,
                    "at": at.isoformat(),
                },
            )
        return f"{self.cashier}{order.number}"

    def query(self, number: str, *, at: datetime) -> Told:
        """As the protocol says; what happened less than the delay ago is not known yet."""
        self._answer()
        kept = self.order(number)
        if kept is None:
            return Told(f"{number}-unknown", number, OrderStatus.UNKNOWN, 0, "", at)
        delay = timedelta(seconds=float(self.state.get().get("delay_seconds", 0)))
        if at < datetime.fromisoformat(kept["at"]) + delay:
            return Told(f"{number}-waiting", number, OrderStatus.WAITING, 0, "", at)
        return _told(number, kept)

    def refund(self, order: str, number: str, amount_fen: int, *, at: datetime) -> RefundTold:
        """As the protocol says."""
        self._answer()
        kept = self.order(order)
        if kept is None or kept["status"] != OrderStatus.SUCCEEDED:
            raise PayRefused("no_such_payment")
        fault = self.fault
        with self._changing("refunds") as refunds:
            others = [other for known, other in refunds.items() if known != number]
            given = sum(other["amount_fen"] for other in others if other["order"] == order)
            if given + amount_fen > kept["paid_fen"]:
                raise PayRefused("too_much")
            if fault is Fault.REFUNDS_WAIT and number not in refunds:
                return RefundTold(RefundStatus.PENDING, at)
            if fault is Fault.REFUNDS_FAIL and number not in refunds:
                return RefundTold(RefundStatus.FAILED, at, "account_closed")
            done = refunds.setdefault(
                number, {"order": order, "amount_fen": amount_fen, "at": at.isoformat()}
            )
        return RefundTold(RefundStatus.DONE, datetime.fromisoformat(done["at"]))

    def statement(self, day: date, *, at: datetime) -> list[StatementLine]:
        """As the protocol says."""
        self._answer()
        kept = self.state.get()
        lines = [
            _line("payment", number, order["paid_fen"], order)
            for number, order in kept.get("orders", {}).items()
            if order["status"] == OrderStatus.SUCCEEDED
        ]
        lines += [
            _line("refund", number, refund["amount_fen"], refund)
            for number, refund in kept.get("refunds", {}).items()
        ]
        return [line for line in lines if line.happened_at.astimezone(_ZONE).date() == day]

    def order(self, number: str) -> dict[str, Any] | None:
        """What is kept of an order, None where there is none."""
        found = self.state.get().get("orders", {}).get(number)
        return dict(found) if found is not None else None

    def do(self, number: str, deed: Deed, *, at: datetime) -> list[Callback]:
        """Somebody does something at the cashier; the callbacks that follow, to be delivered.

        Paying is possible after the order's end too: real gateways tell of such money late.

        Raises:
            PayRefused: no such order, or it was paid.
        """
        with self._changing("orders") as orders:
            order = orders.get(number)
            if order is None:
                raise PayRefused("no_such_order")
            if deed is Deed.PAY_FORGED:
                paid = order | {"status": "succeeded", "paid_fen": order["amount_fen"]}
                return [self._callback(number, paid, secret=_FORGED, at=at)]
            if order["status"] == OrderStatus.SUCCEEDED:
                raise PayRefused("paid_before")
            _pay(order, number, deed, at)
            kept = dict(order)
        copies = {Deed.PAY_TOLD_TWICE: 2, Deed.PAY_TOLD_NEVER: 0}.get(deed, 1)
        return [self._callback(number, kept, secret=self.secret, at=at) for _ in range(copies)]

    @property
    def fault(self) -> Fault:
        """What is wrong with the gateway now."""
        return Fault(self.state.get().get("fault", Fault.NONE))

    def break_by(self, fault: Fault) -> None:
        """Switch a fault on, or off by `Fault.NONE`."""
        self.state.change({"fault": fault.value})

    def delay(self, seconds: float) -> None:
        """Let queries know of what happened only after so long."""
        self.state.change({"delay_seconds": seconds})

    def _callback(
        self, number: str, order: Mapping[str, Any], *, secret: str, at: datetime
    ) -> Callback:
        told = _told(number, order)
        said = {
            "event": told.event,
            "order": number,
            "status": told.status.value,
            "amount_fen": told.amount_fen,
            "transaction": told.transaction,
            "happened_at": told.happened_at.isoformat(),
        }
        body = json.dumps(said).encode()
        return Callback(body, signed(body, secret=secret, at=at))

    def _answer(self) -> None:
        if self.fault is Fault.DOWN:
            raise PayDown("down")
        if self.fault is Fault.REFUSES:
            raise PayRefused("refused")

    @contextmanager
    def _changing(self, part: str) -> Iterator[dict[str, Any]]:
        """One part of what is kept, written back at the end; one process at a time."""
        with self._alone, _locked(self.state.file):
            kept = self.state.get().get(part, {})
            yield kept
            self.state.change({part: kept})


def _pay(order: dict[str, Any], number: str, deed: Deed, at: datetime) -> None:
    order["at"] = at.isoformat()
    order["events"] = order.get("events", 0) + 1
    if deed is Deed.REFUSE:
        order["status"] = OrderStatus.REFUSED.value
        return
    order["status"] = OrderStatus.SUCCEEDED.value
    order["paid_fen"] = order["amount_fen"] - (1 if deed is Deed.PAY_LESS else 0)
    order["transaction"] = f"SIM{number}"


def _told(number: str, order: Mapping[str, Any]) -> Told:
    return Told(
        f"{number}-{order['status']}-{order.get('events', 0)}",
        number,
        OrderStatus(order["status"]),
        int(order.get("paid_fen", 0)),
        str(order.get("transaction", "")),
        datetime.fromisoformat(order["at"]),
    )


def _line(kind: str, number: str, fen: int, kept: Mapping[str, Any]) -> StatementLine:
    happened_at = datetime.fromisoformat(kept["at"])
    return StatementLine(kind, number, fen, str(kept.get("transaction", "")), happened_at)


@contextmanager
def _locked(file: Path | None) -> Iterator[None]:
    """Other processes wait; a state in memory needs no lock of a file."""
    if file is None:
        yield
        return
    with file.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
