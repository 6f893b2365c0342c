"""Every test of payments has a shared secret and a cash desk."""

from typing import Any

import pytest

from tests.builders import Hall
from tests.payments.builders import Cash, cash_desk


@pytest.fixture(autouse=True)
def _secrets(settings: Any) -> None:
    settings.PAY_SECRETS = ("present", "former")


@pytest.fixture
def cash(hall: Hall) -> Cash:
    return cash_desk(hall)
