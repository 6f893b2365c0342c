"""The ticket machine shows the way from itself to where one waits."""

import pytest

from tests.builders import Hall
from tests.kiosk.machine import Machine

pytestmark = pytest.mark.django_db


def test_the_number_comes_with_the_way_from_this_machine(drawn_centre: int, db: None) -> None:
    machine = Machine(Hall(drawn_centre)).at_confirmation("SB").press("take")

    assert 'data-dialog="way"' in machine.text
    assert "怎么走到 C 区" in machine.text
    assert "从取号机直走 4 米" in machine.text
    assert "乘扶梯到 2 楼" in machine.text
    assert machine.text.count('<svg class="plan') == 2
