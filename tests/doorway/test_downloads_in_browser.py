"""A browser shows what was handed out, inside the policy that lets nothing run."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from playwright.sync_api import Browser, Page

from tests.support.files.builders import picture, send
from tests.support.files.hostile_pictures import with_script_behind
from yimen.channels.doorway.downloads import file_response


def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    return file_response(public_id)


def page_with(request: HttpRequest, public_id: str) -> HttpResponse:
    return HttpResponse(f'<!doctype html><title>x</title><img src="/file/{public_id}">')


urlpatterns = [path("file/<str:public_id>", file), path("page/<str:public_id>", page_with)]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls(__name__),
]


@pytest.fixture
def tab(browser: Browser, live_server: Any) -> Iterator[Page]:
    """One tab on this server."""
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_a_page_shows_the_picture(tab: Page) -> None:
    sent = send(picture(size=(64, 48)))

    tab.goto(f"/page/{sent.id}")

    size = tab.evaluate("(i => [i.naturalWidth, i.naturalHeight])(document.images[0])")
    assert json.dumps(size) == "[64, 48]"


def test_a_file_opened_by_itself_has_no_origin_and_no_script(tab: Page) -> None:
    sent = send(with_script_behind(), "身份证.html")

    answer = tab.goto(f"/file/{sent.id}")

    assert answer is not None
    assert answer.headers["content-type"] == "image/jpeg"
    assert tab.evaluate("window.origin") == "null"
    assert tab.evaluate("document.scripts.length") == 0
