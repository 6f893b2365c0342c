"""What several browser tests do: log in without typing, and look for what a person would mind."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.office.builders import browser_of


def log_in(page: Page, server: LiveServer, staff_id: int) -> None:
    """Give the window the session of somebody logged in with a second factor."""
    session = browser_of(staff_id).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])


def offences(page: Page) -> list[tuple[str, list[object]]]:
    """What axe finds wrong: rule and places."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled to sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
