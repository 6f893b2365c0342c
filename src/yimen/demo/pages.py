"""Reads the forms of a page, as a browser without script would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """A form with its present values. `all_text` is what a search for it looks in."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)

    @property
    def all_text(self) -> str:
        """Action, field names, values and words."""
        fields = [f"{name}={value}" for name, value in self.values.items()]
        return " ".join([self.action, *fields, *self.text])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get").lower()))
            self.inside = True
        elif self.inside and tag in {"input", "button"} and found.get("name"):
            kind = found.get("type", "text" if tag == "input" else "submit")
            if kind == "submit":
                self.forms[-1].text.append(f"{found['name']}={found.get('value', '')}")
            elif kind not in {"radio", "checkbox"} or "checked" in found:
                self.forms[-1].values[found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.forms[-1].text.append(data.strip())


def forms_of(page: str) -> list[Form]:
    """All forms of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
