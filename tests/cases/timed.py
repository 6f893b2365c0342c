"""Builders for clocks: one line makes a case whose clocks can run, one moves its time on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from tests.builders import build_hall
from tests.catalogue import builders as items
from tests.catalogue.builders import someone
from yimen.kernel.identifiers import case_number
from yimen.kernel.workdays import Calendar
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Role
from yimen.services.cases.actions import clocks
from yimen.services.cases.models import Case
from yimen.services.cases.queries import clocks as queries
from yimen.services.cases.queries.clocks import ClockView
from yimen.services.cases.rules.clocks import HANDLING, ClockKind, EndReason, StopReason
from yimen.services.cases.rules.states import State
from yimen.support.secrets import seal

ZONE = ZoneInfo("Asia/Shanghai")
HANDLER = someone(1001, Role.HANDLER)
REVIEWER = someone(1002, Role.REVIEWER)
APPROVER = someone(1003, Role.APPROVER)
SUPERVISOR = someone(1004, Role.SUPERVISOR)

_serial = count(1)


def noon(day: date | str) -> datetime:
    """Twelve o'clock of a local day."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(on, time(12), ZONE).astimezone(UTC)


def publish_item(code: str = "A-1", **fields: Any) -> None:
    """An item that promises 5 of 20 working days, unless told otherwise."""
    days: dict[str, Any] = {"PROMISE_DAY": 5, "ANTICIPATE_DAY": 20, "PROJECT_TYPE": "2"}
    items.publish(items.row(code, "居住证办理", **(days | fields)))


@dataclass
class Timed:
    """A case and its clocks, moved from day to day."""

    id: int

    @property
    def row(self) -> Case:
        return Case.objects.get(pk=self.id)

    def start(self, kind: ClockKind, on: str, days: int | None = None) -> ClockView:
        with transaction.atomic():
            row = Case.objects.select_for_update().get(pk=self.id)
            return clocks.start(row, kind, on=date.fromisoformat(on), at=noon(on), days=days)

    def accept(self, on: str) -> date:
        with transaction.atomic():
            row = Case.objects.select_for_update().get(pk=self.id)
            row.state, row.accepted_at = State.ACCEPTED.value, noon(on)
            row.save(update_fields=["state", "accepted_at"])
            return clocks.begin_handling(row, on=date.fromisoformat(on), at=noon(on))

    def stop(self, kind: ClockKind, on: str, why: StopReason = StopReason.TESTING) -> ClockView:
        with transaction.atomic():
            row = Case.objects.select_for_update().get(pk=self.id)
            day = date.fromisoformat(on)
            return clocks.stop(row, kind, on=day, why=why, by=HANDLER, at=noon(on))

    def go_on(self, kind: ClockKind, on: str) -> ClockView:
        with transaction.atomic():
            row = Case.objects.select_for_update().get(pk=self.id)
            return clocks.go_on(row, kind, on=date.fromisoformat(on), by=HANDLER, at=noon(on))

    def end(self, kind: ClockKind, on: str, why: EndReason = EndReason.DECIDED) -> ClockView:
        with transaction.atomic():
            row = Case.objects.select_for_update().get(pk=self.id)
            clocks.end(row, kind, on=date.fromisoformat(on), why=why, at=noon(on))
        return self.clock(kind)

    def end_all(self, on: str, why: EndReason = EndReason.WITHDRAWN) -> None:
        with transaction.atomic():
            row = Case.objects.select_for_update().get(pk=self.id)
            clocks.end_all(row, on=date.fromisoformat(on), why=why, at=noon(on))

    def clocks(self) -> list[ClockView]:
        return queries.clocks_of(self.id)

    def clock(self, kind: ClockKind) -> ClockView:
        """The latest of a kind."""
        return [clock for clock in queries.clocks_of(self.id) if clock.kind is kind][-1]

    def dues(self) -> tuple[str | None, str | None]:
        """Promised and statutory, as lists see them."""
        row = self.row
        days = (row.promised_due, row.statutory_due)
        return (_iso(days[0]), _iso(days[1]))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def build_case(
    received: str = "2019-11-05",
    *,
    state: State = State.RECEIVED,
    item: str = "A-1",
    **more: Any,
) -> Timed:
    """A case received at noon of a day, with its acceptance clock; the item is made if needed."""
    if not centres.centres():
        build_hall()
        items.department()
    if not catalogue.versions(item):
        publish_item(item)
    version = catalogue.version(item)
    serial = next(_serial)
    fields: dict[str, Any] = {
        "public_id": f"case-{serial}",
        "number": case_number("441900", date.fromisoformat(received), serial),
        "version_id": version.id,
        "item_code": version.code,
        "item_name": version.name,
        "department_id": version.department_id,
        "centre_id": centres.centres()[0].id,
        "applicant_name_sealed": seal("演示王五"),
        "channel": "window",
        "made_at": noon(received),
        "saved_at": noon(received),
        "received_at": noon(received),
        "received_by": HANDLER.id,
        "state": state.value,
    }
    row = Case.objects.create(**(fields | more))
    timed = Timed(row.pk)
    if state in {State.SUBMITTED, State.RECEIVED}:
        timed.start(ClockKind.ACCEPTANCE, received)
    return timed


def accepted(on: str, *, promised: int = 5, statutory: int = 20, **more: Any) -> Timed:
    """A case accepted at once on a day, with an item of these limits."""
    item = f"L-{promised}-{statutory}"
    if not centres.centres():
        build_hall()
        items.department()
    if not catalogue.versions(item):
        publish_item(item, PROMISE_DAY=promised, ANTICIPATE_DAY=statutory)
    timed = build_case(on, item=item, **more)
    timed.accept(on)
    return timed


def calendar() -> Calendar:
    """The calendar in force."""
    return centres.legal_calendar()


__all__ = [
    "APPROVER", "HANDLER", "HANDLING", "REVIEWER", "SUPERVISOR", "Timed", "accepted",
    "build_case", "calendar", "noon", "publish_item",
]  # fmt: skip


def days_after(day: date, days: int) -> date:
    """A day some days later."""
    return day + timedelta(days=days)
