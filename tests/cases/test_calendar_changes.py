"""A calendar that changes under running clocks: dates reckoned anew, logged, once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.ledgers import EARLY_2020, calendars, ledgers
from tests.cases.timed import Timed, accepted, build_case, noon
from tests.catalogue.builders import someone
from yimen.journeys import legal_calendar
from yimen.kernel.workdays import Kind
from yimen.reference.centres import queries as centres
from yimen.reference.centres.actions import change_calendar, seed_calendar
from yimen.reference.centres.rules.legal import PROLONGED_2020, Change
from yimen.reference.people.models import Staff
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.actions import clockwork
from yimen.services.cases.models import Card, Clock, ClockChange, ClockSegment, Material
from yimen.services.cases.queries.clocks import ledger_of
from yimen.services.cases.queries.explain import explain
from yimen.services.cases.rules.clocks import ClockKind, reckon

pytestmark = pytest.mark.django_db

#: The notice of 27 January 2020.
PROLONGED = [
    Change(date(2020, 1, 31), Kind.HOLIDAY, "春节"),
    Change(date(2020, 2, 1), Kind.HOLIDAY, "春节"),
    Change(date(2020, 2, 2), Kind.HOLIDAY, "春节"),
]


def security() -> Actor:
    """The security administrator, who has an account."""
    return someone(Staff.objects.create(username="3001", name="演示人员").pk, Role.SECURITY_ADMIN)


def as_before_the_notice() -> None:
    """The calendar as it stood until 27 January 2020, stored as version 2."""
    seed_calendar(at=noon("2019-11-01"))
    change_calendar(
        [
            Change(date(2020, 1, 31), Kind.WORKING),
            Change(date(2020, 2, 1), Kind.MAKE_UP, "春节"),
            Change(date(2020, 2, 2), Kind.REST),
        ],
        notice="国务院办公厅关于2020年部分节假日安排的通知",
        base=1,
        staff_id=None,
        at=noon("2019-11-22"),
    )
    calendar = centres.legal_calendar()
    days = [date(2020, 1, 1) + timedelta(days=place) for place in range(60)]
    assert [calendar.works(day) for day in days] == [EARLY_2020.works(day) for day in days]


def prolong(at: str = "2020-01-27") -> None:
    change_calendar(PROLONGED, notice=PROLONGED_2020, base=2, staff_id=None, at=noon(at))


def changes(case: Timed) -> list[tuple[Any, ...]]:
    rows = ClockChange.objects.filter(clock__case_id=case.id).order_by("id")
    return list(
        rows.values_list(
            "clock__kind", "before_on", "after_on", "before_version", "after_version", "why"
        )
    )


def test_the_notice_of_27_january_2020_moves_running_clocks_and_is_logged() -> None:
    as_before_the_notice()
    case = accepted("2020-01-20", promised=20, statutory=20)
    ended = accepted("2020-01-20", promised=20, statutory=20)
    ended.end_all("2020-01-21")
    before = case.dues()
    prolong()

    moved = clockwork.reckon_anew(at=noon("2020-01-27"))

    assert before == ("2020-02-21", "2020-02-21")
    assert case.dues() == ("2020-02-25", "2020-02-25")
    assert moved == 1
    move = (date(2020, 2, 21), date(2020, 2, 25), 2, 3, "calendar")
    assert changes(case) == [("promised", *move), ("statutory", *move)]
    assert ended.dues() == ("2020-02-21", "2020-02-21")
    story = explain(case.row.number or "", at=noon("2020-01-28")).latest(ClockKind.STATUTORY)
    assert story is not None
    assert [(str(c.before_on), str(c.after_on)) for c in story.changes] == [
        ("2020-02-21", "2020-02-25")
    ]
    sources = {str(day.day): day.source for day in story.told.days}
    assert sources["2020-02-01"] == PROLONGED_2020


def test_reckoning_twice_moves_nothing_and_logs_nothing() -> None:
    as_before_the_notice()
    case = accepted("2020-01-20", promised=20, statutory=20)
    prolong()
    clockwork.reckon_anew(at=noon("2020-01-27"))
    logged = changes(case)

    again = clockwork.reckon_anew(at=noon("2020-01-28"))

    assert again == 0
    assert changes(case) == logged
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockChange.objects.update(why="other")


def test_a_change_that_touches_no_day_of_a_clock_only_names_the_new_version() -> None:
    as_before_the_notice()
    case = accepted("2019-12-02")
    prolong("2019-12-03")

    moved = clockwork.reckon_anew(at=noon("2019-12-03"))

    assert moved == 0
    assert changes(case) == []
    assert set(Clock.objects.values_list("calendar_version", flat=True)) == {2, 3}
    live = Clock.objects.exclude(state="ended")
    assert set(live.values_list("calendar_version", flat=True)) == {3}


def test_a_clock_that_stands_still_follows_too_and_is_known_when_it_goes_on() -> None:
    as_before_the_notice()
    case = accepted("2020-01-20", promised=10)
    case.stop(ClockKind.PROMISED, "2020-01-21")
    prolong()
    clockwork.reckon_anew(at=noon("2020-01-27"))

    going = case.go_on(ClockKind.PROMISED, "2020-01-23")

    assert [change for change in changes(case) if change[0] == "promised"] == []
    assert str(going.due_on) == "2020-02-14"


def test_what_changes_a_ledger_follows_the_calendar_first_and_logs_it() -> None:
    as_before_the_notice()
    case = accepted("2020-01-20", promised=20, statutory=20)
    prolong()

    case.stop(ClockKind.PROMISED, "2020-02-03")

    assert changes(case) == [("promised", date(2020, 2, 21), date(2020, 2, 25), 2, 3, "calendar")]
    assert ClockSegment.objects.get().calendar_version == 3


def test_whoever_changes_the_calendar_sees_the_dates_move_and_a_job_does_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_before_the_notice()
    cases = [accepted("2020-01-20", promised=20) for _ in range(3)]
    monkeypatch.setattr(legal_calendar, "_AT_ONCE", 2)

    legal_calendar.change_calendar(
        PROLONGED, notice=PROLONGED_2020, base=2, by=security(), at=noon("2020-01-27")
    )
    at_once = [case.dues()[0] for case in cases]
    moved = clockwork.reckon_anew(at=noon("2020-01-27"))

    assert at_once == ["2020-02-25", "2020-02-25", "2020-02-21"]
    assert (moved, cases[2].dues()[0]) == (1, "2020-02-25")


def test_the_day_by_which_a_promised_material_must_come_moves_too() -> None:
    as_before_the_notice()
    case = accepted("2020-01-22")
    due = case.start(ClockKind.TOLERANT, "2020-01-22", 4).due_on
    for state in ("promised", "given"):
        Material.objects.create(
            case_id=case.id, key=state, name="租赁合同", position=1, need="later",
            ways=["bring"], state=state, trust="C", due_on=due,
        )  # fmt: skip
    prolong()

    clockwork.reckon_anew(at=noon("2020-01-27"))

    days = dict(Material.objects.values_list("state", "due_on"))
    assert days == {"promised": date(2020, 2, 5), "given": date(2020, 2, 3)}


def test_a_year_without_a_notice_is_provisional_until_its_notice_comes() -> None:
    seed_calendar(at=noon("2026-01-01"))
    case = accepted("2026-12-28", promised=5)
    provisional = case.clock(ClockKind.PROMISED)

    legal_calendar.change_calendar(
        [Change(date(2027, 1, day), Kind.HOLIDAY, "元旦") for day in (1, 4)],
        notice="测试通知",
        years=[2027],
        base=1,
        by=security(),
        at=noon("2026-12-29"),
    )

    final = case.clock(ClockKind.PROMISED)
    assert (provisional.provisional, str(provisional.due_on)) == (True, "2027-01-05")
    assert (final.provisional, str(final.due_on)) == (False, "2027-01-06")
    assert changes(case)[0][1:3] == (date(2027, 1, 5), date(2027, 1, 6))


def test_a_limit_that_comes_nearer_gives_the_cards_it_now_deserves() -> None:
    as_before_the_notice()
    case = accepted("2020-01-20", promised=5)  # due on 2020-02-01, a make-up day
    holiday = case.dues()[0]
    change_calendar(
        [Change(date(2020, 1, 24), Kind.WORKING)], notice="测试", base=2, staff_id=None,
        at=noon("2020-01-25"),
    )  # fmt: skip

    clockwork.reckon_anew(at=noon("2020-01-25"))
    clockwork.look(at=noon("2020-01-26"))

    assert (holiday, case.dues()[0]) == ("2020-02-01", "2020-01-31")
    given = Card.objects.filter(clock__kind="promised").values_list("colour", "on")
    assert list(given) == [("prompt", date(2020, 1, 23)), ("yellow", date(2020, 1, 24))]


def test_an_acceptance_that_a_new_holiday_lengthens_is_not_deemed_too_early() -> None:
    as_before_the_notice()
    case = build_case("2020-01-22")  # the fifth working day: 2020-02-04, then 2020-02-06

    prolong()
    clockwork.look(at=noon("2020-02-05"))

    assert case.row.state == "received"
    assert str(case.clock(ClockKind.ACCEPTANCE).due_on) == "2020-02-06"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.dates(date(2012, 1, 1), date(2025, 1, 1)))
def test_reckoning_is_idempotent_for_any_ledger_and_calendar(
    data: st.DataObject, start: date
) -> None:
    ledger, calendar = data.draw(ledgers(start)), data.draw(calendars(start))
    once = reckon(ledger, calendar)

    assert reckon(ledger, calendar) == once


def test_what_is_kept_beside_a_ledger_is_what_it_reckons_to() -> None:
    as_before_the_notice()
    case = accepted("2020-01-20", promised=10)
    case.stop(ClockKind.PROMISED, "2020-01-22")
    case.go_on(ClockKind.PROMISED, "2020-02-05")
    prolong()
    clockwork.reckon_anew(at=noon("2020-02-06"))

    for clock in Clock.objects.all():
        calendar = centres.legal_calendar(clock.calendar_version)
        assert clock.due_on == reckon(ledger_of(clock), calendar).day
