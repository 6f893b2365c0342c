"""Questions about tickets, lines and windows in use."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db.models import Count, Min, Q, QuerySet

from yimen.reference.centres import queries as centres
from yimen.reference.centres.rules import Hours
from yimen.reference.policy import queries as policy
from yimen.services.hall.errors import QueueNotFound, TicketNotFound
from yimen.services.hall.models import Forecast, Queue, Ticket, TicketEvent, WindowDuty, WindowSkill
from yimen.services.hall.rules import parameters
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.parameters import HallRules
from yimen.services.hall.rules.states import AT_WINDOW, LIVE, Duty, State

P = ParamSpec("P")
T = TypeVar("T")

_caches: list[dict[object, tuple[float, object]]] = []


def remembered(seconds: float) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Let a process answer the same question from memory for some seconds."""

    def decorate(question: Callable[P, T]) -> Callable[P, T]:
        memory: dict[object, tuple[float, T]] = {}
        _caches.append(memory)  # type: ignore[arg-type]

        @wraps(question)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            asked = (args, tuple(sorted(kwargs.items())))
            known = memory.get(asked)
            if known is not None and time.monotonic() - known[0] < seconds:
                return known[1]
            answer = question(*args, **kwargs)
            memory[asked] = (time.monotonic(), answer)
            return answer

        return ask

    return decorate


def forget() -> None:
    """Ask the database again: after a change to queues or hours, and between tests."""
    for memory in _caches:
        memory.clear()


@dataclass(frozen=True)
class QueueView:
    """A queue as others see it."""

    id: int
    code: str
    prefix: str
    name: str
    name_en: str
    name_hant: str
    department_id: int
    department: str
    area_id: int | None
    area: str
    level: int | None
    domain: str
    counts_in_average: bool
    usual_service: timedelta
    accepting: bool
    quota: int | None
    last_ticket_at: clock_time | None


@dataclass(frozen=True)
class TicketView:
    """A ticket as others see it: no personal data."""

    id: int
    public_id: str
    number: str
    centre_id: int
    day: date
    queue: QueueView
    ticket_class: TicketClass
    state: State
    arrived_at: datetime
    line_at: datetime
    slot_start: datetime | None
    window_id: int | None
    window: int | None
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    calls: int
    misses: int
    channel: str
    identified: bool
    told: tuple[int, int, int] | None


@dataclass(frozen=True)
class DutyView:
    """A window and whether it is in use."""

    window_id: int
    window: int
    area: str
    kind: str
    state: Duty
    staff_id: int | None
    pause_reason: str
    since: datetime | None
    standby: bool
    queues: tuple[str, ...]


@dataclass(frozen=True)
class LineView:
    """One queue's line: how many wait and since when the first."""

    queue: QueueView
    waiting: int
    since: datetime | None
    #: Seconds (P10, P50, P90) for whoever joins now; None without an honest range.
    range: tuple[int, int, int] | None
    open_windows: int


@dataclass(frozen=True)
class CallView:
    """A call as a board shows it."""

    number: str
    window: int
    area: str
    queue: str
    queue_code: str
    called_at: datetime
    calls: int


@remembered(2)
def queues(centre_id: int) -> dict[str, QueueView]:
    """A centre's queues by code, in its own order. At most two seconds old."""
    rows = Queue.objects.filter(centre_id=centre_id).select_related("department", "area__floor")
    return {queue.code: _queue_view(queue) for queue in rows}


def _queue_view(queue: Queue) -> QueueView:
    return QueueView(
        id=queue.pk,
        code=queue.code,
        prefix=queue.prefix,
        name=queue.name,
        name_en=queue.name_en,
        name_hant=queue.name_hant,
        department_id=queue.department_id,
        department=queue.department.name,
        area_id=queue.area_id,
        area=queue.area.code if queue.area else "",
        level=queue.area.floor.level if queue.area else None,
        domain=queue.domain,
        counts_in_average=queue.counts_in_average,
        usual_service=queue.usual_service,
        accepting=queue.accepting,
        quota=queue.quota,
        last_ticket_at=queue.last_ticket_at,
    )


def queue(centre_id: int, code: str) -> QueueView:
    """One queue by code.

    Raises:
        QueueNotFound: the centre has none of this code.
    """
    found = queues(centre_id).get(code)
    if found is None:
        raise QueueNotFound(queue=code)
    return found


def _queue_by_id(centre_id: int, queue_id: int) -> QueueView:
    for view in queues(centre_id).values():
        if view.id == queue_id:
            return view
    return _queue_view(Queue.objects.select_related("department", "area__floor").get(pk=queue_id))


@remembered(30)
def window_places(centre_id: int) -> dict[int, centres.WindowView]:
    """A centre's windows by id."""
    return {window.id: window for window in centres.windows(centre_id)}


@remembered(2)
def hours(centre_id: int) -> Hours:
    """Opening hours, at most two seconds old."""
    return centres.hours(centre_id)


@remembered(30)
def centre(centre_id: int) -> centres.CentreView:
    """The centre itself."""
    return centres.centre(centre_id)


def local(centre_id: int, at: datetime) -> datetime:
    """An instant in the centre's own time."""
    return at.astimezone(centre(centre_id).zone)


def business_day(centre_id: int, at: datetime) -> date:
    """The centre's calendar day at an instant."""
    return local(centre_id, at).date()


@remembered(5)
def rules_on(day: date) -> HallRules:
    """The hall's dated rules."""
    return parameters.hall_rules(
        {parameter.key: policy.value(parameter.key, day) for parameter in parameters.PARAMETERS}
    )


def _tickets() -> QuerySet[Ticket]:
    return Ticket.objects.defer("holder_id_sealed", "holder_name_sealed", "phone_sealed")


def as_view(ticket: Ticket) -> TicketView:
    """A row as others see it."""
    place = None
    if ticket.window_id is not None:
        place = window_places(ticket.centre_id).get(ticket.window_id)
    told = (ticket.told_p10, ticket.told_p50, ticket.told_p90)
    return TicketView(
        id=ticket.pk,
        public_id=ticket.public_id,
        number=ticket.number,
        centre_id=ticket.centre_id,
        day=ticket.day,
        queue=_queue_by_id(ticket.centre_id, ticket.queue_id),
        ticket_class=TicketClass(ticket.ticket_class),
        state=State(ticket.state),
        arrived_at=ticket.arrived_at,
        line_at=ticket.line_at,
        slot_start=ticket.slot_start,
        window_id=ticket.window_id,
        window=place.number if place else None,
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        finished_at=ticket.finished_at,
        calls=ticket.calls,
        misses=ticket.misses,
        channel=ticket.channel,
        identified=ticket.holder_index is not None,
        told=None if None in told else told,  # type: ignore[arg-type]
    )


def ticket(ticket_id: int) -> TicketView:
    """One ticket.

    Raises:
        TicketNotFound: no ticket has this id.
    """
    row = _tickets().filter(pk=ticket_id).first()
    if row is None:
        raise TicketNotFound
    return as_view(row)


def ticket_by_public_id(public_id: str) -> TicketView:
    """One ticket by the id in its QR code.

    Raises:
        TicketNotFound: no ticket has this id.
    """
    row = _tickets().filter(public_id=public_id).first()
    if row is None:
        raise TicketNotFound
    return as_view(row)


def ticket_by_number(centre_id: int, number: str, day: date) -> TicketView:
    """One of the day's tickets by its printed number.

    Raises:
        TicketNotFound: the day has no such number.
    """
    rows = _tickets().filter(centre_id=centre_id, day=day, number=number.strip().upper())
    row = rows.first()
    if row is None:
        raise TicketNotFound
    return as_view(row)


def live_ticket_of(holder_index: bytes, queue_id: int, day: date) -> TicketView | None:
    """The number a person holds for a business, None without."""
    states = [state.value for state in LIVE]
    row = (
        _tickets()
        .filter(holder_index=holder_index, queue_id=queue_id, day=day, state__in=states)
        .first()
    )
    return as_view(row) if row else None


def at_window(window_id: int) -> TicketView | None:
    """Who is called to, or served at, a window now."""
    states = [state.value for state in AT_WINDOW]
    row = _tickets().filter(window_id=window_id, state__in=states).first()
    return as_view(row) if row else None


def held_at(window_id: int, day: date) -> list[TicketView]:
    """Whom a window has put on hold today."""
    rows = _tickets().filter(window_id=window_id, day=day, state=State.HELD.value)
    return [as_view(row) for row in rows.order_by("started_at")]


def missed(centre_id: int, day: date, *, limit: int = 12) -> list[TicketView]:
    """Numbers that were called and did not come, latest first."""
    rows = _tickets().filter(centre_id=centre_id, day=day, state=State.MISSED.value)
    return [as_view(row) for row in rows.order_by("-called_at")[:limit]]


def line(window_id: int, centre_id: int, day: date, *, limit: int = 60) -> list[TicketView]:
    """Who waits for a window's businesses, by place in line."""
    skills = WindowSkill.objects.filter(window_id=window_id).values("queue_id")
    rows = _tickets().filter(
        centre_id=centre_id, day=day, state=State.WAITING.value, queue_id__in=skills
    )
    return [as_view(row) for row in rows.order_by("line_at", "id")[:limit]]


def ahead(view: TicketView) -> int:
    """How many of the same business stand before a waiting ticket; 0 once it was called."""
    if view.state is not State.WAITING:
        return 0
    before = Q(line_at__lt=view.line_at) | Q(line_at=view.line_at, id__lt=view.id)
    return Ticket.objects.filter(
        before, queue_id=view.queue.id, day=view.day, state=State.WAITING.value
    ).count()


def history(ticket_id: int) -> list[tuple[str, str, str, datetime, str, str]]:
    """What happened to a ticket: event, before, after, at, actor, reason, in order."""
    rows = TicketEvent.objects.filter(ticket_id=ticket_id).order_by("id")
    return list(rows.values_list("event", "before", "after", "at", "actor", "reason"))


def lines(centre_id: int, day: date) -> list[LineView]:
    """Every queue's line with its range and open windows, in the centre's order."""
    waiting = {
        row["queue_id"]: row
        for row in Ticket.objects.filter(centre_id=centre_id, day=day, state=State.WAITING.value)
        .values("queue_id")
        .annotate(count=Count("id"), since=Min("line_at"))
    }
    ranges = {
        row[0]: row[1:]
        for row in Forecast.objects.filter(queue__centre_id=centre_id).values_list(
            "queue_id", "p10", "p50", "p90"
        )
    }
    opened = dict(
        WindowSkill.objects.filter(
            window_id__in=WindowDuty.objects.filter(
                centre_id=centre_id, state=Duty.OPEN.value
            ).values("window_id")
        )
        .values("queue_id")
        .annotate(count=Count("id"))
        .values_list("queue_id", "count")
    )
    answer = []
    for view in queues(centre_id).values():
        found = waiting.get(view.id)
        told = ranges.get(view.id)
        answer.append(
            LineView(
                queue=view,
                waiting=found["count"] if found else 0,
                since=found["since"] if found else None,
                range=told if told and None not in told else None,
                open_windows=opened.get(view.id, 0),
            )
        )
    return answer


def duties(centre_id: int) -> list[DutyView]:
    """Every window of a centre and whether it is in use, by number."""
    rows = {row.window_id: row for row in WindowDuty.objects.filter(centre_id=centre_id)}
    skills = _skills(centre_id)
    answer = []
    for place in sorted(window_places(centre_id).values(), key=lambda place: place.number):
        answer.append(_duty_view(place, rows.get(place.id), skills.get(place.id, ())))
    return answer


def duty(window_id: int) -> DutyView:
    """One window and whether it is in use.

    Raises:
        WindowNotFound: no such window.
    """
    place = centres.window(window_id)
    row = WindowDuty.objects.filter(pk=window_id).first()
    codes = WindowSkill.objects.filter(window_id=window_id).order_by("-is_home", "queue__position")
    return _duty_view(place, row, tuple(codes.values_list("queue__code", flat=True)))


def duty_of_staff(staff_id: int) -> DutyView | None:
    """The window somebody is logged in at."""
    row = WindowDuty.objects.filter(staff_id=staff_id).exclude(state=Duty.CLOSED.value).first()
    return duty(row.window_id) if row else None


def _skills(centre_id: int) -> dict[int, tuple[str, ...]]:
    answer: dict[int, tuple[str, ...]] = {}
    rows = WindowSkill.objects.filter(queue__centre_id=centre_id)
    for window_id, code in rows.order_by("-is_home", "queue__position").values_list(
        "window_id", "queue__code"
    ):
        answer[window_id] = (*answer.get(window_id, ()), code)
    return answer


def _duty_view(
    place: centres.WindowView, row: WindowDuty | None, codes: tuple[str, ...]
) -> DutyView:
    return DutyView(
        window_id=place.id,
        window=place.number,
        area=place.area,
        kind=place.kind,
        state=Duty(row.state) if row else Duty.CLOSED,
        staff_id=row.staff_id if row else None,
        pause_reason=row.pause_reason if row else "",
        since=row.since if row else None,
        standby=row is not None and row.standby_since is not None,
        queues=codes,
    )


def last_calls(
    centre_id: int, day: date, *, area: str = "", window_id: int | None = None, limit: int = 8
) -> list[CallView]:
    """The latest calls, newest first, of the whole centre, an area or a window."""
    rows = Ticket.objects.filter(centre_id=centre_id, day=day, called_at__isnull=False)
    if window_id is not None:
        rows = rows.filter(window_id=window_id)
    places = window_places(centre_id)
    if area:
        rows = rows.filter(window_id__in=[p.id for p in places.values() if p.area == area])
    answer = []
    for number, window, queue_name, code, called_at, calls in rows.order_by("-called_at")[
        :limit
    ].values_list("number", "window_id", "queue__name", "queue__code", "called_at", "calls"):
        place = places[window]
        answer.append(
            CallView(number, place.number, place.area, queue_name, code, called_at, calls)
        )
    return answer


def window_today(window_id: int, day: date) -> tuple[int, timedelta | None]:
    """How many a window has served today, and their mean handling time."""
    rows = Ticket.objects.filter(
        window_id=window_id, day=day, state=State.DONE.value, started_at__isnull=False
    ).values_list("started_at", "finished_at")
    spans = [finished - started for started, finished in rows if started and finished]
    return len(spans), sum(spans, timedelta()) / len(spans) if spans else None
