"""Sorting and filtering of tables by address, so that a view of a table can be kept and sent on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest

Row = TypeVar("Row")


@dataclass(frozen=True)
class Head:
    """One column's heading."""

    label: str
    #: Empty where the column cannot be sorted.
    url: str = ""
    #: "ascending", "descending" or empty.
    order: str = ""
    number: bool = False


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its heading, and what it is sorted by."""

    label: str
    key: Callable[[Row], object] | None = None
    number: bool = False
    #: Largest first at the first click.
    falling: bool = False


def arrange(
    request: HttpRequest, columns: Mapping[str, Column[Row]], rows: Iterable[Row]
) -> tuple[list[Head], list[Row]]:
    """The rows in the order asked for by `?sort=name` or `?sort=-name`, and the headings."""
    asked = request.GET.get("sort", "")
    name, falling = asked.removeprefix("-"), asked.startswith("-")
    chosen = columns.get(name)
    listed = list(rows)
    if chosen is not None and chosen.key is not None:
        listed.sort(key=chosen.key, reverse=falling)  # type: ignore[arg-type]
    heads = []
    for column_name, column in columns.items():
        if column.key is None:
            heads.append(Head(column.label, number=column.number))
            continue
        current = column_name == name
        down = not falling if current else column.falling
        query = request.GET.copy()
        query["sort"] = f"-{column_name}" if down else column_name
        order = ("descending" if falling else "ascending") if current else ""
        heads.append(Head(column.label, "?" + query.urlencode(), order, column.number))
    return heads, listed
