"""What a notice was written from. Kept with it for ever, so that it can be composed again.

Facts are plain values: text, numbers, flags, days as ISO dates, lists of rows. They hold personal
data and are sealed where they are stored.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from yimen.services.cases.errors import NoticeIncomplete
from yimen.services.cases.rules.notices.kinds import SPECS, Kind

Row: TypeAlias = Mapping[str, str]
Value: TypeAlias = str | int | bool | Sequence[Row]

#: What every notice says.
COMMON = ("case_number", "item", "applicant", "department")


@dataclass(frozen=True)
class Facts:
    """Facts of one notice by name."""

    values: Mapping[str, Value]

    def text(self, name: str) -> str:
        """A fact as text; empty where it was not given."""
        value = self.values.get(name, "")
        return "" if value is None else str(value)

    def whole(self, name: str) -> int:
        """A number; 0 where it was not given."""
        return int(self.text(name) or 0)

    def flag(self, name: str) -> bool:
        """Whether something holds."""
        return bool(self.values.get(name))

    def day(self, name: str) -> date | None:
        """A day; None where it was not given."""
        text = self.text(name)
        return date.fromisoformat(text) if text else None

    def rows(self, name: str) -> Sequence[Row]:
        """Rows of a table; none where they were not given."""
        value = self.values.get(name, ())
        return value if isinstance(value, Sequence) and not isinstance(value, str) else ()

    @property
    def you(self) -> str:
        """How the applicant is spoken to."""
        return "贵单位" if self.flag("organisation") else "您"

    def as_json(self) -> str:
        """The same facts are the same text, so that a digest of it can be compared."""
        return json.dumps(
            self.values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=list
        )


def from_json(text: str) -> Facts:
    """Facts as they were kept."""
    return Facts(json.loads(text))


def check(kind: Kind, facts: Facts) -> None:
    """Go on only if nothing is missing that this kind must say.

    Raises:
        NoticeIncomplete: the first fact that is missing.
    """
    for name in (*COMMON, *SPECS[kind].needs):
        value = facts.values.get(name)
        if value is None or value == "":
            raise NoticeIncomplete(notice=kind.value, missing=name)
