"""Parcels that do not arrive: sent again, lost, disputed, silent; found on lists, and forgotten."""

import pytest

from tests.builders import build_hall, staff
from tests.delivery.builders import (
    CASE,
    CENTRE,
    CITIZEN,
    HALL,
    HOME,
    FakeCarrier,
    at,
    booked,
    order,
    scan,
    tell,
    view,
)
from yimen.kernel.errors import NotAllowed
from yimen.kernel.identifiers import BadParcelNumber
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.delivery import actions, queries
from yimen.services.delivery.errors import (
    AlreadySentAgain,
    ClaimNotFound,
    NumberTaken,
    ParcelNotFound,
    StepNotAllowed,
)
from yimen.services.delivery.queries import Counts
from yimen.services.delivery.rules.alarms import Alarm
from yimen.services.delivery.rules.states import Problem, State
from yimen.support.models import AuditEntry, Event

pytestmark = pytest.mark.django_db


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


def test_a_cleared_dispute_counts_from_the_signature() -> None:
    made = booked()
    tell(made.id, scan("304", 26), hours=26)
    with pytest.raises(StepNotAllowed):
        actions.clear_dispute(made.id, by=HOUSE, at=at(30))
    actions.dispute(made.id, by=CITIZEN, at=at(30))

    cleared = actions.clear_dispute(made.id, by=HOUSE, at=at(50))

    assert (cleared.state, cleared.signed_at, cleared.signed_by) == (State.SIGNED, at(26), "304")
