"""Item packages: out of the version in force, and into a draft elsewhere."""

from datetime import datetime

from django.db import transaction

from yimen.reference.catalogue.actions.importing import by_whom
from yimen.reference.catalogue.errors import OpenDraft
from yimen.reference.catalogue.models import Department, Item, ItemVersion
from yimen.reference.catalogue.queries.items import VersionView, version, version_by_id
from yimen.reference.catalogue.rules import content, package
from yimen.reference.catalogue.rules.package import Package
from yimen.reference.catalogue.rules.states import IN_FORCE, OPEN
from yimen.reference.people.rules import Actor, Right, require


def export_package(code: str) -> str:
    """The version in force as a package's text.

    Raises:
        ItemNotFound: nothing is in force.
    """
    found = version(code)
    return package.write(Package(found.code, found.queue_code, found.fields, found.content))


def import_package(text: str, *, by: Actor, at: datetime) -> VersionView:
    """Take a package in as a draft, which somebody else reviews.

    Raises:
        BadPackage: damaged, or not one.
        NotAllowed: `by` may not edit items of the department.
        OpenDraft: the item has a draft already.
    """
    found = package.read(text)
    with transaction.atomic():
        department = _department(found)
        require(by, Right.EDIT_ITEMS, department_id=department.pk)
        item, _ = Item.objects.select_for_update().get_or_create(
            code=found.code, defaults={"department": department, "queue_code": found.queue_code}
        )
        rows = list(item.versions.order_by("number"))
        if any(row.state in [state.value for state in OPEN] for row in rows):
            raise OpenDraft(item=found.code)
        in_force = [row.number for row in rows if row.state in [s.value for s in IN_FORCE]]
        row = ItemVersion.objects.create(
            item=item,
            number=rows[-1].number + 1 if rows else 1,
            fields=found.fields,
            content=content.to_json(found.content),
            based_on=in_force[0] if in_force else 0,
            maker=by_whom(by),
            made_at=at,
        )
    return version_by_id(row.pk)


def _department(found: Package) -> Department:
    name = str(found.fields["DEPT_NAME"])
    known = Department.objects.filter(name=name).order_by("pk").first()
    if known is not None:
        return known
    code = str(found.fields.get("DEPT_CODE", ""))
    if not code or Department.objects.filter(code=code).exists():
        code = f"N{Department.objects.count() + 1}-{found.code[-6:]}"
    return Department.objects.create(code=code, name=name, position=1000)
