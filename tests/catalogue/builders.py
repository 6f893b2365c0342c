"""Builders for items: one line makes a row, two make a published item."""

from datetime import UTC, datetime

from yimen.reference.catalogue.actions.publishing import Row, publish_rows
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import RIGHTS_OF_ROLE, Actor, Grant, Role

TEN = datetime(2019, 11, 5, 2, 0, tzinfo=UTC)
HEADER = "部门,主项,事项名称,事项类型,事项编码,行政区划,部门编码"


def someone(number: int, role: Role, department_id: int | None = None) -> Actor:
    """A member of staff with one role, everywhere or in one department."""
    grant = Grant(RIGHTS_OF_ROLE[role], None, department_id)
    return Actor("staff", number, f"{number:04d}", (grant,))


def row(code: str, name: str, *, used: int = 0, **fields: object) -> Row:
    """An item as a file would give it."""
    whole = {"DEPT_NAME": "市公安局", "TASK_NAME": name, "TASK_TYPE": "07", "TASK_CODE": code}
    return Row(code=code, department="市公安局", fields=whole | fields, used=used)


def publish(*rows: Row) -> None:
    """Put rows in force."""
    publish_rows(rows, maker="file:test", reviewer="staff:9", at=TEN)


def department() -> int:
    """The department of `row`."""
    return Department.objects.get_or_create(code="GA", defaults={"name": "市公安局"})[0].pk
