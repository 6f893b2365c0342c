"""Who will be late: medians, days that remain, and which cases that makes late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.cases.ledgers import BUILTIN
from tests.cases.timed import Timed, accepted, noon
from yimen.services.cases.models import Case, SpecialProcedure, Step
from yimen.services.cases.queries.forecast import LateForecast, forecast_late
from yimen.services.cases.rules.forecast import (
    Ahead,
    Basis,
    Speed,
    done_on,
    median,
    need,
    working_days,
)
from yimen.services.cases.rules.states import State, StepState

TODAY = "2019-11-11"  # a Monday


@pytest.mark.parametrize(
    ("counts", "days"),
    [({2: 1}, 2.0), ({0: 1, 4: 1}, 2.0), ({1: 5, 9: 2}, 1.0), ({1: 1, 2: 1, 9: 1}, 2.0)],
)
def test_the_median_of_counted_days(counts: dict[int, int], days: float) -> None:
    assert median(counts) == Speed(days, sum(counts.values()))


def test_a_step_counts_as_measured_else_as_planned_else_as_one_day() -> None:
    steps = [
        Ahead(1, "承办", 2, None),
        Ahead(2, "审核", 3, None),
        Ahead(3, "审批", 0, None),
    ]

    found = need(steps, {"承办": Speed(4.5, 5), "审核": Speed(9.0, 4)})

    assert found.days == 4.5 + 3 + 1
    assert [basis for _, _, basis in found.steps] == [
        Basis.MEASURED,
        Basis.PLANNED,
        Basis.ASSUMED,
    ]


def test_steps_side_by_side_take_as_long_as_the_longest() -> None:
    steps = [Ahead(1, "消防", 3, None), Ahead(1, "环保", 5, None), Ahead(2, "审批", 1, None)]

    assert need(steps, {}).days == 6


@pytest.mark.parametrize(("spent", "left"), [(0, 4.0), (3, 1.0), (9, 1.0)])
def test_an_open_step_takes_what_is_left_and_never_less_than_a_day(spent: int, left: float) -> None:
    assert need([Ahead(1, "承办", 0, spent)], {"承办": Speed(4.0, 9)}).days == left


@given(st.dates(date(2019, 1, 1), date(2025, 1, 1)), st.integers(0, 60))
def test_days_of_work_are_counted_back_to_themselves(day: date, days: int) -> None:
    done = done_on(day, days, BUILTIN)

    assert working_days(day, done, BUILTIN) == days
    assert done == day if days == 0 else BUILTIN.works(done)


def steps(case: Timed, *days: int, opened: str = "2019-11-11", assignee: int | None = None) -> None:
    """Steps that are not done, one after the other; the first is open since a day."""
    for position, planned in enumerate(days, start=1):
        Step.objects.create(
            case_id=case.id,
            position=position,
            name=f"环节{position}",
            role="handler",
            department_id=case.row.department_id,
            days=planned,
            state=StepState.OPEN.value if position == 1 else StepState.WAITING.value,
            opened_at=noon(opened) if position == 1 else None,
            assignee=assignee if position == 1 else None,
        )


def done_before(name: str, *spans: tuple[str, str], promised: int = 5) -> list[Timed]:
    """Cases whose step of a name was opened and done on days."""
    made = []
    for opened, ended in spans:
        case = accepted("2019-09-02", promised=promised)
        Case.objects.filter(pk=case.id).update(
            state=State.GRANTED.value, decided_at=noon(ended), decided_by=9
        )
        Step.objects.create(
            case_id=case.id,
            position=1,
            name=name,
            role="handler",
            department_id=case.row.department_id,
            state=StepState.DONE.value,
            opened_at=noon(opened),
            done_at=noon(ended),
            done_by=5,
            outcome="pass",
        )
        made.append(case)
    return made


def asked(ahead: int = 1, department: int | None = None) -> LateForecast:
    department_id = Case.objects.values_list("department_id", flat=True)[0]
    return forecast_late(
        department if department is not None else department_id,
        date.fromisoformat(TODAY),
        ahead=ahead,
    )


@pytest.mark.django_db
def test_a_case_with_more_work_than_days_will_be_late() -> None:
    late, in_time = accepted("2019-11-05"), accepted("2019-11-05")  # due on Tuesday 2019-11-12
    steps(late, 2, 2, opened="2019-11-08", assignee=7)
    steps(in_time, 1, 1)

    found = asked()

    assert (str(found.until), found.looked_at, found.speed_days) == ("2019-11-12", 2, 90)
    assert [view.case_id for view in found.late] == [late.id]
    view = found.late[0]
    assert (str(view.due_on), str(view.expected_on)) == ("2019-11-12", "2019-11-14")
    assert (view.step, view.staff_id, view.number) == ("环节1", 7, late.row.number)
    assert view.need.days == 4


@pytest.mark.django_db
def test_the_present_speed_decides_where_it_is_known() -> None:
    slow = [("2019-10-08", "2019-10-15")] * 5
    done_before("环节1", *slow)
    case = accepted("2019-11-05")
    steps(case, 1)

    found = asked()

    assert found.measured == 5
    assert [view.need.steps for view in found.late] == [(("环节1", 6.0, Basis.MEASURED),)]
    assert str(found.late[0].expected_on) == "2019-11-18"


@pytest.mark.django_db
def test_old_work_and_work_that_stood_still_are_no_speed() -> None:
    done_before("环节1", *[("2019-07-01", "2019-07-31")] * 5)
    for case in done_before("环节1", *[("2019-10-08", "2019-10-31")] * 5):
        SpecialProcedure.objects.create(
            case_id=case.id,
            kind="testing",
            days=5,
            basis="测试",
            reason="测试",
            state="over",
            asked_by=1,
            asked_at=noon("2019-10-08"),
            decided_by=2,
            began_on=date(2019, 10, 8),
        )
    steps(accepted("2019-11-05"), 1)

    found = asked()

    assert (found.measured, found.late) == (0, ())


@pytest.mark.django_db
def test_only_what_is_due_in_the_days_looked_at_and_is_being_handled_is_told() -> None:
    due_friday = accepted("2019-11-08")
    steps(due_friday, 9)
    for state in (State.SUSPENDED, State.TERMINATED):
        other = accepted("2019-11-05")
        steps(other, 9)
        Case.objects.filter(pk=other.id).update(state=state.value)
    accepted("2019-11-05")  # without steps nobody can tell

    assert asked(1).late == ()
    assert [view.case_id for view in asked(4).late] == [due_friday.id]
    assert asked(4, department=0).looked_at == 0


@pytest.mark.django_db
def test_the_latest_comes_first() -> None:
    cases = [accepted("2019-11-05") for _ in range(3)]
    for case, days in zip(cases, (3, 9, 5), strict=True):
        steps(case, days)

    assert [view.case_id for view in asked().late] == [cases[1].id, cases[2].id, cases[0].id]


@pytest.mark.django_db
def test_the_questions_asked_do_not_grow_with_the_cases(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    steps(accepted("2019-11-05"), 3)
    asked()

    with django_assert_num_queries(5):
        asked()
    for _ in range(3):
        steps(accepted("2019-11-05"), 3)
    with django_assert_num_queries(5):
        asked()


def test_a_day_has_no_working_day_in_itself() -> None:
    day = date.fromisoformat(TODAY)

    assert working_days(day, day, BUILTIN) == 0
    assert working_days(day, day + timedelta(days=7), BUILTIN) == 5
