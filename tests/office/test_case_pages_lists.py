"""Finding cases, the days of their clocks, cards with appeals, and who will be late."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.office import LI, Office, build_office
from tests.office.builders import browser_of
from yimen.reference.catalogue.models import Department
from yimen.services.cases.actions import clockwork
from yimen.services.cases.models import Card, Case
from yimen.services.cases.queries import cards
from yimen.services.cases.queries.cards import CardView
from yimen.services.cases.rules.cards import CardState, Colour

pytestmark = pytest.mark.django_db
#: Long after every clock of the builder has run out.
LATER = datetime(2020, 3, 2, 4, 0, tzinfo=UTC)


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def handler(office: Office) -> Client:
    return browser_of(office.handler.id)


@pytest.fixture
def supervisor(office: Office) -> Client:
    return browser_of(office.supervisor.id)


def red_card(office: Office) -> CardView:
    """A case that was left lying."""
    office.accepted()
    clockwork.look(at=LATER)
    return cards.cards(colours=(Colour.RED,))[0]


def test_a_number_leads_to_its_case_however_it_was_typed(office: Office, handler: Client) -> None:
    case = office.accepted()
    typed = " ".join(case.number[at : at + 4] for at in range(0, 21, 4))

    answer = handler.get("/office/cases/find", {"number": typed})

    assert answer["Location"] == f"/office/cases/{case.public_id}"


def test_a_mistyped_digit_is_told_from_a_number_nobody_has(office: Office, handler: Client) -> None:
    number = office.accepted().number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    Case.objects.update(number=None, state="draft", received_at=None)

    mistyped = handler.get("/office/cases/find", {"number": wrong})
    unknown = handler.get("/office/cases/find", {"number": number})

    assert (mistyped.status_code, unknown.status_code) == (422, 404)
    assert "请照回执上的 21 位数字重新输入" in text(mistyped)
    assert "没有这个编号的办件" in text(unknown)


def test_a_person_is_found_by_a_number_that_is_in_no_address(
    office: Office, handler: Client
) -> None:
    mine, other = office.accepted(), office.accepted(person=LI)

    page = text(handler.post("/office/cases/find/person", {"person": CITIZEN.lower()}))

    assert mine.public_id in page
    assert other.public_id not in page
    assert CITIZEN not in page
    assert handler.get("/office/cases/find/person").status_code == 405


def test_a_wrong_identity_number_is_refused_without_repeating_it(handler: Client) -> None:
    answer = handler.post("/office/cases/find/person", {"person": "441900199001011239"})

    assert answer.status_code == 422
    assert "身份证号不对" in text(answer)
    assert "441900199001011239" not in text(answer)


def test_filters_narrow_and_nonsense_does_not(office: Office, handler: Client) -> None:
    waiting, done = office.accepted(), office.granted()

    granted = text(handler.get("/office/cases/find", {"state": "granted"}))
    soon = text(handler.get("/office/cases/find", {"due": "2019-11-06", "item": "jzz"}))
    all_ = text(handler.get("/office/cases/find", {"state": "x", "due": "y", "department": "z"}))

    assert (waiting.public_id in granted, done.public_id in granted) == (False, True)
    assert "没有符合条件的办件" in soon
    assert waiting.public_id in all_
    assert done.public_id in all_


def test_a_draft_among_the_rows_does_not_end_the_list(
    office: Office, handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.accepted()
    second = office.accepted()
    office.begin()
    office.accepted()
    monkeypatch.setattr("yimen.channels.office.cases.finding._PAGE", 2)

    page = text(handler.get("/office/cases/find"))

    assert f"before={second.id}" in page


def test_the_list_goes_on_below_its_last_row(
    office: Office, handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (office.accepted() for _ in range(3))
    monkeypatch.setattr("yimen.channels.office.cases.finding._PAGE", 2)

    page = text(handler.get("/office/cases/find?state=accepted"))
    rest = text(handler.get(f"/office/cases/find?state=accepted&before={second.id}"))

    assert f"before={second.id}" in page
    assert first.public_id not in page
    assert third.public_id not in rest
    assert first.public_id in rest


def test_the_file_is_masked_and_runs_nothing(office: Office, handler: Client) -> None:
    case = office.accepted()
    Case.objects.update(item_name="=HYPERLINK(1)")

    answer = handler.get("/office/cases/find/file.csv")

    said = text(answer)
    assert answer["Content-Type"].startswith("text/csv")
    assert case.number in said
    assert "'=HYPERLINK" in said
    assert CITIZEN not in said
    assert "演示张三" not in said


def test_drafts_are_nobodys_business(office: Office, handler: Client) -> None:
    draft = office.filled(person=LI)

    by_person = text(handler.post("/office/cases/find/person", {"person": OTHER_CITIZEN}))

    assert draft.public_id not in by_person
    assert draft.public_id not in text(handler.get("/office/cases/find"))
    assert handler.get(f"/office/cases/{draft.public_id}").status_code == 404


def test_every_day_of_both_clocks_is_told_beside_each_other(
    office: Office, handler: Client
) -> None:
    case = office.accepted()

    screen = text(handler.get(f"/office/cases/{case.public_id}/clocks"))
    paper = text(handler.get(f"/office/cases/{case.public_id}/clocks/paper"))

    for page in (screen, paper):
        assert "起算日" in page
        assert "第 1 日" in page
        assert "第 20 日" in page
        assert "不计" in page
        assert "《民法典》第二百零一条" in page
        assert "《行政许可法》第四十二条" in page
        assert "受理时限" in page


def test_cards_are_appealed_on_the_case_and_decided_by_a_third_person(
    office: Office, handler: Client, supervisor: Client
) -> None:
    card = red_card(office)
    address = f"/office/cases/{card.public_id}"
    assert "红牌" in text(supervisor.get("/office/cases/cards"))

    handler.post(f"{address}/do/card-appeal", {"about": str(card.id), "reason": "系统停机"})
    assert "系统停机" in text(supervisor.get("/office/cases/cards?state=appealed"))
    early = handler.post(
        f"{address}/do/card-decide", {"about": str(card.id), "yes": "1", "reason": "属实"}
    )
    supervisor.post(
        f"{address}/do/card-decide", {"about": str(card.id), "yes": "1", "reason": "属实"}
    )

    assert early.status_code == 403
    assert cards.card(card.id).state is CardState.CANCELLED
    page = text(handler.get("/office/cases/cards?state=cancelled"))
    assert "已撤销" in page


def test_cards_of_other_departments_are_not_listed(office: Office, handler: Client) -> None:
    red_card(office)
    Card.objects.update(department_id=_other_department())

    assert "没有黄牌和红牌" in text(handler.get("/office/cases/cards"))


def _other_department() -> int:
    return Department.objects.create(code="SB", name="东莞市社会保障局").pk


def test_overdue_cases_come_first_with_word_and_shape(office: Office, handler: Client) -> None:
    case = office.accepted()

    page = text(handler.get("/office/cases/cards"))

    urgent = page.split("逾期、今天和明天到期")[1].split("</section>")[0]
    assert case.public_id in urgent
    assert "红 · 逾期" in urgent


def test_lists_of_cards_ask_as_much_for_three_as_for_one(office: Office, handler: Client) -> None:
    def asked() -> int:
        handler.get("/office/cases/cards")
        with CaptureQueriesContext(connection) as found:
            handler.get("/office/cases/cards")
        return len(found)

    red_card(office)
    one = asked()
    office.accepted()
    office.accepted()
    clockwork.look(at=LATER + timedelta(days=1))

    assert asked() == one


def test_the_forecast_names_what_it_rests_on(office: Office, handler: Client) -> None:
    case = office.accepted()
    Case.objects.filter(pk=case.id).update(promised_due=timezone.localdate())

    page = text(handler.get("/office/cases/late?ahead=3"))

    assert case.public_id in page
    assert "承办 " in page
    assert "（事项规定）" in page
    assert "还没有人认领" in page


def test_nobody_late_is_good_news(handler: Client) -> None:
    assert "都能按期办结" in text(handler.get("/office/cases/late"))
