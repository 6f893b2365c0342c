"""Money: what is due is told to who is not at the window; what came in and goes back to all."""

from collections.abc import Mapping

import pytest
from pytest_django import Settings

from tests.builders import Hall
from tests.cases.office import Office, build_office, ten
from tests.journeys.builders import react, said, told
from yimen.support.events import Announcement, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sms(settings: Settings) -> None:
    settings.SMS = "console:"


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def bill(event: str, reference: str, fen: int = 12_000) -> None:
    """As `payments` publishes it."""
    body: Mapping[str, object] = {"bill": 1, "reference": reference, "state": "open", "fen": fen}
    publish(Announcement(f"bill.{event}", ten(20), ["bill:x"], body))


def test_what_was_paid_and_what_goes_back_is_told(office: Office) -> None:
    case = office.received()
    for event in ("made", "paid", "refunded"):
        bill(event, f"case:{case.id}")

    react()
    react()

    assert told() == ["case.received", "payment.paid", "payment.refunded"]
    assert "“居住证申领”已缴¥120.00" in said("payment.paid")


def test_who_files_from_afar_is_told_what_is_due(office: Office) -> None:
    case = office.received(channel="online")
    bill("made", f"case:{case.id}")

    react()

    assert told()[-1] == "payment.due"
    assert "应缴¥120.00" in said("payment.due")


def test_nothing_is_said_of_nothing_nor_of_what_is_no_case(office: Office) -> None:
    case = office.received(channel="online")
    bill("made", f"case:{case.id}", fen=0)
    bill("paid", "ticket:1")
    bill("expired", f"case:{case.id}")

    react()

    assert told() == ["case.received"]
