"""The wallet: one's own certificates, masked until opened, and nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.office import ZHANG as APPLICANT
from tests.cases.office import build_office, ten
from tests.certificates.test_certificates import result
from tests.portal.test_me import ZHANG, log_in
from yimen.journeys import results
from yimen.kernel import printed_codes
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.rules.states import Applicant
from yimen.services.certificates import actions, queries
from yimen.services.certificates.actions import ToIssue
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import Change
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO, settings.SMS = True, "console:"


@pytest.fixture
def mine(client: Client) -> Client:
    """The holder's phone: logged in, the card seen by a window."""
    people.know_citizen(
        Identity(CITIZEN, ZHANG["name"], ZHANG["phone"]), by=HOUSE, at=timezone.now(), checked=True
    )
    log_in(client)
    return client


def issued(**more: object) -> CertificateView:
    about = {**vars(result()), "valid_from": TODAY - timedelta(days=30), **more}
    return actions.issue(ToIssue(**about), by=HOUSE, at=timezone.now())


def text(client: Client, path: str = "/me/wallet") -> str:
    return client.get(path).content.decode()


def test_an_empty_wallet_says_what_comes_into_it_and_what_to_do(mine: Client) -> None:
    page = text(mine)

    assert "还没有电子证照" in page
    assert 'href="/items/"' in page


def test_the_list_masks_numbers_and_the_opened_card_shows_its_own(mine: Client) -> None:
    made = issued()

    listed, opened = text(mine), text(mine, f"/me/wallet/{made.id}")

    assert made.number not in listed
    assert f"{made.number[0]}*" in listed
    assert "有效" in listed
    for word in (made.number, made.identifier, printed_codes.shown(made.code), "演示张三", "长期"):
        assert word in opened, word
    assert CITIZEN not in opened


def test_somebody_elses_certificate_is_not_found(mine: Client) -> None:
    other = issued(holder_id=OTHER_CITIZEN)

    assert "还没有电子证照" in text(mine)
    for path in ("", "/paper"):
        assert mine.get(f"/me/wallet/{other.id}{path}").status_code == 404
    mine.post(f"/me/wallet/{other.id}/show")
    assert queries.uses(blind_index(OTHER_CITIZEN)) == []


def test_what_an_agent_fetched_is_in_the_applicants_wallet_alone(mine: Client, hall: Hall) -> None:
    office = build_office(hall)
    person = Person(
        Applicant.PERSON, OTHER_CITIZEN, "演示李四", "13800000001", CITIZEN, APPLICANT.name
    )
    case = office.granted(person=person)
    [made] = results.make(case.id, at=ten(60))

    assert "还没有电子证照" in text(mine)
    assert mine.get(f"/me/wallet/{made.id}").status_code == 404
    assert [view.id for view in queries.wallet(blind_index(OTHER_CITIZEN))] == [made.id]


def test_who_was_not_checked_by_a_window_sees_no_wallet(client: Client) -> None:
    issued()
    log_in(client)

    answer = client.get("/me/wallet")

    assert answer.status_code == 403
    assert "核验身份" in answer.content.decode()


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "还有 0 天到期"), (90, "还有 90 天到期"), (91, ""), (-1, "有效期已经结束")],
)
def test_one_that_ends_soon_says_so_and_one_that_has_ended_too(
    mine: Client, days: int, said: str
) -> None:
    made = issued(valid_to=TODAY + timedelta(days=days))

    page = text(mine, f"/me/wallet/{made.id}")

    assert said in page
    assert ("到期，现在可以换证" in page) == (0 <= days <= 90)


def test_one_that_was_taken_back_cannot_be_shown(mine: Client) -> None:
    made = issued()
    actions.change(made.id, Change.REVOKE, reason="依法", by=HOUSE, at=timezone.now())

    page = text(mine, f"/me/wallet/{made.id}")
    mine.post(f"/me/wallet/{made.id}/show")

    assert "已被制发机关收回" in page
    assert "出示给别人看" not in page
    assert queries.uses(blind_index(CITIZEN)) == []


def test_what_is_good_stands_first(mine: Client) -> None:
    ended = issued(reference="case:2", name="到期的证", valid_to=TODAY - timedelta(days=1))
    good = issued(reference="case:1", name="有效的证")
    newer = issued(reference="case:3", name="注销的证")
    actions.change(newer.id, Change.CANCEL, reason="依申请", by=HOUSE, at=timezone.now())

    page = text(mine)

    places = [page.index(each.name) for each in (good, newer, ended)]
    assert places == sorted(places)


def test_a_full_wallet_asks_no_more_questions_than_one_certificate(mine: Client) -> None:
    issued()
    text(mine)
    with CaptureQueriesContext(connection) as one:
        text(mine)
    for place in range(2, 12):
        issued(reference=f"case:{place}", valid_to=TODAY + timedelta(days=400))
    with CaptureQueriesContext(connection) as many:
        text(mine)

    assert len(many) == len(one)


def test_a_shown_code_lives_for_minutes_and_the_holder_sees_who_looked(mine: Client) -> None:
    made = issued()
    before = text(mine, f"/me/wallet/{made.id}")

    mine.post(f"/me/wallet/{made.id}/show")
    shown = text(mine, f"/me/wallet/{made.id}")
    token = mine.session["shown-certificate"]["token"]
    seen = Client().get(f"/v/{token}").content.decode()

    assert "请对方扫这个码" not in before
    assert "请对方扫这个码" in shown
    assert "持证人正在出示" in seen
    assert "有人扫码核验" in text(mine)


def test_a_shown_code_whose_time_is_over_is_shown_no_more(mine: Client) -> None:
    made = issued()
    mine.post(f"/me/wallet/{made.id}/show")
    session = mine.session
    over = (timezone.now() - timedelta(seconds=1)).isoformat()
    session["shown-certificate"] = session["shown-certificate"] | {"until": over}
    session.save()

    assert "请对方扫这个码" not in text(mine, f"/me/wallet/{made.id}")


def test_it_is_renewed_by_the_item_it_came_from(mine: Client, hall: Hall) -> None:
    case = build_office(hall).granted()
    [made] = results.make(case.id, at=ten(60))

    page = text(mine, f"/me/wallet/{made.id}")

    assert 'href="/items/jzz"' in page
    assert mine.get("/items/jzz").status_code == 200


def test_the_paper_says_what_the_certificate_says_and_leads_to_its_verification(
    mine: Client,
) -> None:
    made = issued()

    page = text(mine, f"/me/wallet/{made.id}/paper")

    shown = printed_codes.shown(made.code)
    assert "演示张三" in page
    assert CITIZEN in page
    assert f"/v/{shown}" in page
    assert "证照有效" in Client().get(f"/v/{shown}").content.decode()


def test_the_phones_home_leads_to_the_wallet(client: Client, hall: Hall) -> None:
    assert 'href="/me/wallet"' in text(client, "/")


def test_the_holder_downloads_the_signed_file_while_it_is_good(mine: Client) -> None:
    made, other = issued(), issued(reference="case:2", holder_id=OTHER_CITIZEN)

    answer = mine.get(f"/me/wallet/{made.id}/file")

    assert f"/me/wallet/{made.id}/file" in text(mine, f"/me/wallet/{made.id}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert mine.get(f"/me/wallet/{other.id}/file").status_code == 404
    actions.change(made.id, Change.REVOKE, reason="骗取", by=HOUSE, at=timezone.now())
    assert f"/me/wallet/{made.id}/file" not in text(mine, f"/me/wallet/{made.id}")
    assert mine.get(f"/me/wallet/{made.id}/file").status_code == 409
