"""The machine in English: every page of a visit, with nothing left in Chinese."""

import pytest

from tests.builders import CITIZEN
from tests.kiosk.machine import Machine
from tests.languages import COOKIE, chinese_in, translate_names
from yimen.devices.printers import Fault, SimulatedPrinter

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(machine: Machine) -> Machine:
    """A machine whose citizen has chosen English."""
    translate_names(machine.hall)
    machine.client.cookies[COOKIE] = "en"
    return machine


def test_the_home_page_is_english_throughout(english: Machine) -> None:
    page = english.client.get("/kiosk/")

    assert "Place it or type its number" in page.content.decode()
    assert chinese_in(page.content) == set()


@pytest.mark.parametrize("way", ["card", "phone", "field", "search", "ground"])
def test_every_way_to_a_number_begins_in_english(english: Machine, way: str) -> None:
    english.press("start", way=way)

    assert english.trip
    assert chinese_in(english.page.content) == set()


def test_a_refused_card_number_is_explained_in_english(english: Machine) -> None:
    english.press("start", way="card").press("on", to="typed").press("identify", citizen_id="1")

    assert "ID card number" in english.text
    assert chinese_in(english.page.content) == set()


def test_confirmation_number_and_paper_are_english(english: Machine) -> None:
    english.at_confirmation(citizen_id=CITIZEN)
    assert "Estimated wait" in english.text
    assert chinese_in(english.page.content) == set()

    english.press("take")
    assert english.number == "A001"
    assert "You are first in line" in english.text
    assert chinese_in(english.page.content) == set()


def test_a_printer_without_paper_is_told_in_english(
    english: Machine, printer: SimulatedPrinter
) -> None:
    printer.break_by(Fault.PAPER_OUT)

    english.at_confirmation().press("take")

    assert "The printer is out of paper" in english.text
    assert chinese_in(english.page.content) == set()


def test_the_home_page_is_traditional_chinese_when_chosen(machine: Machine) -> None:
    machine.client.cookies[COOKIE] = "zh-hant"

    assert "身份證取號" in machine.client.get("/kiosk/").content.decode()
