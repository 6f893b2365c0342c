"""Cards over the API: listed by department, appealed against once, decided on by somebody else."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.api.conftest import Caller, Own, code_of
from tests.builders import Hall
from tests.cases.office import Office, build_office
from yimen.services.cases.actions import cards
from yimen.services.cases.models import Case
from yimen.services.cases.queries.cards import cards_of
from yimen.services.cases.rules.cards import Cause

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def carded(office: Office, cause: Cause = Cause.SECOND_SUPPLEMENT) -> tuple[str, int]:
    """A case with a card: its number, and the card. Who took it in got a second supplement's."""
    case = office.received()
    with transaction.atomic():
        row = Case.objects.select_for_update().get(pk=case.id)
        at = timezone.now() - timedelta(days=1)
        cards.give(row, cause, on=date(2019, 11, 6), at=at)
    return case.number, cards_of(case.id)[0].id


def test_cards_are_listed_newest_first_by_colour_state_and_page(office: Office, own: Own) -> None:
    number, first = carded(office)
    _, second = carded(office, Cause.NEARLY_DUE)
    reader = own(office.supervisor)

    listed = reader.get("/cards").json()

    assert [(each["id"], each["colour"]) for each in listed] == [(second, "yellow"), (first, "red")]
    assert (listed[1]["case"], listed[1]["staff"]) == (number, office.clerk.label)
    assert [each["id"] for each in reader.get("/cards?colour=red").json()] == [first]
    assert [each["id"] for each in reader.get(f"/cards?before={second}").json()] == [first]
    assert reader.get("/cards?state=appealed").json() == []
    assert [each["id"] for each in reader.get(f"/cases/{number}/cards").json()] == [first]
    assert code_of(reader.get("/cards?colour=green")) == "api.bad_fields"


def test_whom_it_names_appeals_once_and_a_supervisor_decides(office: Office, own: Own) -> None:
    _, card = carded(office)
    clerk, supervisor = own(office.clerk), own(office.supervisor)
    why, verdict = {"ground": "系统故障"}, {"cancel": True, "reason": "属实"}

    other = own(office.colleague).post(f"/cards/{card}/appeal", why)
    early = supervisor.post(f"/cards/{card}/decision", verdict)
    appealed = clerk.post(f"/cards/{card}/appeal", why)
    twice = clerk.post(f"/cards/{card}/appeal", why)
    own_decision = clerk.post(f"/cards/{card}/decision", verdict)
    decided = supervisor.post(f"/cards/{card}/decision", verdict).json()

    assert code_of(other) == "cases.not_your_card"
    assert code_of(early) == "cases.card_move_not_allowed"
    assert (appealed.json()["state"], appealed.json()["appealed_by"]) == (
        "appealed",
        office.clerk.label,
    )
    assert code_of(twice) == "cases.card_move_not_allowed"
    assert code_of(own_decision) == "not_allowed"
    assert (decided["state"], decided["decided_by"]) == ("cancelled", office.supervisor.label)


def test_a_systems_key_reads_and_appeals_against_nothing(system: Caller, office: Office) -> None:
    _, card = carded(office)

    listed = system.get("/cards").json()
    refused = system.post(f"/cards/{card}/appeal", {"ground": "不服"})

    assert [each["id"] for each in listed] == [card]
    assert code_of(refused) == "cases.not_your_card"


def test_another_centre_s_card_is_not_found_nor_listed(office: Office, own: Own) -> None:
    number, card = carded(office)
    Case.objects.update(centre_id=0)
    supervisor = own(office.supervisor)

    assert supervisor.get("/cards").json() == []
    for path in (f"/cards/{card}/appeal", "/cards/0/appeal", f"/cards/{2**70}/appeal"):
        assert code_of(supervisor.post(path, {"ground": "不服"})) == "cases.card_not_found"
    assert code_of(supervisor.get(f"/cases/{number}/cards")) == "cases.case_not_found"
