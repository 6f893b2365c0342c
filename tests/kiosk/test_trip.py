"""The sealed visit: read back whole, changed by nobody, and its ways back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.builders import CITIZEN, TEN
from yimen.channels.kiosk.trip import LIFE, Expired, Step, Trip, unsealed

TRIP = replace(Trip.begin(Step.CARD, at=TEN), citizen_id=CITIZEN, name="张小明")


def test_a_visit_is_read_back_as_it_was() -> None:
    assert unsealed(TRIP.sealed(), at=TEN) == TRIP


def test_nobody_reads_the_person_from_the_page() -> None:
    sealed = urlsafe_b64decode(TRIP.sealed())

    assert CITIZEN.encode() not in sealed
    assert "张小明".encode() not in sealed


@pytest.mark.parametrize("place", [0, 5, 20, 40, -1])
def test_a_changed_byte_ends_the_visit(place: int) -> None:
    sealed = bytearray(urlsafe_b64decode(TRIP.sealed()))
    sealed[place] ^= 1

    with pytest.raises(Expired):
        unsealed(urlsafe_b64encode(bytes(sealed)).decode(), at=TEN)


@pytest.mark.parametrize("text", ["", "x", "ä", "bm9uc2Vuc2U=", "e30="])
def test_nonsense_is_no_visit(text: str) -> None:
    with pytest.raises(Expired):
        unsealed(text, at=TEN)


def test_it_lives_for_a_quarter_of_an_hour() -> None:
    assert unsealed(TRIP.sealed(), at=TEN + LIFE) == TRIP
    with pytest.raises(Expired):
        unsealed(TRIP.sealed(), at=TEN + LIFE + timedelta(seconds=1))


def test_each_business_and_each_class_has_a_key_of_its_own() -> None:
    first = TRIP.with_business("HZ")
    keys = {first.key, TRIP.with_business("HZ").key, first.with_priority(True).key}

    assert len(keys) == 3
    assert first.to(Step.CONFIRM).key == first.key


def test_once_the_number_is_given_the_person_is_forgotten() -> None:
    given = TRIP.with_business("HZ").given("abc")

    assert (given.step, given.ticket) == (Step.NUMBER, "abc")
    assert (given.citizen_id, given.name, given.phone) == ("", "", "")


@pytest.mark.parametrize(
    ("way", "step", "before"),
    [
        (Step.CARD, Step.CARD, None),
        (Step.CARD, Step.TYPED, Step.CARD),
        (Step.CARD, Step.FIELD, Step.CARD),
        (Step.FIELD, Step.FIELD, None),
        (Step.FIELD, Step.DEPARTMENT, Step.FIELD),
        (Step.FIELD, Step.CONFIRM, Step.FIELD),
        (Step.SEARCH, Step.CONFIRM, Step.SEARCH),
        (Step.SEARCH, Step.FIELD, Step.SEARCH),
        (Step.FIELD, Step.GROUND, Step.CONFIRM),
        (Step.GROUND, Step.GROUND, None),
        (Step.GROUND, Step.FIELD, Step.GROUND),
        (Step.PHONE, Step.SEARCH, Step.PHONE),
        (Step.CARD, Step.NUMBER, None),
    ],
)
def test_back_leads_one_page_back(way: Step, step: Step, before: Step | None) -> None:
    earlier = Trip.begin(way, at=TEN).to(step).back()

    assert (earlier.step if earlier else None) is before
