"""Questions about departments."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from yimen.reference.catalogue.models import Department
from yimen.support import sql

_FIELDS: Final = ("id", "code", "name", "name_en", "name_hant", "mark", "part_of")


@dataclass(frozen=True)
class DepartmentView:
    """A department as others see it."""

    id: int
    code: str
    name: str
    name_en: str
    name_hant: str
    #: How its documents are numbered (机关代字): the mark it was given, else its name.
    mark: str
    #: The bureau whose branch it is; None for a bureau.
    part_of: int | None


def departments() -> list[DepartmentView]:
    """All departments in the centre's own order, branches (警种) among them."""
    return [_view(row) for row in Department.objects.values_list(*_FIELDS)]


def bureaus() -> list[DepartmentView]:
    """Departments that offer items, in the centre's own order: without branches."""
    rows = Department.objects.filter(part_of__isnull=True)
    return [_view(row) for row in rows.values_list(*_FIELDS)]


def department(department_id: int) -> DepartmentView:
    """One department. Whoever asks holds a row that points at it, so there is one."""
    return _view(Department.objects.values_list(*_FIELDS).get(pk=department_id))


def departments_named(names: Collection[str]) -> dict[str, int]:
    """Ids of departments by their names, as items name them; without those that do not exist."""
    if not names:
        return {}
    found = sql.rows("yimen.reference.catalogue", "departments_named", {"names": sorted(names)})
    return {row["name"]: row["id"] for row in found}


def _view(row: tuple[int, str, str, str, str, str, int | None]) -> DepartmentView:
    number, code, name, english, traditional, mark, part_of = row
    return DepartmentView(number, code, name, english, traditional, mark or name, part_of)
