"""Two carriers with contracts."""

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _carriers(settings: Settings) -> None:
    settings.CARRIERS = {"ems": "sim:", "sf": "sim:"}
