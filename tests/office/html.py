"""Pages as a browser without script takes them: what a form would send back."""

from html.parser import HTMLParser
from typing import Protocol


class Page(Protocol):
    """An answer with a page in it."""

    @property
    def content(self) -> bytes:
        """The page."""


class _Form(HTMLParser):
    """Reads what the last form of a page that posts would send, buttons left out."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Inputs, and the beginnings of selects and text areas."""
        has = dict(attrs)
        name = has.get("name")
        if tag == "form" and has.get("method") == "post":
            self.sent = {}
        elif tag == "input" and name:
            if has.get("type") not in {"checkbox", "radio"} or "checked" in has:
                self.sent.setdefault(name, []).append(has.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.sent.setdefault(name or "", []).append("")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            given = self.sent.setdefault(self._select, [])
            if "selected" in has or not given:
                given[:] = [has.get("value") or ""]

    def handle_endtag(self, tag: str) -> None:
        """A text area begins with a line break that is not part of it."""
        if tag == "textarea" and self._area is not None:
            text = self.sent[self._area][-1].removeprefix("\n")
            self.sent[self._area][-1] = text.replace("\r\n", "\n").replace("\n", "\r\n")
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        """The text of an area."""
        if self._area is not None:
            self.sent[self._area][-1] += data


def form_of(page: Page) -> dict[str, list[str]]:
    """What the page's form would send if nobody touched it."""
    reader = _Form()
    reader.feed(page.content.decode())
    return reader.sent
