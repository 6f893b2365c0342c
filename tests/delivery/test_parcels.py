"""Parcels: ordered once, placed once, cancelled, and followed whatever is told of them."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import Settings

from tests.builders import build_hall, staff
from tests.delivery.builders import (
    CASE,
    CENTRE,
    CITIZEN,
    HALL,
    HOME,
    TO_ZHANG,
    FakeCarrier,
    at,
    booked,
    order,
    row,
    scan,
    tell,
    view,
)
from yimen.devices.carriers import Booked, CarrierDown, CarrierRefused, Shipment
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.reference.policy.actions import set_value
from yimen.services.delivery import actions, queries
from yimen.services.delivery.actions import Load
from yimen.services.delivery.errors import (
    CancelRefused,
    KeyReused,
    ParcelNotFound,
    StepNotAllowed,
    UnknownCarrier,
)
from yimen.services.delivery.models import Parcel, TrackEvent
from yimen.services.delivery.queries import Direction
from yimen.services.delivery.rules.states import Problem, State
from yimen.support.models import Event

pytestmark = pytest.mark.django_db


def test_an_order_is_a_row_first_with_its_addresses_sealed() -> None:
    made = order()

    assert (made.state, made.number, made.carrier, made.reference) == (
        State.CREATED,
        "",
        "ems",
        CASE,
    )
    assert (made.receiver.name, made.receiver.phone) == ("张*明", "138****0000")
    assert "张小明".encode() not in bytes(row().receiver_sealed)
    assert Event.objects.get(name="parcel.created").body["reference"] == CASE


def test_the_same_order_again_is_the_same_parcel() -> None:
    assert order().id == order(hours=1).id

    assert Parcel.objects.count() == 1
    assert order("copy").id != order().id


def test_the_key_of_another_order_is_refused() -> None:
    order()

    with pytest.raises(KeyReused):
        actions.order(
            Load(Direction.FROM_CITIZEN, HOME, HALL),
            reference=CASE,
            centre_id=CENTRE,
            key="result",
            by=HOUSE,
            at=at(1),
        )


def test_ordering_needs_the_right_of_its_direction() -> None:
    hall = build_hall()
    clerk, result_clerk = staff(hall, Role.CLERK), staff(hall, Role.RESULT_CLERK, "1002")

    def ask(load: Load, by: Actor, key: str) -> None:
        actions.order(load, reference=CASE, centre_id=hall.centre_id, key=key, by=by, at=at(0))

    ask(TO_ZHANG, result_clerk, "1")
    ask(Load(Direction.FROM_CITIZEN, HOME, HALL), clerk, "2")
    ask(Load(Direction.FROM_CITIZEN, HOME, HALL), CITIZEN, "3")
    with pytest.raises(NotAllowed):
        ask(TO_ZHANG, clerk, "4")
    with pytest.raises(NotAllowed):
        ask(Load(Direction.FROM_CITIZEN, HOME, HALL), result_clerk, "5")


def test_only_carriers_with_a_contract_carry(settings: Settings) -> None:
    with pytest.raises(UnknownCarrier):
        actions.order(
            Load(Direction.TO_CITIZEN, HALL, HOME, carrier="dove"),
            reference=CASE,
            centre_id=CENTRE,
            key="x",
            by=HOUSE,
            at=at(0),
        )
    settings.CARRIERS = {}
    with pytest.raises(UnknownCarrier):
        order()


def test_an_order_gets_its_number_from_the_carrier() -> None:
    made = order()
    carrier = FakeCarrier()

    (told,) = actions.place_orders({"ems": carrier}, at=at(0.1)).moved

    assert (told.parcel.state, told.before) == (State.AWAITING, State.CREATED)
    assert told.parcel.number.startswith("EY")
    (shipment,) = carrier.ordered
    assert shipment.id == f"p{made.id}"
    assert shipment.receiver.address == "广东省东莞市虎门镇虎门大道 5 号 2 栋 301"
    assert actions.place_orders({"ems": carrier}, at=at(0.2)).asked == 0


def test_a_carrier_that_is_down_is_asked_again_later_and_not_for_each() -> None:
    first, second = order(), order("copy", hours=0.01)
    carrier = FakeCarrier([CarrierDown("no_answer")])

    assert actions.place_orders({"ems": carrier}, at=at(0.1)) == actions.Round(0, ())
    assert len(carrier.ordered) == 1
    tries = dict(Parcel.objects.values_list("pk", "tries"))
    assert tries == {first.id: 1, second.id: 0}

    again = actions.place_orders({"ems": carrier}, at=at(0.1) + timedelta(minutes=1))
    assert {told.parcel.id for told in again.moved} == {first.id, second.id}


def test_after_the_last_try_a_parcel_is_a_problem() -> None:
    set_value("delivery.book_tries", 2, effective_from=date(2019, 1, 1), source="x", staff_id=None)
    made = order()
    carrier = FakeCarrier([CarrierDown("no_answer")] * 5)

    for hours in (0, 1, 2, 10):
        actions.place_orders({"ems": carrier}, at=at(hours))

    seen = view(made.id)
    assert (seen.state, seen.problem, seen.trouble) == (
        State.PROBLEM,
        Problem.NOT_TAKEN,
        "no_answer",
    )
    assert (len(carrier.ordered), seen.may_go_again) == (2, True)


def test_a_carrier_that_refuses_makes_it_a_problem_at_once() -> None:
    made = order()

    actions.place_orders({"ems": FakeCarrier([CarrierRefused("out_of_area")])}, at=at(0.1))

    assert (view(made.id).problem, view(made.id).trouble) == (Problem.NOT_TAKEN, "out_of_area")


def test_what_was_cancelled_while_the_carrier_took_it_stays_cancelled() -> None:
    made = order()

    class Slow(FakeCarrier):
        def order(self, shipment: Shipment, *, at: datetime) -> Booked:
            actions.cancel(made.id, {}, by=HOUSE, at=at)
            return super().order(shipment, at=at)

    actions.place_orders({"ems": Slow()}, at=at(0.1))

    assert view(made.id).state is State.CANCELLED


def test_an_order_is_taken_back_at_the_carrier() -> None:
    made, carrier = booked(), FakeCarrier()

    assert actions.cancel(made.id, {"ems": carrier}, by=HOUSE, at=at(1)).state is State.CANCELLED

    assert carrier.cancelled == [f"o-p{made.id}"]


@pytest.mark.parametrize("trouble", [CarrierRefused("fetched"), CarrierDown("no_answer")])
def test_what_the_carrier_does_not_give_back_is_not_cancelled(trouble: Exception) -> None:
    made = booked()

    with pytest.raises(CancelRefused):
        actions.cancel(made.id, {"ems": FakeCarrier([trouble])}, by=HOUSE, at=at(1))
    with pytest.raises(CancelRefused):
        actions.cancel(made.id, {}, by=HOUSE, at=at(1))

    assert view(made.id).state is State.AWAITING


def test_what_was_fetched_or_is_damaged_is_not_cancelled() -> None:
    made = booked()
    tell(made.id, scan("1", 2))
    with pytest.raises(StepNotAllowed):
        actions.cancel(made.id, {"ems": FakeCarrier()}, by=HOUSE, at=at(3))

    tell(made.id, scan("414", 4))

    with pytest.raises(StepNotAllowed):
        actions.cancel(made.id, {"ems": FakeCarrier()}, by=HOUSE, at=at(5))


def test_a_parcel_is_followed_until_it_is_signed() -> None:
    made = booked()

    moved = tell(made.id, scan("1", 2), scan("204", 6), scan("202", 24), scan("301", 26))

    assert (moved.before, moved.parcel.state, moved.new) == (State.AWAITING, State.SIGNED, 4)
    assert (moved.parcel.signed_at, moved.parcel.signed_by) == (at(26), "301")
    codes = [event.code for event in queries.timeline(made.id)]
    assert codes == ["301", "202", "204", "1", ""]


def test_what_is_told_twice_happened_once() -> None:
    made = booked()
    story = [scan("1", 2), scan("204", 6)]
    tell(made.id, *story, *story)

    assert tell(made.id, *story).new == 0

    assert TrackEvent.objects.filter(event_id__isnull=False).count() == 2


def test_news_in_the_wrong_order_ends_right() -> None:
    made = booked()

    tell(made.id, scan("301", 26))
    moved = tell(made.id, scan("202", 24), scan("1", 2))

    assert (moved.parcel.state, moved.changed, moved.new) == (State.SIGNED, False, 2)


def test_a_carriers_clock_that_is_ahead_tells_no_future() -> None:
    made = booked()

    moved = tell(made.id, scan("301", 500), hours=26)

    assert moved.parcel.signed_at == at(26)


def test_what_says_nothing_changes_nothing() -> None:
    made = booked()

    assert tell(made.id, scan("0", 1), scan("1", 2, name=" ")).new == 1
    assert tell(made.id, scan("", 3)).new == 0


def test_phones_of_couriers_are_not_kept() -> None:
    made = booked()
    said = "派件员王翔（13776284974）正在派件，投诉 0769-22836669，单号 EY000000011CN"

    tell(made.id, scan("202", 24, text=said))

    (event, _) = queries.timeline(made.id)
    assert event.text == "派件员王翔（137****4974）正在派件，投诉 ****，单号 EY000000011CN"


def test_the_number_of_another_carrier_is_unknown() -> None:
    made = booked()

    with pytest.raises(ParcelNotFound):
        actions.track("sf", made.number, [scan("1", 2)], at=at(3))


def test_carriers_are_asked_after_what_nobody_told_of() -> None:
    made = booked()
    carrier = FakeCarrier(told={made.number: [scan("1", 2), scan("204", 6)]})

    (told,) = actions.poll({"ems": carrier}, at=at(7)).moved

    assert told.parcel.state is State.IN_TRANSIT
    assert actions.poll({"ems": carrier}, at=at(7.4)).asked == 0
    assert actions.poll({"ems": carrier}, at=at(7.5)) == actions.Round(1, ())


def test_a_carrier_that_is_down_is_asked_after_parcels_next_time() -> None:
    booked()
    booked("copy")
    carrier = FakeCarrier([CarrierDown("no_answer")])

    assert actions.poll({"ems": carrier}, at=at(7)).asked == 0
    assert len(carrier.tracked) == 1
    assert actions.poll({"ems": carrier}, at=at(7.5)).asked == 2


def test_a_carrier_that_does_not_know_a_parcel_is_noted() -> None:
    made = booked()

    actions.poll({"ems": FakeCarrier([CarrierRefused("unknown")])}, at=at(7))

    assert view(made.id).trouble == "unknown"


def test_what_is_over_is_not_asked_after() -> None:
    made = booked()
    tell(made.id, scan("301", 26))

    assert actions.poll({"ems": FakeCarrier()}, at=at(99)).asked == 0


def test_a_parcel_is_found_by_its_secret_address_alone() -> None:
    made = order()

    assert queries.parcel_by_public_id(made.public_id).id == made.id
    with pytest.raises(ParcelNotFound):
        queries.parcel_by_public_id(made.public_id[:-1])
