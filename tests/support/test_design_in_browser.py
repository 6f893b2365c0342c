"""What only a browser can tell: accessibility by axe, and what the small scripts do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import Client, RequestFactory
from playwright.sync_api import Browser, Page, Route
from pytest_django import Settings

HOST = "http://yimen.test"

pytestmark = pytest.mark.browser

TRYOUT = """{% extends "base/public.html" %}{% block title %}试{% endblock %}
{% block scripts %}<script type="module" src="/static/yimen/js/live.js"></script>
<script type="module" src="/static/yimen/js/timer.js"></script>
<script type="module" src="/static/yimen/js/keypad.js"></script>{% endblock %}
{% block content %}
<input id="words" aria-label="字">
<form id="plain" action="/sent" method="get"><button data-key="R">重呼</button></form>
<form id="asked" action="/asked" method="get" data-confirm="A012 将标为过号。">
<button data-key="M">过号</button></form>
<button id="refused" hx-post="/refused" hx-target="#piece">拒绝</button>
<button id="broken" hx-post="/broken" hx-target="#piece">出错</button>
<div id="piece">原样</div>
<div id="stream" data-live="/stream"></div>
<span id="since" data-since="2020-01-17T09:31:00+08:00" data-now="2020-01-17T09:37:42+08:00"
  data-wait-after="300"></span>
<input id="code" maxlength="4" aria-label="码">
{% include "parts/_keypad.html" with for="code" only %}
{% endblock %}"""


@pytest.fixture
def page(browser: Browser, settings: Settings, tmp_path: Path) -> Iterator[Page]:
    """A page whose every request is answered from here: no server, no database, no network."""
    settings.STATIC_ROOT = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    fresh = context.new_page()
    fresh.route("**/*", _answer)
    yield fresh
    context.close()


@pytest.mark.parametrize(
    "look",
    [{}, {"yimen_theme": "dark"}, {"yimen_contrast": "high"}, {"yimen_elder": "1"}],
    ids=["light", "dark", "high", "elder"],
)
def test_axe_finds_nothing_on_the_design_page(page: Page, look: dict[str, str]) -> None:
    for name, value in look.items():
        page.context.add_cookies([{"name": name, "value": value, "url": HOST}])
    page.goto(f"{HOST}/design")

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]

    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_the_design_page_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{HOST}/design")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_elder_mode_changes_at_once_and_is_kept(page: Page) -> None:
    page.goto(f"{HOST}/design")

    page.locator(".page__head form[data-look] button[name=elder]").click()

    assert page.evaluate("document.documentElement.hasAttribute('data-elder')")
    kept = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert kept["yimen_elder"] == "1"
    page.reload()
    assert page.evaluate("document.documentElement.hasAttribute('data-elder')")


def test_a_key_presses_its_button_but_not_while_typing(page: Page) -> None:
    page.goto(f"{HOST}/tryout")

    page.locator("#words").press("r")
    assert page.url == f"{HOST}/tryout"
    page.locator("#words").blur()
    page.keyboard.press("r")

    page.wait_for_url("**/sent?")


def test_a_dangerous_form_asks_once_and_no_means_no(page: Page) -> None:
    page.goto(f"{HOST}/tryout")

    page.keyboard.press("m")
    assert page.locator("dialog[open]").inner_text().count("A012 将标为过号。") == 1
    page.keyboard.press("r")  # behind the dialog, so deaf
    page.locator("dialog[open] button[value=no]").click()
    assert page.url == f"{HOST}/tryout"
    page.keyboard.press("m")
    page.locator("dialog[open] button[value=yes]").click()

    page.wait_for_url("**/asked?")


def test_a_refusal_stands_in_the_notice_and_leaves_the_piece_alone(page: Page) -> None:
    page.goto(f"{HOST}/tryout")

    page.locator("#refused").click()

    page.locator("#notice", has_text="窗口正在办理").wait_for()
    assert page.locator("#piece").inner_text() == "原样"


def test_a_breakdown_shows_a_plain_notice_and_leaves_the_piece_alone(page: Page) -> None:
    page.goto(f"{HOST}/tryout")

    page.locator("#broken").click()

    page.locator("#notice .notice--bad").wait_for()
    assert page.locator("#piece").inner_text() == "原样"


def test_a_dropped_stream_says_so_after_three_seconds(page: Page) -> None:
    page.goto(f"{HOST}/tryout")

    page.wait_for_timeout(1500)
    early = page.locator(".live-badge").count()
    page.locator(".live-badge", has_text="正在重连").wait_for(timeout=5000)

    assert early == 0


def test_a_stream_hands_out_events_and_names_the_last_one_when_it_comes_back(page: Page) -> None:
    asked: list[str] = []

    def stream(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(
            content_type="text/event-stream",
            body='id: 7\ndata: {"event": "call", "number": "A012"}\n\n',
        )

    page.route("**/stream*", stream)
    page.add_init_script(
        "window.heard = [];"
        "document.addEventListener('live:call', (event) => heard.push(event.detail.number));"
    )
    page.goto(f"{HOST}/tryout")
    page.wait_for_function("heard.length > 1")

    assert page.evaluate("heard.slice(0, 2)") == ["A012", "A012"]
    assert asked[:2] == [f"{HOST}/stream", f"{HOST}/stream?after=7"]


def test_a_timer_goes_by_the_servers_clock(page: Page) -> None:
    page.add_init_script("setInterval = () => 0;")
    page.goto(f"{HOST}/tryout")

    assert page.locator("#since").inner_text() == "06:42"
    assert page.locator("#since").get_attribute("class") == "timer--wait"


def test_a_timer_loses_no_second_to_a_clock_that_moves_while_it_is_read(page: Page) -> None:
    page.add_init_script("setInterval = () => 0; let read = 1e12; Date.now = () => (read += 1);")
    page.goto(f"{HOST}/tryout")

    assert page.locator("#since").inner_text() == "06:42"


def test_the_keypad_writes_into_its_field_up_to_its_length(page: Page) -> None:
    page.goto(f"{HOST}/tryout")

    for key in ("0", "3", "3", "1", "9"):
        page.locator(f"[data-keypad='{key}']").click()
    full = page.locator("#code").input_value()
    page.locator("[data-keypad=back]").click()

    assert (full, page.locator("#code").input_value()) == ("0331", "033")


def _answer(route: Route) -> None:
    path = route.request.url.removeprefix(HOST).split("?")[0]
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        assert isinstance(found, str), path
        route.fulfill(path=found)
    elif path == "/design":
        _from_django(route, path)
    elif path == "/tryout":
        request = RequestFactory().get(path)
        route.fulfill(
            content_type="text/html", body=engines["django"].from_string(TRYOUT).render({}, request)
        )
    elif path == "/refused":
        route.fulfill(
            status=409,
            content_type="text/html",
            headers={"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"},
            body="<div class='notice'>窗口正在办理</div>",
        )
    elif path == "/broken":
        route.fulfill(status=500, content_type="text/html", body="<h1>500</h1>")
    elif path == "/stream":
        route.abort()
    else:
        route.fulfill(content_type="text/html", body="<title>ok</title>")


def _from_django(route: Route, path: str) -> None:
    response = Client(headers={"cookie": route.request.header_value("cookie") or ""}).get(path)
    route.fulfill(
        status=response.status_code,
        headers=dict(response.headers.items()),
        body=response.content,
    )
