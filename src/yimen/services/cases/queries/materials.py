"""What a case asks for and what of it is there."""

from dataclasses import dataclass
from datetime import date

from yimen.services.cases.models.materials import Material
from yimen.services.cases.rules.drafting import Completeness, Standing, completeness
from yimen.services.cases.rules.states import MaterialState
from yimen.support import rows


@dataclass(frozen=True)
class MaterialView:
    """One material of a case."""

    key: str
    name: str
    need: str
    ways: tuple[str, ...]
    originals: int
    copies: int
    trust: str
    state: MaterialState
    way: str
    file_ids: tuple[str, ...]
    certificate_id: int | None
    flaw: str
    due_on: date | None


def materials(case_id: int) -> list[MaterialView]:
    """The materials of a case in the order in which they are asked for."""
    return [
        MaterialView(
            key=row.key,
            name=row.name,
            need=row.need,
            ways=tuple(row.ways),
            originals=row.originals,
            copies=row.copies,
            trust=row.trust,
            state=MaterialState(row.state),
            way=row.way,
            file_ids=tuple(row.file_ids),
            certificate_id=row.certificate_id,
            flaw=row.flaw,
            due_on=row.due_on,
        )
        for row in rows.select(Material, {"case": case_id}, order=["position"])
    ]


def how_complete(case_id: int) -> Completeness:
    """What keeps a case from being accepted."""
    return completeness(
        Standing(row.key, row.name, row.need, MaterialState(row.state))
        for row in rows.select(Material, {"case": case_id}, order=["position"])
    )


def checking(*, most: int = 500) -> list[tuple[int, str, tuple[str, ...]]]:
    """Materials whose files are still being checked: case, key, files."""
    found = Material.objects.filter(state=MaterialState.CHECKING.value).order_by("changed_at")
    return [
        (case_id, key, tuple(file_ids))
        for case_id, key, file_ids in found.values_list("case_id", "key", "file_ids")[:most]
    ]
