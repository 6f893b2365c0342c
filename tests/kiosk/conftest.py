"""A machine in a small hall, with a printer that can be broken."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.builders import Hall
from tests.kiosk.machine import Machine
from yimen.devices.printers import SimulatedPrinter
from yimen.devices.readers import SimulatedReader


@pytest.fixture(autouse=True)
def _not_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    settings.READER = ""


@pytest.fixture
def printer(settings: Settings, tmp_path: Path) -> SimulatedPrinter:
    """The machine's printer."""
    state = tmp_path / "printer.json"
    settings.PRINTER = f"sim:{state}"
    return SimulatedPrinter(state)


@pytest.fixture
def simulated_reader(settings: Settings, tmp_path: Path) -> SimulatedReader:
    """The machine's card reader."""
    state = tmp_path / "reader.json"
    settings.READER = f"sim:{state}"
    return SimulatedReader(state)


@pytest.fixture
def machine(hall: Hall, printer: SimulatedPrinter) -> Machine:
    """An enrolled machine, nobody before it."""
    return Machine(hall)
