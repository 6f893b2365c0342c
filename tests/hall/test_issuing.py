"""Giving a number: when, to whom, how often, and what the table keeps of the person."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall, at, staff
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.centres import actions as centres
from yimen.reference.centres.rules import Interval
from yimen.reference.people.rules import HOUSE, Right, Role
from yimen.reference.policy import actions as policy
from yimen.services.hall import actions, queries
from yimen.services.hall.actions import Holder
from yimen.services.hall.errors import (
    AlreadyInLine,
    KeyReused,
    QueueClosed,
    QueueNotFound,
    QuotaFull,
)
from yimen.services.hall.models import NumberSeries, Ticket
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.issuing import QueueHours, check_open
from yimen.support.secrets import blind_index, unseal

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = ((time(9), time(12)), (time(13), time(17)))


def facts_of(refusal: type[DomainError], deed: Callable[[], object]) -> dict[str, object]:
    with pytest.raises(refusal) as raised:
        deed()
    return raised.value.facts


def at_clock(clock: str, queue: QueueHours, intervals: tuple[tuple[time, time], ...]) -> None:
    hour, minute = map(int, clock.split(":"))
    check_open(
        queue,
        intervals,
        local=datetime(2019, 11, 5, hour, minute, tzinfo=SHANGHAI),
        first_ticket=timedelta(minutes=30),
        last_ticket=timedelta(minutes=15),
    )


@pytest.mark.parametrize("clock", ["08:30", "09:00", "12:30", "16:44"])
def test_numbers_are_given_from_before_opening_through_lunch_until_the_margin(clock: str) -> None:
    at_clock(clock, QueueHours("HZ", accepting=True), DAY)


@pytest.mark.parametrize(
    ("clock", "queue", "intervals", "facts"),
    [
        ("10:00", QueueHours("HZ", accepting=False), DAY, {"why": "paused"}),
        ("10:00", QueueHours("HZ", accepting=True), (), {"why": "closed_day"}),
        (
            "08:29",
            QueueHours("HZ", accepting=True),
            DAY,
            {"why": "before_opening", "opens": "09:00"},
        ),
        ("16:45", QueueHours("HZ", accepting=True), DAY, {"why": "last_ticket", "until": "16:45"}),
        (
            "15:30",
            QueueHours("HZ", accepting=True, last_ticket_at=time(15, 30)),
            DAY,
            {"why": "last_ticket", "until": "15:30"},
        ),
    ],
)
def test_closed_hours_say_why_and_when(
    clock: str,
    queue: QueueHours,
    intervals: tuple[tuple[time, time], ...],
    facts: dict[str, str],
) -> None:
    refused = facts_of(QueueClosed, lambda: at_clock(clock, queue, intervals))

    assert refused == {"queue": "HZ", **facts}


def set_queue(hall: Hall, **changes: object) -> None:
    settings: dict[str, object] = {"accepting": True, "quota": None, "last_ticket_at": None}
    actions.set_queue(hall.centre_id, "HZ", by=HOUSE, at=at(0), **(settings | changes))  # type: ignore[arg-type]


def test_a_closed_day_a_paused_queue_and_a_late_hour_give_no_number(hall: Hall) -> None:
    centres.set_hours(hall.centre_id, 1, [Interval(time(9), time(12))])
    queries.forget()
    set_queue(hall, last_ticket_at=time(11, 30))

    late = facts_of(QueueClosed, lambda: hall.issue("HZ", 90))
    early = facts_of(QueueClosed, lambda: hall.issue("HZ", -91))
    set_queue(hall, accepting=False)
    paused = facts_of(QueueClosed, lambda: hall.issue("HZ"))
    centres.set_special_day(hall.centre_id, date(2019, 11, 5), None, reason="停电")
    queries.forget()
    closed = facts_of(QueueClosed, lambda: hall.issue("CR"))

    assert late == {"queue": "HZ", "why": "last_ticket", "until": "11:30"}
    assert early == {"queue": "HZ", "why": "before_opening", "opens": "09:00"}
    assert paused == {"queue": "HZ", "why": "paused"}
    assert closed == {"queue": "CR", "why": "closed_day"}
    assert Ticket.objects.count() == NumberSeries.objects.count() == 0


def test_the_margins_are_dated_parameters(hall: Hall) -> None:
    centres.set_hours(hall.centre_id, 1, [Interval(time(9), time(12))])
    policy.set_value(
        "hall.last_ticket_minutes",
        60,
        effective_from=date(2019, 11, 5),
        source="测试",
        staff_id=None,
    )
    queries.forget()

    facts = facts_of(QueueClosed, lambda: hall.issue("HZ", 60))

    assert facts["until"] == "11:00"
    assert hall.issue("HZ", 59).number == "A001"


def test_an_unknown_business_is_refused(hall: Hall) -> None:
    assert facts_of(QueueNotFound, lambda: hall.issue("ZZ")) == {"queue": "ZZ"}


def test_who_may_not_give_numbers_gives_none(hall: Hall) -> None:
    clerk = staff(hall, Role.CLERK)

    assert facts_of(NotAllowed, lambda: hall.issue("HZ", by=clerk)) == {"right": Right.ISSUE}


def test_a_full_quota_is_told_and_takes_no_number(hall: Hall) -> None:
    set_queue(hall, quota=2)
    given = [hall.issue("HZ").number for _ in range(2)]

    facts = facts_of(QuotaFull, lambda: hall.issue("HZ"))

    assert given == ["A001", "A002"]
    assert facts == {"queue": "HZ", "quota": 2}
    assert NumberSeries.objects.get().last == 2


def test_a_quota_of_none_at_all_gives_no_first_number(hall: Hall) -> None:
    set_queue(hall, quota=0)

    assert facts_of(QuotaFull, lambda: hall.issue("HZ")) == {"queue": "HZ", "quota": 0}


def test_the_quota_counts_ordinary_numbers_only(hall: Hall) -> None:
    set_queue(hall, quota=1)
    hall.issue("HZ")

    assert hall.issue("HZ", ticket_class=TicketClass.PRIORITY).number == "LA001"


def test_each_class_and_business_counts_its_own_series_from_one(hall: Hall) -> None:
    given = [
        hall.issue(queue, ticket_class=kind).number
        for queue in ("HZ", "CR")
        for kind in (*TicketClass, TicketClass.ORDINARY)
    ]

    assert given == ["A001", "YA001", "LA001", "A002", "B001", "YB001", "LB001", "B002"]


def test_numbers_begin_again_each_day_of_the_centres_own_calendar(hall: Hall) -> None:
    before_midnight = hall.issue("HZ", 13 * 60 + 59)  # 23:59 in the centre
    after_midnight = hall.issue("HZ", 14 * 60)

    assert [before_midnight.number, after_midnight.number] == ["A001", "A001"]
    assert [queries.ticket(t.id).day for t in (before_midnight, after_midnight)] == [
        date(2019, 11, 5),
        date(2019, 11, 6),
    ]


@pytest.mark.parametrize(("slot", "counts_from"), [(30, 30), (-30, 0), (0, 0)])
def test_a_booking_waits_from_its_slot_or_from_arrival_where_that_is_later(
    hall: Hall, slot: float, counts_from: float
) -> None:
    issued = hall.issue("HZ", ticket_class=TicketClass.BOOKED, slot_start=at(slot))

    view = queries.ticket(issued.id)
    assert (view.arrived_at, view.slot_start, view.line_at) == (at(0), at(slot), at(counts_from))


def test_a_second_number_for_the_same_business_names_the_first(hall: Hall) -> None:
    first = hall.issue("HZ", citizen_id=CITIZEN)

    facts = facts_of(AlreadyInLine, lambda: hall.issue("HZ", 1, citizen_id=CITIZEN))

    assert facts == {"number": "A001", "ticket": first.public_id}
    assert hall.issue("CR", citizen_id=CITIZEN).number == "B001"
    assert hall.issue("HZ", citizen_id=OTHER_CITIZEN).number == "A002"


def test_once_done_the_same_person_may_take_another_number(hall: Hall) -> None:
    first = hall.issue("HZ", citizen_id=CITIZEN)
    actions.withdraw(first.id, by=HOUSE, at=at(1))

    assert hall.issue("HZ", 2, citizen_id=CITIZEN).number == "A002"


def test_a_repeated_request_gets_its_number_again_and_takes_none(hall: Hall) -> None:
    first = hall.issue("HZ", key="k1", citizen_id=CITIZEN)
    again = hall.issue("HZ", 3, key="k1", citizen_id=CITIZEN)

    assert (again.id, again.number, again.replayed) == (first.id, "A001", True)
    assert not first.replayed
    assert Ticket.objects.count() == NumberSeries.objects.get().last == 1


def test_the_answer_lost_at_closing_time_is_given_again_after_closing(hall: Hall) -> None:
    first = hall.issue("HZ", key="k1")
    set_queue(hall, last_ticket_at=time(10, 1))

    assert hall.issue("HZ", 2, key="k1").number == first.number
    assert facts_of(QueueClosed, lambda: hall.issue("HZ", 2, key="k2"))["why"] == "last_ticket"


@pytest.mark.parametrize(
    "other",
    [
        {"queue": "CR"},
        {"ticket_class": TicketClass.PRIORITY},
        {"citizen_id": OTHER_CITIZEN},
        {"slot_start": at(30)},
    ],
)
def test_a_key_used_for_something_else_is_refused(hall: Hall, other: dict[str, object]) -> None:
    hall.issue("HZ", key="k1", citizen_id=CITIZEN)
    asked: dict[str, object] = {"queue": "HZ", "key": "k1", "citizen_id": CITIZEN}

    assert facts_of(KeyReused, lambda: hall.issue(**(asked | other))) == {}  # type: ignore[arg-type]
    assert Ticket.objects.count() == 1


def test_keys_of_two_machines_do_not_meet(hall: Hall) -> None:
    guide = staff(hall, Role.GUIDE)

    assert hall.issue("HZ", key="k1").number == "A001"
    assert hall.issue("HZ", key="k1", by=guide).number == "A002"


def test_people_ahead_are_told_up_to_a_limit(hall: Hall) -> None:
    hall.issue("CR")
    told = [hall.issue("HZ", minute).ahead for minute in (0, 1, 2)]

    assert told == [0, 1, 2]


def test_the_table_keeps_nothing_of_the_person_in_plain_text(hall: Hall) -> None:
    holder = Holder(citizen_id=CITIZEN, name="张小明", phone="13800000000")
    issued = actions.issue(
        centre_id=hall.centre_id,
        queue_code="HZ",
        by=HOUSE,
        at=at(0),
        channel="machine",
        holder=holder,
    )

    kept = [
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in Ticket.objects.values_list().get(pk=issued.id)
    ]
    row = Ticket.objects.get(pk=issued.id)
    for secret in (holder.citizen_id, holder.name, holder.phone):
        assert not any(secret.encode() in value for value in kept)
    sealed = (row.holder_id_sealed, row.holder_name_sealed, row.phone_sealed)
    assert Holder(*(unseal(bytes(part)) for part in sealed)) == holder


def test_the_same_person_is_found_by_the_same_index_and_sealed_differently(hall: Hall) -> None:
    for queue in ("HZ", "CR"):
        hall.issue(queue, citizen_id=CITIZEN)
    hall.issue("CR", citizen_id=OTHER_CITIZEN)
    hall.issue("CR")

    rows = list(Ticket.objects.order_by("id"))
    indexes = [None if r.holder_index is None else bytes(r.holder_index) for r in rows]
    assert indexes == [blind_index(CITIZEN), blind_index(CITIZEN), blind_index(OTHER_CITIZEN), None]
    assert bytes(rows[0].holder_id_sealed) != bytes(rows[1].holder_id_sealed)
    assert bytes(rows[3].holder_id_sealed) == b""
    assert [queries.ticket(row.pk).identified for row in rows] == [True, True, True, False]
