"""A real browser for the pages whose behaviour lives in scripts."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """An installed Chromium; without one these tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    # Playwright's own loop runs in this thread; Django would take it for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        )
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window in Chinese."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    fresh = context.new_page()
    fresh.set_default_timeout(10_000)
    yield fresh
    context.close()
