"""Sums of any part of any period are those of its services, whichever facts answer."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.insights import actions, queries
from yimen.insights.models import Service
from yimen.insights.queries import Part
from yimen.insights.rules.measures import Cell, Period, Scope
from yimen.insights.rules.synthetic import write_history

AT = datetime(2020, 1, 2, tzinfo=UTC)
DAYS = st.dates(date(2018, 11, 1), date(2021, 2, 28))
PERIODS = [
    Period(date(2019, 1, 1), date(2019, 12, 31)),
    Period(date(2019, 10, 8), date(2019, 12, 31)),
    Period(date(2019, 2, 1), date(2019, 2, 28)),
    Period(date(2019, 3, 31), date(2019, 5, 1)),
    Period(date(2019, 6, 10), date(2019, 6, 16)),
]


@given(DAYS, DAYS)
def test_whole_months_and_the_rest_are_every_day_of_a_period_once(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))

    months, rest = period.split_by_months()

    parts = [*rest, *([months] if months else [])]
    assert sorted(day for part in parts for day in part.each()) == period.each()
    assert all(part.days < 31 * 2 for part in rest)
    if months:
        assert months.first.day == 1
        assert (months.last + timedelta(days=1)).day == 1
        assert all(part.days < 31 for part in rest)


@pytest.mark.django_db
@pytest.mark.parametrize("period", PERIODS, ids=lambda period: f"{period.first}-{period.last}")
def test_items_sum_to_their_services_in_any_period(tmp_path: Path, period: Period) -> None:
    path = tmp_path / "made-up.csv"
    write_history(path, 4000)
    actions.import_history(path, at=AT)

    found = {
        item: sum(cell.sums["done"] for cell in cells)
        for (item,), cells in queries.cells_by(Scope(period), Part.ITEM).items()
    }

    counted: defaultdict[str, int] = defaultdict(int)
    within = Service.objects.filter(day__range=(period.first, period.last))
    for item, outcome in within.values_list("subject__item", "outcome"):
        counted[item] += outcome == "done"
    assert found == counted


@pytest.mark.django_db
def test_one_item_is_split_by_anything_and_sums_to_the_same(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    write_history(path, 4000)
    actions.import_history(path, at=AT)
    kept = Service.objects.filter(channel="window", outcome="done", day__month__gte=3)
    subject = kept.select_related("subject").order_by("day")[0].subject
    scope = Scope(
        Period(date(2019, 2, 14), date(2019, 12, 31)), department=subject.department,
        item=subject.item,
    )  # fmt: skip

    sums = {
        part: tuple(
            round(sum(cell.sums[name] for cells in split.values() for cell in cells), 3)
            for name in ("done", "waits", "wait_seconds", "handling_seconds", "stars_5")
        )
        for part in Part
        for split in [queries.cells_by(scope, part)]
    }

    assert len(set(sums.values())) == 1
    assert sums[Part.DAY][0] > 0


@pytest.mark.django_db
def test_a_day_summed_again_leaves_the_rest_of_its_month_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "made-up.csv"
    write_history(path, 3000)
    actions.import_history(path, at=AT)
    june = Scope(Period(date(2019, 6, 1), date(2019, 6, 30)))
    before = queries.cells_by(june, Part.ITEM)
    gone = Service.objects.filter(day=date(2019, 6, 3), outcome="done")
    count = gone.count()
    gone.delete()

    actions.sum_days([date(2019, 6, 3)])

    after = queries.cells_by(june, Part.ITEM)
    assert count > 0
    assert done(before) - done(after) == count


def done(split: dict[tuple[object, ...], list[Cell]]) -> float:
    return sum(cell.sums["done"] for cells in split.values() for cell in cells)
