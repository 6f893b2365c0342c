"""Questions about items and their versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yimen.reference.catalogue.errors import ItemNotFound
from yimen.reference.catalogue.models import Item, ItemVersion, VersionLog
from yimen.reference.catalogue.rules import comparison, content
from yimen.reference.catalogue.rules.comparison import Difference
from yimen.reference.catalogue.rules.content import Content
from yimen.reference.catalogue.rules.states import IN_FORCE, State
from yimen.support import sql

_IN_FORCE = [state.value for state in IN_FORCE]
_BATCH = 500


@dataclass(frozen=True)
class VersionView:
    """One version of an item with everything in it."""

    id: int
    code: str
    number: int
    state: State
    name: str
    department_id: int
    department: str
    queue_code: str
    fields: dict[str, object]
    content: Content
    maker: str
    reviewer: str
    made_at: datetime
    published_at: datetime | None
    reason: str


@dataclass(frozen=True)
class InForce:
    """The version of an item that is in force now."""

    id: int
    state: State
    department_id: int


@dataclass(frozen=True)
class ItemLine:
    """One item in a list."""

    code: str
    name: str
    department: str
    task_type: str
    number: int
    state: State
    queue_code: str
    has_draft: bool


@dataclass(frozen=True)
class LogLine:
    """One move of one version."""

    number: int
    move: str
    by: str
    at: datetime
    reason: str


def as_view(row: ItemVersion) -> VersionView:
    """A row with its item and department loaded, as others see it."""
    return VersionView(
        id=row.pk,
        code=row.item.code,
        number=row.number,
        state=State(row.state),
        name=row.fields["TASK_NAME"],
        department_id=row.item.department_id,
        department=row.item.department.name,
        queue_code=row.item.queue_code,
        fields=row.fields,
        content=content.read(row.content),
        maker=row.maker,
        reviewer=row.reviewer,
        made_at=row.made_at,
        published_at=row.published_at,
        reason=row.reason,
    )


def version_in_force(code: str) -> InForce:
    """Which version of an item is in force; what it says is frozen and may be known already.

    Raises:
        ItemNotFound: no such item, or none of its versions is in force.
    """
    row = sql.one(
        "yimen.reference.catalogue", "version_in_force", {"code": code, "states": _IN_FORCE}
    )
    if row is None:
        raise ItemNotFound(item=code)
    return InForce(row["id"], State(row["state"]), row["department_id"])


def version(code: str, number: int | None = None) -> VersionView:
    """One version of an item; without a number the one in force.

    Raises:
        ItemNotFound: no such item or version, or none is in force.
    """
    rows = ItemVersion.objects.select_related("item__department").filter(item__code=code)
    rows = rows.filter(state__in=_IN_FORCE) if number is None else rows.filter(number=number)
    row = rows.first()
    if row is None:
        raise ItemNotFound(item=code)
    return as_view(row)


def version_by_id(version_id: int) -> VersionView:
    """The version a case stands on, whatever became of it since.

    Raises:
        ItemNotFound: no such version.
    """
    row = ItemVersion.objects.select_related("item__department").filter(pk=version_id).first()
    if row is None:
        raise ItemNotFound(item=version_id)
    return as_view(row)


def versions(code: str) -> list[VersionView]:
    """All versions of an item, the newest first."""
    rows = ItemVersion.objects.select_related("item__department").filter(item__code=code)
    return [as_view(row) for row in rows.order_by("-number")]


def everything() -> Iterator[VersionView]:
    """The version in force of every item not withdrawn, by code; read in batches."""
    rows = ItemVersion.objects.select_related("item__department").filter(
        state__in=[State.PUBLISHED.value, State.PAUSED.value]
    )
    for row in rows.order_by("item__code").iterator(_BATCH):
        yield as_view(row)


def items(
    *,
    department_id: int | None = None,
    state: State | None = None,
    queue_code: str | None = None,
    after: str = "",
    limit: int = 50,
) -> list[ItemLine]:
    """A page of items by code, after a code: the office's list. Drafts of new items included."""
    rows = Item.objects.filter(code__gt=after).order_by("code").select_related("department")
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    if queue_code is not None:
        rows = rows.filter(queue_code=queue_code)
    if state is not None:
        rows = rows.filter(Q(versions__state=state.value)).distinct()
    page = list(rows[:limit])
    shown: dict[int, ItemVersion] = {}
    drafts: set[int] = set()
    current = ItemVersion.objects.filter(item__in=page).exclude(state=State.SUPERSEDED.value)
    for row in current.order_by("number").defer("content"):
        if row.state in _IN_FORCE:
            shown[row.item_id] = row
        else:
            drafts.add(row.item_id)
            shown.setdefault(row.item_id, row)
    return [
        ItemLine(
            code=item.code,
            name=shown[item.pk].name,
            department=item.department.name,
            task_type=shown[item.pk].task_type or "",
            number=shown[item.pk].number,
            state=State(shown[item.pk].state),
            queue_code=item.queue_code,
            has_draft=item.pk in drafts,
        )
        for item in page
        if item.pk in shown
    ]


def log(code: str) -> list[LogLine]:
    """Who moved which version when, the latest first."""
    rows = VersionLog.objects.filter(version__item__code=code).order_by("-at", "-pk")
    fields = ("version__number", "move", "by", "at", "reason")
    return [LogLine(*row) for row in rows.values_list(*fields)]


def compare(code: str, before: int, after: int) -> list[Difference]:
    """What differs between two versions, field by field.

    Raises:
        ItemNotFound: one of them does not exist.
    """
    old, new = version(code, before), version(code, after)
    return comparison.differences(
        old.fields, content.to_json(old.content), new.fields, content.to_json(new.content)
    )
