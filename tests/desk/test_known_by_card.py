"""Whoever stood at the window with their own card opens their own pages with their own phone."""

import pytest
from pytest_django import Settings

from tests.builders import CITIZEN, Hall
from tests.desk.test_intake import Window
from yimen.reference.people.models import Citizen
from yimen.reference.people.rules import Level
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db

PHONE = "13800000000"


@pytest.fixture
def window(hall: Hall, settings: Settings) -> Window:
    settings.DEMO, settings.READER = True, "sim:"
    window = Window(hall)
    window.address = window.begin()
    window.send("answer", who="self")
    return window


def known() -> Citizen | None:
    return Citizen.objects.filter(number_index=blind_index(CITIZEN)).first()


def test_a_card_that_was_read_makes_its_holder_known_and_checked(window: Window) -> None:
    window.send("applicant", kind="person", phone=" 138 0000 0000 ", read="applicant", demo="0")

    row = known()
    assert row is not None
    assert row.level == Level.CHECKED.value
    assert bytes(row.phone_index or b"") == blind_index(PHONE)


@pytest.mark.parametrize(
    "said",
    [
        {"number": CITIZEN, "name": "张小明", "phone": PHONE},
        {"read": "applicant", "demo": "0", "phone": ""},
        {
            "read": "applicant", "demo": "0", "phone": PHONE,
            "agent_number": "441900200001010023", "agent_name": "李芳",
        },
        {"read": "applicant", "demo": "6", "phone": PHONE},
    ],
)  # fmt: skip
def test_what_was_typed_or_an_agents_phone_or_an_expired_card_does_not(
    window: Window, said: dict[str, str]
) -> None:
    window.send("applicant", kind="person", **said)

    assert known() is None
    assert not Citizen.objects.exists()
