"""Rating on the phone: stars, then the reasons of that grade, once."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import Hall
from tests.portal.builders import call_today, deed, issue_today, open_today
from yimen.journeys.serve import finish
from yimen.reference.people.rules import HOUSE
from yimen.services.feedback.models import Invitation, Rating
from yimen.services.feedback.rules import REASONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(hall: Hall) -> str:
    """The one-time token of a visit served a moment ago."""
    issue_today(hall)
    open_today(hall)
    call_today(hall)
    deed(hall, "start")
    _, token = finish(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=timezone.now())
    return token


def test_first_only_the_stars_are_asked(client: Client, token: str) -> None:
    text = client.get(f"/r/{token}").content.decode()

    assert text.count('name="stars"') == 5
    assert 'name="reasons"' not in text


@pytest.mark.parametrize("stars", [1, 2, 3, 4, 5])
def test_then_the_reasons_of_that_grade_and_no_others(
    client: Client, token: str, stars: int
) -> None:
    text = client.get(f"/r/{token}?stars={stars}").content.decode()

    offered = {code for grade in REASONS.values() for code in grade if f'value="{code}"' in text}
    assert offered == set(REASONS[stars])


def test_reasons_of_no_list_are_left_out(client: Client, token: str) -> None:
    sent = {"stars": "5", "reasons": ["517", "9" * 5000, "x"]}

    answer = client.post(f"/r/{token}", sent)

    assert answer.status_code == 302
    assert Rating.objects.get().reasons == [517]


def test_a_rating_is_kept_with_its_reasons_and_thanked_for(client: Client, token: str) -> None:
    response = client.post(
        f"/r/{token}", {"stars": "5", "reasons": ["517", "510"], "comment": " 很快 "}, follow=True
    )

    rating = Rating.objects.get()
    assert "谢谢您的评价" in response.content.decode()
    assert (rating.stars, rating.reasons, rating.comment) == (5, [510, 517], "很快")
    assert rating.channel == "phone"


def test_a_rating_needs_no_reason_and_no_words(client: Client, token: str) -> None:
    client.post(f"/r/{token}", {"stars": "3"})

    assert Rating.objects.get().stars == 3


def test_a_used_link_says_so_kindly(client: Client, token: str) -> None:
    client.post(f"/r/{token}", {"stars": "4"})

    for response in (client.get(f"/r/{token}"), client.post(f"/r/{token}", {"stars": "1"})):
        assert response.status_code == 200
        assert "已经评价过了" in response.content.decode()
    assert Rating.objects.get().stars == 4


def test_an_expired_link_says_where_else_to_go(client: Client, token: str) -> None:
    Invitation.objects.update(expires_at=timezone.now())

    assert "评价时间已经过了" in client.get(f"/r/{token}").content.decode()


def test_an_unknown_link_is_not_found(client: Client, db: None) -> None:
    assert client.get("/r/nothing").status_code == 404


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"stars": "9"}, "请选择一到五星"),
        ({"stars": "5", "reasons": "108"}, "所选原因与星级不符"),
        ({"stars": "5", "comment": "好" * 501}, "不超过 500 字"),
    ],
)
def test_a_rating_that_cannot_be_is_said_at_the_form(
    client: Client, token: str, said: dict[str, str], sentence: str
) -> None:
    response = client.post(f"/r/{token}", said)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Rating.objects.count() == 0


def test_what_was_written_is_not_lost_by_a_fault(client: Client, token: str) -> None:
    response = client.post(
        f"/r/{token}", {"stars": "5", "reasons": ["517", "108"], "comment": "谢谢小李"}
    )

    text = response.content.decode()
    assert "谢谢小李" in text
    assert 'value="517" checked' in text


def test_htmx_gets_the_form_alone(client: Client, token: str) -> None:
    response = client.get(f"/r/{token}?stars=2", headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith('<section id="rating"')
