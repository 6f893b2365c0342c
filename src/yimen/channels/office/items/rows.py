"""Repeatable rows of a form that work without script: adding, moving and taking away are submits.

A row is a form with its own prefix, `materials-2-name`; `materials-count` says how many there are.
After a structural button the rows are drawn again as they were written, nothing checked, nothing
saved. A row in which nobody wrote anything is left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, cast

from django import forms
from django.http import QueryDict

from yimen.channels.doorway import typed

Entry = Mapping[str, Any]
#: More than anybody types; what is beyond comes by import.
MOST: Final = 200


@dataclass(frozen=True)
class Around:
    """What rows may refer to: the answers of the item's questions, and departments, by name."""

    situations: Sequence[tuple[str, str]] = ()
    departments: Sequence[str] = ()


class RowForm(forms.Form):
    """One row. Subclasses name their fields and turn them into an entry of the content."""

    #: What the row is called when it is closed.
    titled: ClassVar[str] = "name"
    #: What people write in it; an added row with none of these is nothing.
    texts: ClassVar[tuple[str, ...]] = ("name",)

    #: Set in a row that was stored: emptied, it is a mistake and not nothing.
    stored = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:  # noqa: ANN401 - as Django's
        super().__init__(*args, **kwargs)
        self._offer_situations(around)
        for name, field in self.fields.items():
            if isinstance(field, forms.MultipleChoiceField):
                _chosen_first(field, list(self.initial.get(name) or ()))

    def _offer_situations(self, around: Around) -> None:
        field = self.fields.get("when")
        if not isinstance(field, forms.MultipleChoiceField):
            return
        known = [each for each in around.situations if self._may_depend_on(each[0])]
        gone = set(self.initial.get("when") or ()) - {value for value, _ in known}
        field.choices = [*known, *((value, f"{value}（已不存在）") for value in sorted(gone))]
        if not field.choices and not self._sent("when"):
            del self.fields["when"]

    def _may_depend_on(self, situation: str) -> bool:
        """Whether the row may be needed only there; a question does not depend on itself."""
        return True

    def _sent(self, name: str) -> list[str]:
        return self.data.getlist(self.add_prefix(name)) if isinstance(self.data, QueryDict) else []

    def raw(self) -> dict[str, Any]:
        """What is written in it, unchecked."""
        if not self.is_bound:
            return dict(self.initial)
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }

    @property
    def is_blank(self) -> bool:
        raw = self.raw()
        return not any(str(raw.get(name) or "").strip() for name in ("stored", *self.texts))

    @property
    def title(self) -> str:
        return str(self.raw().get(self.titled) or "").strip()

    def entry(self) -> dict[str, Any]:
        """The entry of the content this row is; only of a valid one."""
        raise NotImplementedError

    @staticmethod
    def of(entry: Entry) -> dict[str, Any]:
        """What the row shows for an entry."""
        raise NotImplementedError


def _chosen_first(field: forms.MultipleChoiceField, chosen: list[str]) -> None:
    """In the stored order: a browser sends boxes back as they stand, and nothing has changed."""
    given = cast(list[tuple[str, str]], field.choices)
    words = {str(value): label for value, label in given}
    first = [(value, words[value]) for value in chosen if value in words]
    field.choices = [*first, *(each for each in given if str(each[0]) not in chosen)]


@dataclass(frozen=True)
class Part:
    """One part of an item's content."""

    name: str
    label: str
    one: str
    form: type[RowForm]
    hint: str = ""


class Rows:
    """The rows of one part."""

    def __init__(self, part: Part, forms_: list[RowForm], fresh: int | None = None) -> None:
        self.part = part
        self.forms = forms_
        #: The row that was just added: it is drawn open.
        self.fresh = fresh

    @classmethod
    def of_entries(cls, part: Part, entries: Iterable[Entry], *, around: Around) -> "Rows":
        """As stored."""
        return cls._drawn(
            part, [{**part.form.of(entry), "stored": "1"} for entry in entries], around
        )

    @classmethod
    def sent(cls, part: Part, data: QueryDict, *, around: Around) -> "Rows":
        """As sent, to be checked."""
        return cls(
            part,
            [
                part.form(data, prefix=f"{part.name}-{place}", around=around)
                for place in range(count(part.name, data))
            ],
        )

    @classmethod
    def _drawn(
        cls,
        part: Part,
        raws: Sequence[Mapping[str, Any]],
        around: Around,
        fresh: int | None = None,
    ) -> "Rows":
        made = [
            part.form(initial=dict(raw), prefix=f"{part.name}-{place}", around=around)
            for place, raw in enumerate(raws)
        ]
        return cls(part, made, fresh)

    def changed(self, deed: str, place: int, *, around: Around) -> "Rows":
        """The same rows, unchecked, with one added, taken away, or moved up."""
        raws: list[Mapping[str, Any]] = [form.raw() for form in self.forms]
        fresh = None
        if deed == "add" and len(raws) < MOST:
            fresh = len(raws)
            raws.append({})
        elif deed == "remove" and place < len(raws):
            del raws[place]
        elif deed == "up" and 0 < place < len(raws):
            raws[place - 1], raws[place] = raws[place], raws[place - 1]
        return self._drawn(self.part, raws, around, fresh)

    @property
    def written(self) -> list[RowForm]:
        """The rows in which somebody wrote something."""
        return [form for form in self.forms if not form.is_blank]

    def are_valid(self) -> bool:
        """Whether each written row is. All are looked at, so that each says what is wrong."""
        return {form.is_valid() for form in self.written} <= {True}

    @property
    def faults(self) -> int:
        return sum(form.is_bound and not form.is_blank and bool(form.errors) for form in self.forms)

    def entries(self, key: str = "", beginning: str = "") -> list[dict[str, Any]]:
        """Entries of all written rows; where `key` is empty in one, a free one is given."""
        found = [form.entry() for form in self.written]
        for entry in found:
            entry.pop("stored", None)
        if key:
            _give_keys(found, key, beginning)
        return found


def _give_keys(entries: list[dict[str, Any]], key: str, beginning: str) -> None:
    taken = {entry[key] for entry in entries if entry[key]}
    number = 1
    for entry in entries:
        if entry[key]:
            continue
        while f"{beginning}{number}" in taken:
            number += 1
        entry[key] = f"{beginning}{number}"
        taken.add(entry[key])


def count(name: str, data: QueryDict) -> int:
    """How many rows of a part were sent."""
    return min(typed.number(data.get(f"{name}-count", "")) or 0, MOST)


def deed_of(data: QueryDict, names: Callable[[str], bool]) -> tuple[str, str, int] | None:
    """The structural button that was pressed: what, of which part, at which place; None: save."""
    for deed in ("add", "remove", "up"):
        name, _, place = data.get(deed, "").partition("-")
        if name and names(name):
            found = typed.number(place)
            return deed, name, MOST if found is None else found  # no row stands at MOST
    return None
