"""Figures as definitions: keys, bases, exclusions, and nothing out of nothing."""

from datetime import date

import pytest

from yimen.insights.errors import BadPeriod
from yimen.insights.rules.figures import FIGURES, MORE, PUBLISHED, published, read, written
from yimen.insights.rules.measures import MEASURES, Cell, Period


def cell(channel: str = "window", *, police: bool = False, tax: bool = False, kind: str = "",
         **sums: float) -> Cell:  # fmt: skip
    return Cell(channel, police, tax, dict.fromkeys(MEASURES, 0) | sums, kind)


def test_the_published_keys_are_those_other_programs_know() -> None:
    assert [figure.key for figure in PUBLISHED] == [
        "window_cases", "terminal_cases", "terminal_cases_excl_police", "online_cases",
        "mean_wait_min", "mean_wait_excl_tax_min", "mean_handling_min",
        "mean_handling_excl_tax_min", "rated", "five_star_rate", "three_star_up_rate", "bad_rate",
        "terminal_share", "missed_rate", "left_rate",
    ]  # fmt: skip
    assert len(FIGURES) == len(PUBLISHED) + len(MORE)


def test_every_figure_counts_measures_that_facts_have() -> None:
    for figure in FIGURES.values():
        for term in filter(None, (figure.numerator, figure.denominator)):
            assert set(term.measures) <= set(MEASURES), figure.key
        assert figure.formula.endswith("。"), figure.key


def test_with_nothing_to_count_rates_and_means_are_none_and_counts_zero() -> None:
    values = published([])

    for figure in PUBLISHED:
        assert values[figure.key] == (0 if figure.denominator is None else None)
    assert written(FIGURES["five_star_rate"], None) == ("–", "")


def test_tax_and_police_are_left_out_where_the_definition_says() -> None:
    cells = [
        cell(waits=10, wait_seconds=6000),
        cell(tax=True, waits=10, wait_seconds=0),
        cell("terminal", police=True, done=3),
        cell("terminal", done=4),
    ]

    values = published(cells)

    assert values["mean_wait_min"] == pytest.approx(5)
    assert values["mean_wait_excl_tax_min"] == pytest.approx(10)
    assert values["terminal_cases"] == 7
    assert values["terminal_cases_excl_police"] == 4


def test_default_ratings_never_count_as_given() -> None:
    values = published([cell(stars_5=1, stars_2=1, default_five=98)])

    assert values["rated"] == 2
    assert values["five_star_rate"] == pytest.approx(0.5)
    assert values["bad_rate"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("key", "share"),
    [
        ("five_star_rate_with_defaults", 3 / 10),
        ("three_star_up_rate_with_defaults", 8 / 10),
        ("bad_rate_with_defaults", 2 / 10),
    ],
)
def test_rates_with_defaults_count_all_ratings_in_part_and_base(key: str, share: float) -> None:
    cells = [cell(stars_5=1, stars_2=1, default_five=2, default_middle=5, default_bad=1)]

    reading = read(FIGURES[key], cells)

    assert reading.base == 10
    assert reading.value == pytest.approx(share)


def test_windows_of_unknown_kind_are_not_in_the_comprehensive_share() -> None:
    cells = [cell(done=90), cell(kind="comprehensive", done=6), cell(kind="dedicated", done=4)]

    assert read(FIGURES["comprehensive_share"], cells).value == pytest.approx(0.6)
    assert read(FIGURES["comprehensive_share"], cells[:1]).value is None


def test_a_period_before_another_is_as_long_and_ends_the_day_before() -> None:
    period = Period(date(2019, 11, 1), date(2019, 11, 30))

    assert period.before == Period(date(2019, 10, 2), date(2019, 10, 31))
    with pytest.raises(BadPeriod):
        Period(date(2019, 11, 2), date(2019, 11, 1))
