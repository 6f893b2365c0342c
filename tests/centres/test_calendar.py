"""The legal calendar in its table: seeded, changed by versions, never behind a clock's back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at
from yimen.kernel.workdays import Kind, Mark, Unit, deadline
from yimen.reference.centres import actions, queries
from yimen.reference.centres.errors import (
    BadCalendarChange,
    CalendarMoved,
    CalendarVersionNotFound,
)
from yimen.reference.centres.models import CalendarDay, CalendarVersion
from yimen.reference.centres.rules.legal import (
    PROLONGED_2020,
    Change,
    before_prolongation,
    builtin,
    marks_of,
)
from yimen.support.models import Event

NEW_YEAR = date(2027, 1, 1)
SATURDAY, MONDAY = date(2019, 11, 2), date(2019, 11, 4)


def change(*changes: Change, base: int, notice: str = "通知", years: tuple[int, ...] = ()) -> int:
    return actions.change_calendar(
        changes, notice=notice, years=years, base=base, staff_id=None, at=at(0)
    ).version


def why(*changes: Change, base: int = 1, notice: str = "通知") -> object:
    with pytest.raises(BadCalendarChange) as refusal:
        change(*changes, base=base, notice=notice)
    return refusal.value.facts["why"]


@pytest.mark.django_db
def test_an_empty_table_means_the_built_in_calendar() -> None:
    assert queries.calendar_version() == 0
    assert queries.legal_calendar() == builtin()
    assert queries.legal_calendar(0) == builtin()
    assert queries.calendar_versions() == []


@pytest.mark.django_db
def test_the_seed_is_the_built_in_calendar_and_is_stored_once() -> None:
    assert actions.seed_calendar(at=at(0)) == 1
    assert actions.seed_calendar(at=at(1)) == 1

    stored = queries.legal_calendar()
    assert (stored.marks, stored.years) == (builtin().marks, builtin().years)
    assert stored.version == 1
    assert [v.number for v in queries.calendar_versions()] == [1]


@pytest.mark.django_db
def test_the_first_change_stores_the_seed_before_it() -> None:
    assert change(Change(MONDAY, Kind.REST, "台风"), base=0) == 2

    assert [v.number for v in queries.calendar_versions()] == [2, 1]
    assert queries.legal_calendar(1).works(MONDAY)
    assert not queries.legal_calendar(2).works(MONDAY)
    assert queries.legal_calendar(0).works(MONDAY)


@pytest.mark.django_db
def test_the_late_change_of_2020_moves_deadlines_and_both_versions_stay() -> None:
    early = before_prolongation(builtin())
    days = [date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)]
    back = [Change(day, early.on(day).kind, early.on(day).name) for day in days]
    change(*back, base=0, notice="国务院办公厅关于2020年部分节假日安排的通知")
    change(*(Change(day, Kind.HOLIDAY, "春节") for day in days), base=2, notice=PROLONGED_2020)

    def due(version: int) -> date:
        calendar = queries.legal_calendar(version)
        return deadline(date(2020, 1, 20), 20, Unit.WORKING, calendar).due

    assert due(2) == date(2020, 2, 21)
    assert due(3) == date(2020, 2, 25)
    kinds = [queries.legal_calendar(version).marks[date(2020, 2, 1)].kind for version in (1, 2, 3)]
    assert kinds == [Kind.HOLIDAY, Kind.MAKE_UP, Kind.HOLIDAY]
    assert queries.legal_calendar().marks[date(2020, 2, 1)].notice == PROLONGED_2020


@pytest.mark.django_db
def test_a_change_is_announced_with_its_version_and_years() -> None:
    change(Change(NEW_YEAR, Kind.HOLIDAY, "元旦"), base=0, years=(2027,))

    event = Event.objects.get()
    assert (event.name, event.topics) == ("calendar.changed", ["calendar"])
    assert event.body == {"version": 2, "years": [2027], "days": 1}


@pytest.mark.django_db
def test_a_notice_makes_its_year_final() -> None:
    actions.seed_calendar(at=at(0))
    assert queries.legal_calendar().on(NEW_YEAR).provisional

    change(Change(NEW_YEAR, Kind.HOLIDAY, "元旦"), base=1, years=(2027,))

    assert not queries.legal_calendar().on(NEW_YEAR).provisional
    assert queries.legal_calendar(1).on(NEW_YEAR).provisional


@pytest.mark.django_db
def test_an_editor_who_looked_at_an_older_version_is_told() -> None:
    change(Change(MONDAY, Kind.REST, "台风"), base=0)

    with pytest.raises(CalendarMoved) as refusal:
        change(Change(MONDAY, Kind.HOLIDAY, "庆典"), base=1)

    assert refusal.value.facts == {"version": 2}
    assert CalendarVersion.objects.count() == 2


@pytest.mark.django_db
def test_the_week_holds_again_after_a_rest_day_is_taken_back() -> None:
    change(Change(MONDAY, Kind.REST, "台风"), base=0)
    change(Change(MONDAY, Kind.WORKING), base=2)

    assert queries.legal_calendar().works(MONDAY)
    assert CalendarDay.objects.filter(day=MONDAY, until__isnull=True).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([], "nothing"),
        ([Change(MONDAY, Kind.WORKING)], "nothing"),
        ([Change(date(2020, 1, 24), Kind.HOLIDAY, "春节")], "nothing"),
        ([Change(MONDAY, Kind.MAKE_UP)], "make_up_on_weekday"),
        ([Change(SATURDAY, Kind.WORKING)], "working_on_weekend"),
        ([Change(MONDAY, Kind.HOLIDAY, "  ")], "name"),
        ([Change(MONDAY, Kind.REST, "台风"), Change(MONDAY, Kind.WORKING)], "twice"),
    ],
)
def test_changes_that_make_no_sense_change_nothing(changes: list[Change], reason: str) -> None:
    actions.seed_calendar(at=at(0))

    assert why(*changes) == reason
    assert queries.calendar_version() == 1


@pytest.mark.django_db
def test_a_change_needs_its_notice_and_sensible_years() -> None:
    assert why(Change(MONDAY, Kind.REST), base=0, notice=" ") == "notice"
    with pytest.raises(BadCalendarChange) as refusal:
        change(Change(MONDAY, Kind.REST), base=0, years=(20270,))

    assert refusal.value.facts["why"] == "years"
    assert queries.calendar_version() == 0


@pytest.mark.django_db
def test_there_is_nothing_to_adopt_right_after_the_seed() -> None:
    actions.seed_calendar(at=at(0))

    with pytest.raises(BadCalendarChange):
        actions.adopt_years(base=1, staff_id=None, at=at(0))


@pytest.mark.django_db
def test_years_the_program_learned_later_are_adopted(monkeypatch: pytest.MonkeyPatch) -> None:
    actions.seed_calendar(at=at(0))
    later = builtin().changed({NEW_YEAR: Mark(Kind.HOLIDAY, "元旦")}, years=[2027])
    monkeypatch.setattr("yimen.reference.centres.rules.legal.builtin", lambda: later)

    calendar = actions.adopt_years(base=1, staff_id=None, at=at(0))

    assert calendar.version == 2
    assert not calendar.on(NEW_YEAR).provisional
    assert not calendar.works(NEW_YEAR)


@pytest.mark.django_db
def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(CalendarVersionNotFound) as refusal:
        queries.legal_calendar(7)

    assert refusal.value.facts == {"version": 7}


@given(
    st.lists(
        st.builds(
            Change,
            st.dates(date(2019, 1, 1), date(2021, 12, 31)),
            st.sampled_from(Kind),
            st.sampled_from(["", "春节", "台风"]),
        ),
        max_size=8,
    )
)
def test_whatever_is_asked_is_done_or_refused(changes: list[Change]) -> None:
    try:
        marks = marks_of(builtin(), changes, "通知")
    except BadCalendarChange:
        return
    after = builtin().changed(marks)

    assert [after.on(change.day).kind for change in changes] == [c.kind for c in changes]
