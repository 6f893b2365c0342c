"""A whole draft as one page: its fields and the rows of its content, read and put together."""

import re
from typing import Any, Final

from django.http import QueryDict

from yimen.channels.office.items.forms import DraftForm
from yimen.channels.office.items.parts import PARTS, read_options, situations_of
from yimen.channels.office.items.rows import Around, Rows, deed_of
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.errors import BadContent
from yimen.reference.catalogue.queries import VersionView
from yimen.reference.catalogue.rules import content
from yimen.reference.catalogue.rules.content import Content

#: `materials[2].copies`: where a content is wrong.
_PLACE: Final = re.compile(r"^(\w+)\[(\d+)\](?:\.(\w+))?")
#: Parts whose entries have keys, and how one is made where nobody gave any.
_KEYS: Final = {"questions": "q", "materials": "m"}


class Editor:
    """The page of a draft."""

    def __init__(self, draft: VersionView, given: QueryDict | None) -> None:
        self.draft = draft
        self.fields = DraftForm(draft, given)
        document: dict[str, Any] = dict(content.to_json(draft.content))
        self._departments = _departments(document)
        self.content = Content()
        if given is None:
            around = self._around(document["questions"])
            self.rows = {
                name: Rows.of_entries(part, document[name], around=around)
                for name, part in PARTS.items()
            }
            return
        around = self._around(_questions(given))
        self.rows = {name: Rows.sent(part, given, around=around) for name, part in PARTS.items()}
        deed = deed_of(given, PARTS.__contains__)
        self.restructured = deed is not None
        if deed is not None:
            self._restructure(*deed, around)

    restructured = False

    def _around(self, questions: list[dict[str, Any]]) -> Around:
        return Around(situations_of(questions), self._departments)

    def _restructure(self, deed: str, name: str, place: int, around: Around) -> None:
        self.fields = self.fields.unchecked()
        self.rows = {
            each: rows.changed(deed if each == name else "", place, around=around)
            for each, rows in self.rows.items()
        }

    def is_valid(self) -> bool:
        """Whether all of it can be saved; whatever is wrong is said at its field or row."""
        sound = [self.fields.is_valid(), *(rows.are_valid() for rows in self.rows.values())]
        return all(sound) and self._read()

    def _read(self) -> bool:
        document: dict[str, object] = {
            name: rows.entries("key" if name in _KEYS else "", _KEYS.get(name, ""))
            for name, rows in self.rows.items()
        }
        document["form"] = self.fields.cleaned_data["form"]
        if not self._keys_are_once(document):
            return False
        try:
            self.content = content.read(document)
        except BadContent as wrong:
            self._say(str(wrong.facts["path"]), str(wrong.facts["needs"]))
            return False
        return True

    def _keys_are_once(self, document: dict[str, Any]) -> bool:
        sound = True
        for name in _KEYS:
            seen: set[str] = set()
            for form, entry in zip(self.rows[name].written, document[name], strict=True):
                if entry["key"] in seen:
                    form.add_error("key", f"代号“{entry['key']}”在上面已经用过。")
                    sound = False
                seen.add(entry["key"])
        return sound

    def _say(self, path: str, needs: str) -> None:
        found = _PLACE.match(path)
        if found is not None and found[1] in self.rows:
            form = self.rows[found[1]].written[int(found[2])]
            form.add_error(
                found[3] if found[3] in form.fields else None, f"不合要求（应为 {needs}）。"
            )
        else:
            self.fields.add_error("form", f"{path}：应为 {needs}")

    @property
    def faults(self) -> int:
        """How many fields and rows have something wrong."""
        return len(self.fields.errors) + sum(rows.faults for rows in self.rows.values())


def _questions(given: QueryDict) -> list[dict[str, Any]]:
    """The questions as sent, checked or not: other rows make their conditions of them."""
    rows = Rows.sent(PARTS["questions"], given, around=Around()).written
    return [
        {
            "key": str(raw["key"] or "").strip(),
            "text": str(raw["text"] or "").strip(),
            "options": read_options(str(raw["options"] or "")),
        }
        for raw in (form.raw() for form in rows)
    ]


def _departments(document: dict[str, Any]) -> list[str]:
    """All departments, and those the draft names although the register does not know them."""
    known = [one.name for one in queries.departments()]
    named = dict.fromkeys(step["department"] for step in document["steps"] if step["department"])
    return [*(name for name in named if name not in known), *known]
