"""Which value holds on a day, and which values a parameter takes."""

import math
from datetime import date

import pytest

from yimen.reference.policy import rules
from yimen.reference.policy.errors import BadValue, UnknownParameter
from yimen.reference.policy.rules import Parameter, Setting, Value

WHOLE = "test.whole"
RATE = "test.rate"
SWITCH = "test.switch"
TEXT = "test.text"


@pytest.fixture(autouse=True)
def _parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    own = (
        Parameter(WHOLE, 3, "次", "整数", "测试", 1, 10),
        Parameter(RATE, 1.5, "", "小数", "测试", 0.1),
        Parameter(SWITCH, False, "", "开关", "测试"),
        Parameter(TEXT, "甲", "", "文字", "测试"),
    )
    monkeypatch.setattr(rules, "_DEFINED", {parameter.key: parameter for parameter in own})


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2019, 12, 31), 3),  # before any: the default
        (date(2020, 1, 1), 4),
        (date(2020, 6, 30), 4),
        (date(2020, 7, 1), 5),
        (date(2030, 1, 1), 5),
    ],
)
def test_the_latest_start_not_after_the_day_holds(day: date, value: int) -> None:
    settings = [
        Setting(WHOLE, 5, date(2020, 7, 1)),
        Setting(WHOLE, 4, date(2020, 1, 1)),
        Setting(RATE, 9.0, date(2010, 1, 1)),
    ]

    assert rules.value_on(WHOLE, day, settings) == value


def test_a_parameter_nobody_defined_is_unknown() -> None:
    for ask in (
        lambda: rules.parameter("test.none"),
        lambda: rules.checked("test.none", 1),
        lambda: rules.value_on("test.none", date(2020, 1, 1), []),
    ):
        with pytest.raises(UnknownParameter) as refusal:
            ask()
        assert refusal.value.facts == {"key": "test.none"}


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [(WHOLE, 1, 1), (WHOLE, 10, 10), (RATE, 2, 2.0), (RATE, 0.1, 0.1), (SWITCH, True, True)],
)
def test_a_fitting_value_is_kept_in_the_parameters_type(
    key: str, given: object, kept: Value
) -> None:
    found = rules.checked(key, given)

    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize(
    ("key", "given", "needs"),
    [
        (WHOLE, 0, ">= 1"),
        (WHOLE, 11, "<= 10"),
        (WHOLE, 2.0, "int"),
        (WHOLE, "3", "int"),
        (WHOLE, True, "int"),
        (WHOLE, None, "int"),
        (RATE, 0.05, ">= 0.1"),
        (RATE, "1.5", "float"),
        (RATE, math.nan, "float"),
        (RATE, math.inf, "float"),
        (SWITCH, 1, "bool"),
        (TEXT, 1, "str"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_is_needed(
    key: str, given: object, needs: str
) -> None:
    with pytest.raises(BadValue) as refusal:
        rules.checked(key, given)

    assert refusal.value.facts == {"key": key, "needs": needs}
