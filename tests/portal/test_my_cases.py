"""A citizen's own cases and messages: theirs alone, in full, taken back once."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.office import LI, Office, build_office
from tests.portal.test_me import ask
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.models import Case
from yimen.services.cases.queries.cases import case as case_of
from yimen.services.cases.rules.states import State
from yimen.services.notify import actions as notify
from yimen.services.notify.actions import Recipient
from yimen.services.notify.models import Message
from yimen.services.notify.rules.templates import Key
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO, settings.SMS = True, "console:"


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def zhang(client: Client) -> Client:
    """A citizen whose card a window has seen, logged in."""
    identity = Identity(CITIZEN, "张小明", "13800001234")
    people.know_citizen(identity, by=HOUSE, at=timezone.now(), checked=True)
    given = {"name": "张小明", "number": CITIZEN, "phone": "13800001234"}
    client.post("/me/log-in", given | {"code": ask(client)})
    return client


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def say(number: str, to: str = CITIZEN, occasion: str = "file") -> None:
    values = {"item": "居住证申领", "case_no": number}
    notify.say(
        Key.CASE_ACCEPTED,
        to=Recipient(blind_index(to), ""),
        subject=f"case:{number}",
        occasion=occasion,
        values={**values, "due": timezone.localdate(), "code": "123456"},
        at=timezone.now(),
    )


def test_own_cases_are_listed_with_state_and_due_and_open_in_full(
    zhang: Client, office: Office
) -> None:
    mine, other = office.accepted(), office.accepted(person=LI)

    page = text(zhang.get("/me/cases"))
    case = text(zhang.get(f"/me/cases/{mine.public_id}"))

    assert f"/me/cases/{mine.public_id}" in page
    assert other.public_id not in page
    assert "承诺办结" in page
    assert "办理过程" in case
    assert 'name="code"' not in case
    assert CITIZEN not in page + case


def test_another_persons_case_is_not_found_at_any_address(zhang: Client, office: Office) -> None:
    other = office.accepted(person=LI)

    for address in (f"/me/cases/{other.public_id}", f"/me/cases/{other.public_id}/withdraw"):
        assert zhang.get(address).status_code == 404
        assert zhang.post(address, {"deed": "urge"}).status_code == 404
    assert case_of(other.id).state is State.ACCEPTED


def test_drafts_left_at_a_window_and_void_cases_are_not_shown(
    zhang: Client, office: Office
) -> None:
    office.filled()
    gone = office.accepted()
    Case.objects.filter(pk=gone.id).update(state=State.VOID.value)

    assert "还没有办件" in text(zhang.get("/me/cases"))


def test_a_long_list_asks_no_more_than_a_short_one(
    zhang: Client, office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office.accepted()
    with CaptureQueriesContext(connection) as short:
        zhang.get("/me/cases")
    for _ in range(4):
        office.accepted()

    with django_assert_num_queries(len(short)):
        zhang.get("/me/cases")


def test_urging_is_done_on_the_own_page(zhang: Client, office: Office) -> None:
    mine = office.accepted()

    page = text(zhang.post(f"/me/cases/{mine.public_id}", {"deed": "urge"}))
    again = text(zhang.post(f"/me/cases/{mine.public_id}", {"deed": "urge"}))

    assert "已催办" in page
    assert "今天" in again


def test_what_is_decided_is_not_offered_to_be_urged(zhang: Client, office: Office) -> None:
    open_, decided = office.accepted(), office.granted()

    assert 'value="urge"' in text(zhang.get(f"/me/cases/{open_.public_id}"))
    assert 'value="urge"' not in text(zhang.get(f"/me/cases/{decided.public_id}"))


def test_a_case_is_taken_back_once_after_being_asked(zhang: Client, office: Office) -> None:
    mine = office.accepted()
    address = f"/me/cases/{mine.public_id}/withdraw"

    asked = text(zhang.get(address))
    first = text(zhang.post(address, follow=True))
    again = zhang.post(address, follow=True)

    assert "撤回这个申请吗" in asked
    assert "申请已撤回" in first
    assert case_of(mine.id).state is State.WITHDRAWN
    assert again.status_code == 200
    assert "撤回申请" not in text(again)


def test_what_was_decided_is_not_taken_back(zhang: Client, office: Office) -> None:
    mine = office.granted()

    page = text(zhang.post(f"/me/cases/{mine.public_id}/withdraw", follow=True))

    assert case_of(mine.id).state is State.GRANTED
    assert "notice" in page


def test_messages_are_counted_listed_and_read(zhang: Client, office: Office) -> None:
    mine = office.accepted()
    say(mine.number or "")
    say(mine.number or "", to=OTHER_CITIZEN)

    start = text(zhang.get("/me/"))
    page = text(zhang.get("/me/messages"))
    zhang.post("/me/messages/read", {"up_to": str(Message.objects.latest("pk").pk)})

    assert "1 条未读" in start
    assert f"/me/cases/{mine.public_id}" in page
    assert "未读" not in text(zhang.get("/me/"))
    assert Message.objects.filter(read_at__isnull=True).count() == 1


def test_a_message_about_a_booking_leads_to_it(zhang: Client) -> None:
    notify.say(
        Key.BOOKING_AFFECTED,
        to=Recipient(blind_index(CITIZEN), "13800001234"),
        subject="booking:Zq8mY2hKc0Wd1rTn5bLx7A",
        occasion="booking.affected:1",
        values={"item": "公安户政", "day": date(2019, 11, 6), "time": "10:00"},
        at=timezone.now(),
    )

    assert 'href="/book/a/Zq8mY2hKc0Wd1rTn5bLx7A"' in text(zhang.get("/me/messages"))


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 30, ""])
def test_nonsense_in_the_inbox_breaks_nothing(zhang: Client, nonsense: str) -> None:
    assert zhang.get("/me/messages", {"before": nonsense}).status_code == 200
    assert zhang.post("/me/messages/read", {"up_to": nonsense}).status_code == 302


def test_who_is_known_by_phone_alone_sees_neither(client: Client) -> None:
    given = {"name": "张小明", "number": CITIZEN, "phone": "13800001234"}
    client.post("/me/log-in", given | {"code": ask(client)})

    assert client.get("/me/cases").status_code == 403
    assert client.get("/me/messages").status_code == 403
