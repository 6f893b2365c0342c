"""Sixteen at once: one order, one story, one slot, one door; and each again without care."""

from collections import Counter
from datetime import timedelta
from threading import Barrier, Lock

import pytest
from django.db import IntegrityError, transaction

from tests.delivery.builders import (
    TEN,
    ZHANG,
    FakeCarrier,
    at,
    booked,
    build_locker,
    lay_in,
    order,
    scan,
    stored,
    view,
)
from tests.hall.test_races import CLIENTS, at_once
from yimen.devices.lockers import SimulatedLocker
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import HOUSE
from yimen.services.delivery import actions, queries
from yimen.services.delivery.models import Deposit, Parcel, Slot, TrackEvent
from yimen.services.delivery.rules.lockers import DepositState
from yimen.services.delivery.rules.states import State

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


class SharedDevice(SimulatedLocker):
    """Doors that threads may press at the same time; counts how often each was told to open."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: Counter[str] = Counter()
        self.lock = Lock()

    def open_slot(self, number: str) -> None:
        with self.lock:
            self.pressed[number] += 1
            super().open_slot(number)


def said(deed: object) -> str:
    """What came of it: a code, or nothing."""
    try:
        deed()  # type: ignore[operator]
    except DomainError as refusal:
        return refusal.code
    return "done"


def test_sixteen_times_the_same_order_is_one_parcel() -> None:
    ids = at_once(lambda _: order().id)

    assert len(set(ids)) == 1
    assert Parcel.objects.count() == 1


def test_the_harness_would_see_an_order_made_twice() -> None:
    """Guards the test above: who looks for the key first and orders then, orders again."""
    all_have_looked = Barrier(CLIENTS)

    def careless(place: int) -> None:
        known = Parcel.objects.filter(reference="case:17").exists()
        all_have_looked.wait()
        if not known:
            order(f"result{place}")

    at_once(careless)

    assert Parcel.objects.count() == CLIENTS


def test_sixteen_workers_place_each_order_once() -> None:
    for number in range(48):
        order(f"k{number}")
    carrier = FakeCarrier()

    def work(_: int) -> int:
        placed = 0
        while (came := actions.place_orders({"ems": carrier}, at=at(0))).more:
            placed += len(came.moved)
        return placed

    assert sum(at_once(work)) == 48
    assert Counter(Counter(s.id for s in carrier.ordered).values()) == {1: 48}


def test_the_harness_would_see_an_order_placed_twice() -> None:
    """Guards the test above: who reads what is due and marks it then, shares it with all."""
    order()
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> int:
        due = list(Parcel.objects.filter(state="created").values_list("pk", flat=True))
        all_have_read.wait()
        Parcel.objects.filter(pk__in=due).update(lease_until=TEN + timedelta(minutes=3))
        return len(due)

    assert sum(at_once(careless)) == CLIENTS


def test_a_story_told_by_sixteen_at_once_is_told_once_and_ends_right() -> None:
    made = booked()
    story = [scan("1", 2), scan("204", 6), scan("202", 24), scan("301", 26)]

    at_once(lambda n: actions.track("ems", made.number, story[n % 4 :], at=at(30)))

    assert TrackEvent.objects.filter(event_id__isnull=False).count() == 4
    assert (view(made.id).state, view(made.id).signed_at) == (State.SIGNED, at(26))


def test_the_harness_would_see_a_story_that_ends_wrong() -> None:
    """Guards the test above: who works out the state before the others have written, is behind."""
    made = booked()
    all_have_read = Barrier(CLIENTS)

    def careless(place: int) -> None:
        events = TrackEvent.objects.filter(parcel_id=made.id).count()
        all_have_read.wait()
        TrackEvent.objects.create(
            parcel_id=made.id,
            source="ems",
            event_id=f"e{place}",
            step="move",
            happened_at=at(place),
            told_at=at(place),
        )
        Parcel.objects.filter(pk=made.id).update(tries=events + 1)

    at_once(careless)

    assert Parcel.objects.get().tries != TrackEvent.objects.count()


def test_what_came_back_is_sent_again_by_one_of_sixteen() -> None:
    made = booked()
    actions.report_lost(made.id, by=HOUSE, at=at(100))

    answers = at_once(lambda _: said(lambda: actions.send_again(made.id, by=HOUSE, at=at(101))))

    assert Counter(answers) == {"done": 1, "delivery.already_sent_again": CLIENTS - 1}
    assert Parcel.objects.count() == 2


def test_sixteen_clerks_get_sixteen_doors() -> None:
    device = SharedDevice()
    locker = build_locker(device)

    kept = at_once(lambda n: lay_in(locker, device, reference=f"case:{n}").slot)

    assert len(set(kept)) == CLIENTS
    assert device.pressed == Counter(kept)


def test_the_harness_would_see_two_in_one_slot() -> None:
    """Guards the test above: who looks for a free slot and takes it then, takes the same one."""
    build_locker(SharedDevice())
    all_have_looked = Barrier(CLIENTS)

    def careless(_: int) -> int:
        free = Slot.objects.exclude(deposits__state="reserved").order_by("number").first()
        all_have_looked.wait()
        assert free is not None
        return free.pk

    assert len(set(at_once(careless))) == 1


def test_the_database_itself_refuses_two_in_one_slot() -> None:
    device = SharedDevice()
    kept = lay_in(build_locker(device), device)
    row = Deposit.objects.get(pk=kept.id)

    with (
        pytest.raises(IntegrityError, match="delivery_deposit_one_per_slot"),
        transaction.atomic(),
    ):
        Deposit.objects.create(
            slot_id=row.slot_id,
            reference="case:99",
            holder_index=ZHANG,
            reserved_at=at(0),
            reserved_by="x",
        )


def test_sixteen_who_hand_in_the_same_thing_lay_it_into_one_slot() -> None:
    device = SharedDevice()
    locker = build_locker(device)

    answers = at_once(lambda _: said(lambda: lay_in(locker, device)))

    assert Counter(answers) == {"done": 1, "delivery.already_in_locker": CLIENTS - 1}
    assert sum(device.pressed.values()) == 1


def test_a_code_typed_sixteen_times_at_once_opens_the_door_once() -> None:
    device = SharedDevice()
    locker = build_locker(device)
    done = stored(locker, device)
    device.pressed.clear()

    answers = at_once(
        lambda _: said(
            lambda: actions.pick_up(
                done.code, device, locker_id=locker, citizen_index=ZHANG, by=HOUSE, at=at(1)
            )
        )
    )

    assert Counter(answers)["done"] == 1
    assert set(answers) <= {"done", "delivery.being_opened", "delivery.pick_up_refused"}
    assert device.pressed == {"A01": 1}
    assert queries.deposit(done.deposit.id).state is DepositState.TAKEN


def test_the_harness_would_see_a_door_opened_twice() -> None:
    """Guards the test above: who reads that it lies there and opens then, opens for all."""
    device = SharedDevice()
    done = stored(build_locker(device), device)
    device.pressed.clear()
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> None:
        lies_there = queries.deposit(done.deposit.id).state is DepositState.STORED
        all_have_read.wait()
        if lies_there:
            device.open_slot("A01")

    at_once(careless)

    assert device.pressed == {"A01": CLIENTS}


def test_owner_and_clerk_at_one_instant_end_with_one_of_them() -> None:
    device = SharedDevice()
    locker = build_locker(device)
    done = stored(locker, device)

    def come(place: int) -> str:
        if place % 2:
            return said(
                lambda: actions.collect_expired(done.deposit.id, device, by=HOUSE, at=at(1))
            )
        return said(
            lambda: actions.pick_up(
                done.code, device, locker_id=locker, citizen_index=ZHANG, by=HOUSE, at=at(1)
            )
        )

    answers = Counter(at_once(come))

    assert answers["done"] == 1
    assert Deposit.objects.get().state in {"taken", "collected"}
