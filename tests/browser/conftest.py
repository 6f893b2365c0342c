"""A fresh window in Chinese for each browser test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window in Chinese."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    fresh = context.new_page()
    fresh.set_default_timeout(10_000)
    yield fresh
    context.close()
