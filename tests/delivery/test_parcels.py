"""Parcels: ordered once, carried, told of, sent again, lost, forgotten."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import Settings

from tests.builders import build_hall, staff
from tests.delivery.builders import (
    CASE,
    CENTRE,
    HALL,
    HOME,
    TO_ZHANG,
    FakeCarrier,
    at,
    booked,
    order,
    row,
    scan,
    view,
)
from yimen.devices.carriers import Booked, CarrierDown, CarrierRefused, Scan, Shipment
from yimen.kernel.errors import NotAllowed
from yimen.kernel.identifiers import BadParcelNumber
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.reference.policy.actions import set_value
from yimen.services.delivery import actions, queries
from yimen.services.delivery.actions import Load
from yimen.services.delivery.errors import (
    AlreadySentAgain,
    CancelRefused,
    ClaimNotFound,
    KeyReused,
    NumberTaken,
    ParcelNotFound,
    StepNotAllowed,
    UnknownCarrier,
)
from yimen.services.delivery.models import Parcel, TrackEvent
from yimen.services.delivery.queries import Counts, Direction
from yimen.services.delivery.rules.alarms import Alarm
from yimen.services.delivery.rules.states import Problem, State
from yimen.support.models import AuditEntry, Event

pytestmark = pytest.mark.django_db
CITIZEN = Actor("citizen", 0, "Ab12")


@pytest.fixture(autouse=True)
def _carriers(settings: Settings) -> None:
    settings.CARRIERS = {"ems": "sim:", "sf": "sim:"}


def tell(parcel_id: int, *scans: Scan, hours: float = 100) -> actions.Moved:
    """Let the carrier tell something."""
    seen = view(parcel_id)
    return actions.track(seen.carrier, seen.number, scans, at=at(hours))


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


def test_what_came_back_is_sent_once_more() -> None:
    made = booked()
    tell(made.id, scan("1", 2), scan("407", 30), scan("406", 50))

    again = actions.send_again(made.id, by=HOUSE, at=at(60), carrier="sf")

    assert (again.again_of, again.carrier, again.state) == (made.id, "sf", State.CREATED)
    assert again.receiver == made.receiver
    assert view(made.id).sent_again
    with pytest.raises(AlreadySentAgain):
        actions.send_again(made.id, by=HOUSE, at=at(61))


def test_what_arrived_or_is_under_way_is_not_sent_again() -> None:
    made = booked()
    with pytest.raises(StepNotAllowed):
        actions.send_again(made.id, by=HOUSE, at=at(1))

    tell(made.id, scan("301", 26))

    with pytest.raises(StepNotAllowed):
        actions.send_again(made.id, by=HOUSE, at=at(60))


def test_a_number_from_the_carriers_own_counter_is_written_down() -> None:
    made, other = order(), order("copy")

    noted = actions.note_number(made.id, "rb473124829cn", by=HOUSE, at=at(1))

    assert (noted.number, noted.state) == ("RB473124829CN", State.AWAITING)
    with pytest.raises(BadParcelNumber):
        actions.note_number(other.id, "RB473124820CN", by=HOUSE, at=at(1))
    with pytest.raises(NumberTaken):
        actions.note_number(other.id, "RB473124829CN", by=HOUSE, at=at(1))
    with pytest.raises(StepNotAllowed):
        actions.note_number(made.id, "RB473124829CN", by=HOUSE, at=at(1))
    assert actions.place_orders({"ems": FakeCarrier()}, at=at(2)).asked == 1


def test_a_lost_parcel_is_claimed_for_and_may_be_sent_again() -> None:
    made = booked()
    tell(made.id, scan("1", 2), hours=3)

    lost = actions.report_lost(made.id, by=HOUSE, at=at(100))

    assert (lost.state, lost.may_go_again) == (State.LOST, True)
    assert Event.objects.get(name="parcel.lost").body["reference"] == CASE
    assert queries.open_claims([made.id])[made.id].settled_fen is None
    with pytest.raises(StepNotAllowed):
        actions.report_lost(made.id, by=HOUSE, at=at(101))
    actions.settle_claim(made.id, fen=30_000, by=HOUSE, at=at(200))
    assert queries.open_claims([made.id])[made.id].settled_fen == 30_000
    with pytest.raises(ClaimNotFound):
        actions.settle_claim(made.id, fen=1, by=HOUSE, at=at(201))


def test_a_lost_parcel_that_turns_up_is_signed_after_all() -> None:
    made = booked()
    actions.report_lost(made.id, by=HOUSE, at=at(100))

    found = tell(made.id, scan("301", 120), hours=121)

    assert (found.before, found.parcel.state) == (State.LOST, State.SIGNED)


def test_a_receiver_may_say_that_the_signature_is_not_theirs() -> None:
    made = booked()
    with pytest.raises(StepNotAllowed):
        actions.dispute(made.id, by=CITIZEN, at=at(20))
    tell(made.id, scan("304", 26), hours=26)

    disputed = actions.dispute(made.id, by=CITIZEN, at=at(30))

    assert (disputed.state, disputed.problem, disputed.signed_at) == (
        State.PROBLEM,
        Problem.DISPUTED,
        None,
    )
    assert actions.report_lost(made.id, by=HOUSE, at=at(40)).state is State.LOST


def test_silence_raises_one_alarm_and_news_ends_it() -> None:
    made = booked()
    tell(made.id, scan("1", 2), hours=3)
    assert actions.raise_alarms(at=at(3 + 72)) == []

    (alarmed,) = actions.raise_alarms(at=at(3.1 + 72))
    assert (alarmed.id, alarmed.alarm) == (made.id, Alarm.SILENT)
    assert actions.raise_alarms(at=at(4 + 72)) == []
    assert Event.objects.filter(name="parcel.alarm").count() == 1

    assert tell(made.id, scan("204", 80)).parcel.alarm is Alarm.NONE


def test_an_order_nobody_takes_or_fetches_raises_an_alarm() -> None:
    order()
    assert actions.raise_alarms(at=at(2)) == []
    assert [seen.alarm for seen in actions.raise_alarms(at=at(2.1))] == [Alarm.NOT_BOOKED]

    actions.place_orders({"ems": FakeCarrier()}, at=at(3))
    assert actions.raise_alarms(at=at(27)) == []
    assert [seen.alarm for seen in actions.raise_alarms(at=at(27.1))] == [Alarm.NOT_PICKED_UP]


def test_a_label_shows_everything_and_is_on_record() -> None:
    hall = build_hall()
    clerk = staff(hall, Role.CLERK)
    made = order()

    sender, receiver = actions.waybill(made.id, by=HOUSE, at=at(1))

    assert (sender, receiver) == (HALL, HOME)
    entry = AuditEntry.objects.get(subject=f"parcel:{made.id}")
    assert (entry.act, entry.actor) == ("print_label", "house:house")
    with pytest.raises(NotAllowed):
        actions.waybill(made.id, by=clerk, at=at(1))


def test_trouble_stands_first_on_the_list() -> None:
    fine, lost, stuck = booked(), booked("copy"), booked("third")
    tell(fine.id, scan("204", 6))
    actions.report_lost(lost.id, by=HOUSE, at=at(100))
    tell(stuck.id, scan("416", 30))
    newest = order("fourth")

    assert [seen.id for seen in queries.listing(CENTRE)] == [
        stuck.id,
        lost.id,
        newest.id,
        fine.id,
    ]
    assert [seen.id for seen in queries.listing(CENTRE, only="trouble")] == [stuck.id, lost.id]
    assert [seen.id for seen in queries.listing(CENTRE, only="over")] == [lost.id]
    assert [seen.id for seen in queries.listing(CENTRE, search=fine.number[-6:])] == [fine.id]
    assert queries.counts(CENTRE) == Counts(trouble=2, under_way=3, to_book=1)
    assert queries.listing(CENTRE + 1) == []


def test_what_was_sent_again_is_no_trouble_any_more() -> None:
    made = booked()
    actions.report_lost(made.id, by=HOUSE, at=at(100))

    actions.send_again(made.id, by=HOUSE, at=at(101))

    assert queries.counts(CENTRE).trouble == 0
    assert [seen.id for seen in queries.parcels_of(CASE)] == [made.id, made.id + 1]


def test_addresses_are_forgotten_when_the_way_is_over_for_long() -> None:
    made, claimed = booked(), booked("copy")
    tell(made.id, scan("301", 26))
    actions.report_lost(claimed.id, by=HOUSE, at=at(30))

    assert actions.wipe_personal_data(before=at(26)) == 0
    assert actions.wipe_personal_data(before=at(99)) == 1
    actions.settle_claim(claimed.id, fen=0, by=HOUSE, at=at(50))
    assert actions.wipe_personal_data(before=at(99)) == 1

    assert view(made.id).receiver.name == ""
    with pytest.raises(ParcelNotFound):
        actions.waybill(made.id, by=HOUSE, at=at(100))
    with pytest.raises(ParcelNotFound):
        actions.send_again(claimed.id, by=HOUSE, at=at(100))


def test_a_parcel_is_found_by_its_secret_address_alone() -> None:
    made = order()

    assert queries.parcel_by_public_id(made.public_id).id == made.id
    with pytest.raises(ParcelNotFound):
        queries.parcel_by_public_id(made.public_id[:-1])
