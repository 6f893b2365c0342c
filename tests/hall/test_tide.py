"""When a line is advised another window, and when one can go back."""

from datetime import date, timedelta

import pytest

from yimen.reference.policy import rules as policy
from yimen.services.hall.rules import parameters
from yimen.services.hall.rules.tide import Tide, advice

RULES = parameters.hall_rules(
    {p.key: policy.value_on(p.key, date(2020, 1, 2), ()) for p in parameters.PARAMETERS}
)


@pytest.mark.parametrize(
    ("waiting", "minutes", "open_windows", "expected"),
    [
        (0, 0, 0, None),
        (0, 0, 1, None),
        (0, 0, 2, Tide.CLOSE),
        (4, 5, 2, Tide.CLOSE),
        (5, 5, 2, None),
        (14, 19, 2, None),
        (15, 0, 2, Tide.OPEN),
        (1, 20, 2, Tide.OPEN),
        (1, 0, 0, Tide.OPEN),
        (4, 5, 1, None),
    ],
)
def test_advice_follows_the_thresholds(
    waiting: int, minutes: int, open_windows: int, expected: Tide | None
) -> None:
    longest = timedelta(minutes=minutes)

    assert advice(waiting=waiting, longest=longest, open_windows=open_windows, rules=RULES) is (
        expected
    )
