"""Rating a repair on the phone: what was done, the stars, once, by the rater alone."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import Hall, staff
from tests.office.builders import browser_of
from tests.portal.builders import call_today, deed, issue_today, open_today
from yimen.journeys.rate import rate
from yimen.journeys.serve import finish
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.services.feedback import actions
from yimen.services.feedback.models import Repair, SecondInvitation
from yimen.services.feedback.rules.repair import Answer

pytestmark = pytest.mark.django_db


class Rater:
    """Somebody who gave one star a moment ago."""

    def __init__(self, hall: Hall) -> None:
        self.officer: Actor = staff(hall, Role.RATING_OFFICER, "2001")
        issue_today(hall)
        open_today(hall)
        call_today(hall)
        deed(hall, "start")
        _, self.first = finish(
            hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=timezone.now()
        )
        rate(self.first, 1, reasons=(115,), comment="", channel="phone", at=timezone.now())
        self.repair_id = Repair.objects.get().pk

    def answered(self) -> "Rater":
        """The house has done something about it."""
        by, at = self.officer, timezone.now()
        actions.sign(self.repair_id, by=by, at=at)
        actions.contact(self.repair_id, reached=True, text="已致电", by=by, at=at)
        actions.answer(self.repair_id, Answer.CORRECTED, text="已增开\n两个窗口", by=by, at=at)
        return self

    def invited(self) -> str:
        """The address that the rater was sent."""
        token = actions.invite_again(self.repair_id, by=self.officer, at=timezone.now())
        return f"/r/again/{token}"


@pytest.fixture
def rater(hall: Hall) -> Rater:
    """A rater whose bad rating was answered."""
    return Rater(hall).answered()


def text(client: Client, address: str) -> str:
    """What a page says."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_the_page_says_what_was_rated_and_what_was_done(client: Client, rater: Rater) -> None:
    page = text(client, rater.invited())

    assert "非常不满意" in page
    assert "服务态度差、效率低" in page
    assert "已增开<br>两个窗口" in page
    assert page.count('name="stars"') == 5
    assert "提交评价" not in page
    assert "这个链接只能用一次" in page


def test_stars_then_words_then_thanks_and_the_link_is_used(client: Client, rater: Rater) -> None:
    address = rater.invited()
    assert "提交评价" in text(client, f"{address}?stars=4")

    answer = client.post(address, {"stars": "4", "comment": "好多了"}, follow=True)

    assert "谢谢您再次评价" in answer.content.decode()
    assert Repair.objects.get().second_stars == 4
    assert "已经评价过了" in text(client, address)
    again = client.post(address, {"stars": "1"})
    assert "已经评价过了" in again.content.decode()
    assert Repair.objects.get().second_stars == 4


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"stars": "9"}, "请选择一到五星"),
        ({"stars": "5", "comment": "好" * 2001}, "不超过 2000 字"),
    ],
)
def test_what_cannot_be_is_said_at_the_form_and_nothing_is_used_up(
    client: Client, rater: Rater, said: dict[str, str], sentence: str
) -> None:
    answer = client.post(rater.invited(), said)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert SecondInvitation.objects.get().used_at is None
    assert Repair.objects.get().second_stars is None


def test_nobody_of_the_house_rates_for_the_rater(rater: Rater) -> None:
    address = rater.invited()
    colleague = browser_of(rater.officer.id)

    assert "请由评价人本人打开" in text(colleague, address)
    colleague.post(address, {"stars": "5"})

    assert Repair.objects.get().second_stars is None
    assert SecondInvitation.objects.get().used_at is None


def test_an_expired_or_replaced_link_says_where_else_to_go(client: Client, rater: Rater) -> None:
    old = rater.invited()
    rater.invited()

    page = text(client, old)

    assert "这个链接已经失效" in page
    assert "12345" in page


def test_the_link_of_the_first_rating_leads_on_once_there_is_an_answer(
    client: Client, hall: Hall
) -> None:
    rater = Rater(hall)
    assert "正在处理" in text(client, f"/r/{rater.first}")
    rater.answered()

    assert "已增开" in text(client, f"/r/{rater.first}")
    client.post(f"/r/again/{rater.first}", {"stars": "5"})

    assert Repair.objects.get().second_stars == 5
    assert "这次服务已经评价过了" in text(client, f"/r/{rater.first}")


def test_an_unknown_link_is_not_found(client: Client, db: None) -> None:
    assert client.get("/r/again/nothing").status_code == 404


def test_htmx_gets_the_form_alone(client: Client, rater: Rater) -> None:
    answer = client.get(f"{rater.invited()}?stars=2", headers={"HX-Request": "true"})

    assert answer.content.decode().strip().startswith('<section id="rating"')
