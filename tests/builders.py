"""Builders for tests: two lines make a hall, one line a ticket."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from yimen.journeys.take_ticket import take_ticket
from yimen.reference.catalogue.models import Department
from yimen.reference.centres.models import Area, Centre, City, Floor, OpeningHours, Window
from yimen.reference.people.models import AccessKey, RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import HOUSE, Actor, DeviceKind, Role
from yimen.services.hall import actions
from yimen.services.hall.actions import Holder, Issued
from yimen.services.hall.models import Queue, WindowSkill
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.support.secrets import digest

T = TypeVar("T")

#: A Tuesday morning in the reference centre's first weeks, 10:00 local time.
TEN = datetime(2019, 11, 5, 2, 0, tzinfo=UTC)

#: Synthetic numbers with good check digits (DOMAIN 12.2 style).
CITIZEN = "441900199003070016"
OTHER_CITIZEN = "441900200001010023"


def at(minutes: float) -> datetime:
    """Minutes after ten."""
    return TEN + timedelta(minutes=minutes)


@dataclass
class Hall:
    """A small centre: ids by window number and queue code."""

    centre_id: int
    windows: dict[int, int] = field(default_factory=dict)
    queues: dict[str, int] = field(default_factory=dict)

    def issue(
        self,
        queue: str = "HZ",
        minutes: float = 0,
        *,
        ticket_class: TicketClass = TicketClass.ORDINARY,
        citizen_id: str = "",
        key: str | None = None,
        slot_start: datetime | None = None,
        by: Actor = HOUSE,
    ) -> Issued:
        """Give a number some minutes after ten."""
        return take_ticket(
            centre_id=self.centre_id,
            queue_code=queue,
            by=by,
            at=at(minutes),
            channel="machine",
            ticket_class=ticket_class,
            holder=Holder(citizen_id=citizen_id) if citizen_id else None,
            slot_start=slot_start,
            key=key,
        )

    def open(self, *numbers: int, minutes: float = 0) -> None:
        """Log the house in at some windows."""
        for number in numbers or self.windows:
            actions.log_in(self.windows[number], centre_id=self.centre_id, by=HOUSE, at=at(minutes))

    def call(
        self, number: int, minutes: float = 0, *, key: str | None = None, by: Actor = HOUSE
    ) -> int | None:
        """Press "next" at a window."""
        return actions.call_next(
            self.windows[number], centre_id=self.centre_id, by=by, at=at(minutes), key=key
        )

    def press(
        self,
        action: Callable[..., T],
        number: int,
        minutes: float = 0,
        *,
        by: Actor = HOUSE,
        **more: object,
    ) -> T:
        """Press a key of the desk: any action that begins with the window."""
        return action(self.windows[number], centre_id=self.centre_id, by=by, at=at(minutes), **more)


def build_hall(
    skills: Mapping[int, Sequence[str]] | None = None, queues: Sequence[str] = ("HZ", "CR")
) -> Hall:
    """A centre, open all day every day; windows by number with the queues they may call."""
    skills = skills or {1: ["HZ"], 2: ["HZ", "CR"], 3: ["CR"]}
    city = City.objects.create(region_code="441900", name="东莞市")
    centre = Centre.objects.create(city=city, code="test", name="测试中心")
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=centre, weekday=day, opens=time(0), closes=time(23, 59, 59))
        for day in range(7)
    )
    area = Area.objects.create(
        floor=Floor.objects.create(centre=centre, level=1, name="一楼"), code="A", name="公安"
    )
    department = Department.objects.create(code="GA", name="东莞市公安局")
    hall = Hall(centre.pk)
    for place, code in enumerate(queues):
        hall.queues[code] = Queue.objects.create(
            centre=centre,
            department=department,
            area=area,
            code=code,
            prefix=_prefix(place),
            name=f"业务{code}",
            usual_service=timedelta(minutes=10),
            position=place,
        ).pk
    for number, codes in skills.items():
        window = Window.objects.create(
            centre=centre,
            area=area,
            number=number,
            kind="dedicated" if len(codes) == 1 else "comprehensive",
        )
        hall.windows[number] = window.pk
        WindowSkill.objects.bulk_create(
            WindowSkill(window_id=window.pk, queue_id=hall.queues[code], is_home=code == codes[0])
            for code in codes
        )
    return hall


def _prefix(place: int) -> str:
    letters = "ABCDEFGHJKMNPQRSTUVWXZ"
    return [first + second for first in ("", "P", "Q") for second in letters][place]


def staff(hall: Hall, role: Role, username: str = "1001", centre: bool = True) -> Actor:
    """A member of staff with one role in the hall's centre."""
    row = Staff.objects.create(username=username, name="演示人员")
    RoleGrant.objects.create(
        staff=row, role=role.value, centre_id=hall.centre_id if centre else None
    )
    return actor_of_staff(row.pk)


def device_key(hall: Hall, kind: DeviceKind, window: int | None = None) -> str:
    """A fresh device's key."""
    key = f"test-key-{kind.value}-{window or 0}-{hall.centre_id}"
    AccessKey.objects.create(
        name=f"测试{kind.value}",
        kind=kind.value,
        centre_id=hall.centre_id,
        window_id=hall.windows[window] if window else None,
        digest=digest(key),
    )
    return key
