"""An order that was given up while it was placed: no courier comes for it."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.delivery.builders import at, order, row, view
from yimen.devices.carriers import Booked, CarrierRefused, Party, Shipment
from yimen.devices.simulated_carrier import Fault, SimulatedCarrier
from yimen.reference.people.rules import HOUSE
from yimen.services.delivery import actions
from yimen.services.delivery.rules.states import State

pytestmark = pytest.mark.django_db
TYPED = "RB473124829CN"
_NOBODY = Party("", "", "", "")


class SlowCarrier(SimulatedCarrier):
    """Takes an order, and something happens before its answer is written down."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile = meanwhile
        self.cancelled: list[str] = []
        self.fetched: set[str] = set()

    def order(self, shipment: Shipment, *, at: datetime) -> Booked:
        booked = super().order(shipment, at=at)
        self.meanwhile()
        return booked

    def cancel(self, order: str, *, at: datetime) -> None:
        super().cancel(order, at=at)
        if order in self.fetched:
            raise CarrierRefused("fetched")
        self.cancelled.append(order)


def cancelled_meanwhile() -> SlowCarrier:
    """A carrier whose only order is cancelled before its answer is written down."""
    parcel_id = order().id
    return SlowCarrier(lambda: actions.cancel(parcel_id, {}, by=HOUSE, at=at(0)))


def test_an_order_cancelled_while_it_was_placed_is_taken_back() -> None:
    carrier = cancelled_meanwhile()

    actions.place_orders({"ems": carrier}, at=at(0))

    assert row().state == State.CANCELLED.value
    (taken_back,) = carrier.cancelled
    assert taken_back.startswith("order-EY")
    assert row().unwanted_order == ""


def test_a_number_typed_while_it_was_placed_takes_the_order_back() -> None:
    parcel_id = order().id
    carrier = SlowCarrier(lambda: actions.note_number(parcel_id, TYPED, by=HOUSE, at=at(0)))

    actions.place_orders({"ems": carrier}, at=at(0))

    assert (view(parcel_id).state, view(parcel_id).number) == (State.AWAITING, TYPED)
    assert len(carrier.cancelled) == 1


def test_the_very_number_that_was_typed_is_kept_with_its_order() -> None:
    parcel_id = order().id
    number = SimulatedCarrier().order(_shipment(parcel_id), at=at(0)).number
    carrier = SlowCarrier(lambda: actions.note_number(parcel_id, number, by=HOUSE, at=at(0)))

    actions.place_orders({"ems": carrier}, at=at(0))

    assert carrier.cancelled == []
    assert row().carrier_order == f"order-{number}"


def test_a_carrier_that_is_down_is_asked_again_next_round() -> None:
    carrier = cancelled_meanwhile()
    cancel = carrier.meanwhile

    def cancel_and_break() -> None:
        cancel()
        carrier.break_by(Fault.DOWN)

    carrier.meanwhile = cancel_and_break
    actions.place_orders({"ems": carrier}, at=at(0))
    assert carrier.cancelled == []
    assert row().unwanted_order != ""

    carrier.break_by(Fault.NONE)
    actions.place_orders({"ems": carrier}, at=at(1))
    actions.place_orders({"ems": carrier}, at=at(2))

    assert len(carrier.cancelled) == 1
    assert row().unwanted_order == ""


def test_a_refusal_to_take_it_back_is_kept_as_trouble() -> None:
    carrier = cancelled_meanwhile()
    number = SimulatedCarrier().order(_shipment(row().pk), at=at(0)).number
    carrier.fetched.add(f"order-{number}")

    actions.place_orders({"ems": carrier}, at=at(0))

    assert (row().unwanted_order, row().trouble) == ("", "fetched")


def _shipment(parcel_id: int) -> Shipment:
    """As the simulated carrier numbers it: by the shipment's own name alone."""
    return Shipment(
        id=f"p{parcel_id}",
        sender=_NOBODY,
        receiver=_NOBODY,
        items=1,
        weight_grams=1,
        content="",
        payer="",
        ordered_at=at(0),
    )
