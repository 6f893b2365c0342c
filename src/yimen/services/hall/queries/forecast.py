"""The waiting range in the live hall: what the rules' forward run is told of it.

Everything here is what a hall knows at the moment: who waits, who is served since when, which
windows are open or planned, and what today has taught.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from yimen.services.hall.models import Ticket, WindowDuty, WindowHours, WindowSkill
from yimen.services.hall.queries.memory import remembered
from yimen.services.hall.queries.queues import (
    business_day,
    local,
    queues,
    rules_on,
    window_places,
)
from yimen.services.hall.queries.views import TicketView
from yimen.services.hall.rules.dispatch import TicketClass, Waiting
from yimen.services.hall.rules.estimate import (
    HallView,
    Range,
    Serving,
    WindowView,
    line_ranges,
    wait_range,
)
from yimen.services.hall.rules.experience import Attempt, Experience, learn
from yimen.services.hall.rules.states import AT_WINDOW, Duty, State

#: Where a window's plan says nothing of the present hour, it is taken to stay this long.
_UNPLANNED = timedelta(hours=8)


def ticket_range(view: TicketView, at: datetime) -> tuple[int, int, int] | None:
    """How long a waiting ticket still waits, in seconds (P10, P50, P90).

    None once it was called, and where no window in use or planned serves its queue.
    """
    if view.state is not State.WAITING:
        return None
    hall = present_hall(view.centre_id, at.replace(microsecond=0))
    rate = rules_on(view.day).calling.rates[view.ticket_class]
    asked = Waiting(
        view.line_at.timestamp(), view.id, view.queue.code, rate, view.arrived_at.timestamp()
    )
    found = wait_range(hall, asked)
    return None if found is None else _seconds(found, hall.now - asked.line_at)


def end_of_line_ranges(centre_id: int, at: datetime) -> dict[str, tuple[int, int, int] | None]:
    """What somebody would be told who took an ordinary number now, by queue code."""
    hall = present_hall(centre_id, at)
    rate = rules_on(business_day(centre_id, at)).calling.rates[TicketClass.ORDINARY]
    return {
        queue: None if found is None else _seconds(found, 0.0)
        for queue, found in line_ranges(hall, rate=rate).items()
    }


def _seconds(found: Range, waited: float) -> tuple[int, int, int]:
    p10, p50, p90 = (max(0, round(part.total_seconds() - waited)) for part in found)
    return p10, p50, p90


@remembered(4)
def _snapshot(centre_id: int, day: date) -> list[Ticket]:
    """The day's tickets as far as the forecast needs them."""
    fields = (
        "id", "queue_id", "ticket_class", "state", "arrived_at", "line_at", "window_id",
        "called_at", "started_at", "finished_at", "misses", "number",
    )  # fmt: skip
    return list(Ticket.objects.filter(centre_id=centre_id, day=day).only(*fields))


def present_hall(centre_id: int, at: datetime) -> HallView:
    """The hall at this moment, at most a few seconds old."""
    day = business_day(centre_id, at)
    code_of = {queue.id: queue.code for queue in queues(centre_id).values()}
    usual = {
        queue.code: max(1.0, queue.usual_service.total_seconds())
        for queue in queues(centre_id).values()
    }
    calling = rules_on(day).calling
    tickets = _snapshot(centre_id, day)
    waiting = [
        Waiting(
            ticket.line_at.timestamp(),
            ticket.pk,
            code_of[ticket.queue_id],
            calling.rates[TicketClass(ticket.ticket_class)],
            ticket.arrived_at.timestamp(),
        )
        for ticket in tickets
        if ticket.state == State.WAITING.value
    ]
    return HallView(
        now=at.timestamp(),
        windows=_windows(centre_id, at, tickets, code_of),
        waiting=sorted(waiting),
        usual_service=usual,
        experience=_experience(tickets, usual, code_of, at),
        max_wait=calling.max_wait,
    )


def _windows(
    centre_id: int, at: datetime, tickets: Sequence[Ticket], code_of: dict[int, str]
) -> list[WindowView]:
    serving = {
        ticket.window_id: Serving(
            code_of[ticket.queue_id], (ticket.started_at or ticket.called_at or at).timestamp()
        )
        for ticket in tickets
        if State(ticket.state) in AT_WINDOW
    }
    rows = WindowDuty.objects.filter(centre_id=centre_id, state=Duty.OPEN.value)
    opened = set(rows.values_list("window_id", flat=True))
    plans = _plans(centre_id)
    skills = _skills(centre_id)
    moment = local(centre_id, at)
    present = opened or set(plans)  # before anybody has logged in the plan is all there is
    return [
        WindowView(
            place.number,
            skills[place.id],
            _hours(plans.get(place.id, ()), moment, open_now=place.id in opened),
            serving.get(place.id),
        )
        for place in window_places(centre_id).values()
        if place.id in present and place.id in skills
    ]


@remembered(10)
def _plans(centre_id: int) -> dict[int, tuple[tuple[time, time], ...]]:
    plans: dict[int, tuple[tuple[time, time], ...]] = {}
    rows = WindowHours.objects.filter(window_id__in=list(window_places(centre_id)))
    for window_id, opens, closes in rows.order_by("opens").values_list(
        "window_id", "opens", "closes"
    ):
        plans[window_id] = (*plans.get(window_id, ()), (opens, closes))
    return plans


def _skills(centre_id: int) -> dict[int, tuple[str, ...]]:
    skills: dict[int, tuple[str, ...]] = {}
    rows = WindowSkill.objects.filter(queue__centre_id=centre_id)
    for window_id, code in rows.values_list("window_id", "queue__code"):
        skills[window_id] = (*skills.get(window_id, ()), code)
    return skills


def _hours(
    plan: Sequence[tuple[time, time]], moment: datetime, *, open_now: bool
) -> tuple[tuple[float, float], ...]:
    """The plan from now on; a window open outside its plan is taken to stay for hours."""
    spans = [
        (
            datetime.combine(moment.date(), opens, moment.tzinfo),
            datetime.combine(moment.date(), closes, moment.tzinfo),
        )
        for opens, closes in plan
    ]
    spans = [span for span in spans if span[1] > moment]
    if open_now and not any(opens <= moment for opens, _ in spans):
        until = min([opens for opens, _ in spans], default=moment + _UNPLANNED)
        spans.insert(0, (moment, until))
    return tuple((opens.timestamp(), closes.timestamp()) for opens, closes in spans)


def _experience(
    tickets: Sequence[Ticket], usual: dict[str, float], code_of: dict[int, str], at: datetime
) -> Experience:
    ended = [
        (ticket.finished_at - ticket.started_at).total_seconds() / usual[code_of[ticket.queue_id]]
        for ticket in tickets
        if ticket.state == State.DONE.value and ticket.started_at and ticket.finished_at
    ]
    running = [
        (at - ticket.started_at).total_seconds() / usual[code_of[ticket.queue_id]]
        for ticket in tickets
        if ticket.state == State.SERVING.value and ticket.started_at
    ]
    attempts = [
        Attempt((ticket.called_at - ticket.arrived_at).total_seconds(), not ticket.misses)
        for ticket in sorted(tickets, key=lambda ticket: ticket.called_at or at)
        if ticket.called_at is not None
    ]
    return learn(ended=ended, running=running, attempts=attempts)
