"""Carriers by address: who fetches and brings parcels, and tells where they are.

    sim:/var/lib/yimen/carrier.json   drives by the clock, and loses what it is told to lose
    https://carrier.example/api       JSON, signed, see docs/reference/carriers.md

Events use the scale that Chinese aggregators share (1 picked up, 2 on the way, 3 signed, 4 trouble
…); what a code means for a parcel is decided in `services.delivery.rules.scale`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, Protocol

from yimen.devices.asking import Answer, NoAnswer, ask_signed

_TIMEOUT_SECONDS: Final = 10
_LONGEST_CODE: Final = 40
_MOST_EVENTS: Final = 200
_REFUSED: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.GONE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


@dataclass(frozen=True)
class Party:
    """Somebody at one end of the way, as a courier needs it: in full."""

    name: str
    phone: str
    region: str
    address: str


@dataclass(frozen=True)
class Shipment:
    """What shall be carried.

    Args:
        id: the same for every try: a carrier takes an order once.
        sender: where from.
        receiver: where to.
        items: how many pieces.
        weight_grams: about.
        content: what it is, as a code of ours.
        payer: "sender", "receiver" or "government".
        ordered_at: when it was ordered here.
    """

    id: str
    sender: Party
    receiver: Party
    items: int
    weight_grams: int
    content: str
    payer: str
    ordered_at: datetime


@dataclass(frozen=True)
class Booked:
    """A carrier's yes: its order, and the number on the parcel."""

    order: str
    number: str


@dataclass(frozen=True)
class Scan:
    """One event on the way.

    Args:
        id: the carrier's own; the same event told twice has the same.
        code: on the scale.
        happened_at: when, by the carrier's clock.
        text: what the carrier says of it.
    """

    id: str
    code: str
    happened_at: datetime
    text: str = field(default="")


class CarrierDown(Exception):
    """Not this time. The carrier may have done it all the same."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:_LONGEST_CODE]


class CarrierRefused(Exception):
    """No, and asking again will not help: nobody goes there, too late, unknown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:_LONGEST_CODE]


class Carrier(Protocol):
    """Somebody who carries parcels. Every method raises CarrierDown or CarrierRefused."""

    def order(self, shipment: Shipment, *, at: datetime) -> Booked:
        """Have it fetched. Again for the same shipment: the same answer."""

    def cancel(self, order: str, *, at: datetime) -> None:
        """Not fetched after all; refused once it was fetched."""

    def track(self, number: str, *, ordered_at: datetime, at: datetime) -> list[Scan]:
        """Everything known of a parcel, in any order."""

    def label(self, number: str, *, at: datetime) -> bytes:
        """The carrier's own label as PDF; empty where ours is used."""


class HttpCarrier:
    """A carrier that speaks the protocol of docs/reference/carriers.md."""

    def __init__(self, url: str, secret: str, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self.url = url.rstrip("/")
        self.secret = secret
        self.timeout_seconds = timeout_seconds

    def order(self, shipment: Shipment, *, at: datetime) -> Booked:
        """As the protocol says."""
        said = self._asked(
            "/orders",
            {
                "id": shipment.id,
                "sender": _party(shipment.sender),
                "receiver": _party(shipment.receiver),
                "items": shipment.items,
                "weight_grams": shipment.weight_grams,
                "content": shipment.content,
                "payer": shipment.payer,
            },
            at=at,
        ).said()
        order, number = said.get("order"), said.get("number")
        if not isinstance(order, str) or not isinstance(number, str) or not number:
            raise CarrierDown("no_number")
        return Booked(order, number)

    def cancel(self, order: str, *, at: datetime) -> None:
        """As the protocol says."""
        self._asked("/cancel", {"order": order}, at=at)

    def track(self, number: str, *, ordered_at: datetime, at: datetime) -> list[Scan]:
        """As the protocol says."""
        return scans(self._asked("/track", {"number": number}, at=at).said().get("events"))

    def label(self, number: str, *, at: datetime) -> bytes:
        """As the protocol says."""
        body = self._asked("/label", {"number": number}, at=at).body
        return body if body.startswith(b"%PDF-") else b""

    def _asked(self, path: str, said: Mapping[str, object], *, at: datetime) -> Answer:
        try:
            answer = ask_signed(
                self.url + path,
                said,
                secret=self.secret,
                at=at,
                timeout_seconds=self.timeout_seconds,
            )
        except NoAnswer:
            raise CarrierDown("no_answer") from None
        if answer.good:
            return answer
        code = str(answer.said().get("error") or f"http_{answer.status}")
        if answer.status in _REFUSED:
            raise CarrierRefused(code)
        raise CarrierDown(code)


def scans(said: object) -> list[Scan]:
    """Events from what a carrier said; those that make no sense are left out."""
    listed: Sequence[Any] = said if isinstance(said, list) else ()
    found = [_scan(event) for event in listed[:_MOST_EVENTS]]
    return [scan for scan in found if scan is not None]


def _scan(event: Any) -> Scan | None:  # noqa: ANN401 - whatever JSON holds
    try:
        happened_at = datetime.fromisoformat(str(event["at"]))
        if happened_at.tzinfo is None:
            return None
        return Scan(str(event["id"]), str(event["code"]), happened_at, str(event.get("text", "")))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _party(party: Party) -> dict[str, str]:
    return {
        "name": party.name,
        "phone": party.phone,
        "region": party.region,
        "address": party.address,
    }
