"""一次性告知单: what one's own situation asks for, as a file to print."""

import pytest
from django.test import Client

from tests.builders import Hall
from tests.catalogue.passport import CODE, publish_passport
from tests.languages import COOKIE
from tests.paper.builders import bare, text_of
from yimen.channels.doorway.guides import open_guide
from yimen.support.paper import pdf

pytestmark = pytest.mark.django_db
ADDRESS = f"/items/{CODE}"


@pytest.fixture(autouse=True)
def _item(hall: Hall) -> None:
    publish_passport()


def slip(client: Client, **answers: str) -> str:
    answer = client.get(ADDRESS, {"paper": "slip", **answers})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert pdf.verify(answer.content) is None  # it informs and decides nothing
    return text_of(answer.content)


def test_the_guide_offers_the_slip_for_the_answers_given(client: Client) -> None:
    question = open_guide(CODE, {}).guide.questions[0]
    option = question.options[0]

    page = client.get(ADDRESS, {f"a-{question.key}": option.key}).content.decode()

    assert f"{ADDRESS}?a-{question.key}={option.key}&amp;paper=slip" in page


def test_the_slip_lists_what_every_situation_asks_for(client: Client) -> None:
    question = open_guide(CODE, {}).guide.questions[0]

    for option in question.options:
        opened = open_guide(CODE, {question.key: option.key})
        page = bare(slip(client, **{f"a-{question.key}": option.key}))

        assert bare(option.text) in page
        names = [thing.name for group in opened.groups for thing in group.things]
        assert names
        assert [name for name in names if bare(name)[:12] not in page] == []


def test_the_slip_is_in_the_authoritys_own_language(client: Client) -> None:
    client.cookies[COOKIE] = "en"

    page = slip(client)

    assert "一次性告知单" in page
    assert "需要的材料" in page
