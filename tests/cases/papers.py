"""A received case with papers, for tests of custody."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.builders import Hall, staff
from yimen.kernel.identifiers import case_number
from yimen.reference.catalogue.models import Department, Item, ItemVersion
from yimen.reference.centres.models import Area, Centre, City, Floor, Window
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.actions import custody
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.models import Case
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.rules.custody import PaperKind, Place, PlaceKind

NOON = datetime(2019, 11, 5, 4, 0, tzinfo=UTC)
DAY = date(2019, 11, 5)
ROOM, ISSUE = Place(PlaceKind.MATERIAL_ROOM), Place(PlaceKind.ISSUE_WINDOW)


def noon(minutes: float = 0) -> datetime:
    """Minutes after noon."""
    return NOON + timedelta(minutes=minutes)


@dataclass
class Desk:
    """A case at a window, and the people who pass its papers on."""

    case_id: int
    centre_id: int
    window: Place
    police: Place
    clerk: Actor
    keeper: Actor
    handler: Actor
    issuer: Actor

    def register(self, *names: str, minutes: float = 0) -> list[PaperView]:
        """Originals in the clerk's hands."""
        sheets = [Sheet(PaperKind.ORIGINAL, name) for name in names]
        return custody.register(self.case_id, sheets, self.window, by=self.clerk, at=noon(minutes))


def build_desk(hall: Hall) -> Desk:
    """One received case of the police, without anything else to it."""
    department = Department.objects.get(code="GA")
    handler = Staff.objects.create(username="5001", name="演示承办")
    RoleGrant.objects.create(
        staff=handler,
        role=Role.HANDLER.value,
        centre_id=hall.centre_id,
        department_id=department.pk,
    )
    return Desk(
        case_id=build_case(hall, department),
        centre_id=hall.centre_id,
        window=Place(PlaceKind.WINDOW, hall.windows[1]),
        police=Place(PlaceKind.DEPARTMENT, department.pk),
        clerk=staff(hall, Role.CLERK, "1001"),
        keeper=staff(hall, Role.CLERK, "1002"),
        handler=actor_of_staff(handler.pk),
        issuer=staff(hall, Role.RESULT_CLERK, "6001"),
    )


def build_case(hall: Hall, department: Department, serial: int = 1) -> int:
    """A received case; its item is nothing but a name."""
    item, _ = Item.objects.get_or_create(code="demo", department=department)
    version, _ = ItemVersion.objects.get_or_create(
        item=item,
        number=1,
        defaults={"fields": {"TASK_NAME": "居住证申领"}, "maker": "test", "made_at": NOON},
    )
    return Case.objects.create(
        public_id=f"case-{serial}",
        number=case_number("441900", DAY, serial),
        version=version,
        item_code="demo",
        item_name="居住证申领",
        department=department,
        centre_id=hall.centre_id,
        state="received",
        channel="window",
        made_at=NOON,
        saved_at=NOON,
        received_at=NOON,
    ).pk


def build_other_desk(desk: Desk) -> Desk:
    """The same in a second centre of the city, whose window has the number of no other."""
    city = City.objects.get()
    other = Hall(Centre.objects.create(city=city, code="other", name="分中心").pk)
    area = Area.objects.create(
        floor=Floor.objects.create(centre_id=other.centre_id, level=1, name="一楼"),
        code="A",
        name="公安",
    )
    window = Window.objects.create(
        centre_id=other.centre_id, area=area, number=1, kind="comprehensive"
    )
    department = Department.objects.get(code="GA")
    return Desk(
        case_id=build_case(other, department, serial=2),
        centre_id=other.centre_id,
        window=Place(PlaceKind.WINDOW, window.pk),
        police=desk.police,
        clerk=staff(other, Role.CLERK, "1101"),
        keeper=staff(other, Role.CLERK, "1102"),
        handler=desk.handler,
        issuer=staff(other, Role.RESULT_CLERK, "6101"),
    )
