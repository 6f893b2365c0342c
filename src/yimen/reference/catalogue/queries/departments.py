"""Questions about departments."""

from dataclasses import dataclass

from yimen.reference.catalogue.models import Department


@dataclass(frozen=True)
class DepartmentView:
    """A department as others see it."""

    id: int
    code: str
    name: str
    name_en: str
    name_hant: str


def departments() -> list[DepartmentView]:
    """All departments in the centre's own order."""
    fields = ("id", "code", "name", "name_en", "name_hant")
    return [DepartmentView(*row) for row in Department.objects.values_list(*fields)]
