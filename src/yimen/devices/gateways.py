"""Payment gateways by address: who shows the QR code, takes the money and gives it back.

    sim:/var/lib/yimen/cashier.json   nobody's money, and goes wrong when told to
    https://pay.example/api           JSON, signed, see docs/reference/payment-gateway.md

What a payment means is decided in `services.payments`; here are orders, amounts and numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final, Protocol, TypeVar

from yimen.devices.asking import Answer, NoAnswer, ask_signed

T = TypeVar("T")

_TIMEOUT_SECONDS: Final = 8
_TRIES: Final = 2
_LONGEST_CODE: Final = 40
_LONGEST_QR: Final = 500
_REFUSED: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.GONE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


class OrderStatus(StrEnum):
    """Where an order is, by the gateway."""

    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class RefundStatus(StrEnum):
    """Where a refund is, by the gateway."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Order:
    """What is to be paid. The number is the same for every try: a gateway takes an order once."""

    number: str
    amount_fen: int
    subject: str
    expires_at: datetime


@dataclass(frozen=True)
class Told:
    """What the gateway says of an order.

    Args:
        event: the gateway's own id of what happened; the same thing told twice has the same.
        order: our number.
        status: where it is.
        amount_fen: what was paid.
        transaction: the gateway's number of the payment.
        happened_at: when, by the gateway's clock.
    """

    event: str
    order: str
    status: OrderStatus
    amount_fen: int
    transaction: str
    happened_at: datetime


@dataclass(frozen=True)
class RefundTold:
    """What the gateway says of a refund."""

    status: RefundStatus
    happened_at: datetime
    code: str = ""


@dataclass(frozen=True)
class StatementLine:
    """One movement of money on a day; `kind` is payment or refund, `number` ours."""

    kind: str
    number: str
    amount_fen: int
    transaction: str
    happened_at: datetime


class PayDown(Exception):
    """Not this time. The gateway may have done it all the same."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:_LONGEST_CODE]


class PayRefused(Exception):
    """No, and asking again will not help."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:_LONGEST_CODE]


class PaymentGateway(Protocol):
    """Somebody who takes money. Every method raises PayDown or PayRefused."""

    def create(self, order: Order, *, at: datetime) -> str:
        """The QR code's text. Again for the same number: the same answer."""

    def query(self, number: str, *, at: datetime) -> Told:
        """Where an order is."""

    def refund(self, order: str, number: str, amount_fen: int, *, at: datetime) -> RefundTold:
        """Give part of a payment back. Again for the same number: where that refund is."""

    def statement(self, day: date, *, at: datetime) -> list[StatementLine]:
        """All money that moved on a local day that is over."""


class HttpGateway:
    """A gateway that speaks the protocol of docs/reference/payment-gateway.md.

    Every request may be repeated without harm, so one that is not answered is sent twice.
    """

    def __init__(self, url: str, secret: str, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self.url = url.rstrip("/")
        self.secret = secret
        self.timeout_seconds = timeout_seconds

    def create(self, order: Order, *, at: datetime) -> str:
        """As the protocol says."""
        said = self._asked(
            "/orders",
            {
                "order": order.number,
                "amount_fen": order.amount_fen,
                "subject": order.subject,
                "expires_at": order.expires_at.isoformat(),
            },
            at=at,
        )
        text = said.get("qr_text")
        if not isinstance(text, str) or not 0 < len(text) <= _LONGEST_QR:
            raise PayDown("no_qr")
        return text

    def query(self, number: str, *, at: datetime) -> Told:
        """As the protocol says."""
        return _sensible(told, self._asked("/query", {"order": number}, at=at))

    def refund(self, order: str, number: str, amount_fen: int, *, at: datetime) -> RefundTold:
        """As the protocol says."""
        asked = {"order": order, "refund": number, "amount_fen": amount_fen}
        return _sensible(_refund_told, self._asked("/refunds", asked, at=at))

    def statement(self, day: date, *, at: datetime) -> list[StatementLine]:
        """As the protocol says. A statement that makes no sense anywhere is none."""
        said = self._asked("/statement", {"day": day.isoformat()}, at=at).get("lines")
        if not isinstance(said, list):
            raise PayDown("no_lines")
        listed: Sequence[Any] = said
        return [_sensible(_statement_line, line) for line in listed]

    def _asked(self, path: str, said: Mapping[str, object], *, at: datetime) -> dict[str, Any]:
        answer = self._answer(path, said, at=at)
        if answer.good:
            return answer.said()
        code = str(answer.said().get("error") or f"http_{answer.status}")
        raise (PayRefused if answer.status in _REFUSED else PayDown)(code)

    def _answer(self, path: str, said: Mapping[str, object], *, at: datetime) -> Answer:
        for _ in range(_TRIES):
            try:
                return ask_signed(
                    self.url + path,
                    said,
                    secret=self.secret,
                    at=at,
                    timeout_seconds=self.timeout_seconds,
                )
            except NoAnswer:
                continue
        raise PayDown("no_answer")


def told(said: Mapping[str, Any]) -> Told:
    """What a gateway says of an order, from its JSON.

    Raises:
        ValueError, KeyError, TypeError: it makes no sense.
    """
    happened_at = _instant(said["happened_at"])
    amount = said["amount_fen"]
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount < 10**12:
        raise ValueError("amount_fen")
    return Told(
        event=_text(said, "event", 64),
        order=_text(said, "order", 32),
        status=OrderStatus(said["status"]),
        amount_fen=amount,
        transaction=str(said.get("transaction") or "")[:64],
        happened_at=happened_at,
    )


def _refund_told(said: Mapping[str, Any]) -> RefundTold:
    return RefundTold(
        RefundStatus(said["status"]), _instant(said["happened_at"]), str(said.get("error", ""))[:40]
    )


def _statement_line(said: Mapping[str, Any]) -> StatementLine:
    if said["kind"] not in {"payment", "refund"}:
        raise ValueError("kind")
    return StatementLine(
        said["kind"],
        _text(said, "number", 64),
        int(said["amount_fen"]),
        str(said.get("transaction") or "")[:64],
        _instant(said["happened_at"]),
    )


def _sensible(read: Callable[[Mapping[str, Any]], T], said: Mapping[str, Any]) -> T:
    try:
        return read(said)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise PayDown("nonsense") from None


def _text(said: Mapping[str, Any], name: str, longest: int) -> str:
    text = said[name]
    if not isinstance(text, str) or not 0 < len(text) <= longest or not text.isprintable():
        raise ValueError(name)
    return text


def _instant(text: object) -> datetime:
    found = datetime.fromisoformat(str(text))
    if found.tzinfo is None:
        raise ValueError("happened_at")
    return found
