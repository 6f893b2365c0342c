"""What a manager asks of one day: figures, planned hours, the log. No personal data."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Count, F, Min, Q
from django.db.models.functions import Coalesce, Greatest

from yimen.reference.centres.rules import Interval
from yimen.services.hall.models import DutyEvent, Ticket, TicketEvent, WindowHours, WindowSkill
from yimen.services.hall.queries.queues import queues
from yimen.services.hall.rules.states import State


@dataclass(frozen=True)
class DayFigures:
    """One day of one centre in numbers.

    Args:
        issued: numbers given.
        waiting: in line now.
        since: since when the first of them waits.
        called: called to a window or being served now.
        done: services finished.
        missed: called, did not come, and did not come back.
        left: numbers given back, and those still open when the day ended.
        counted: services behind the two means: done, without queues that are left out (tax).
        mean_wait: mean of call less the later of arrival and slot start, over `counted`.
        mean_handling: mean of finish less start, over `counted`.
    """

    issued: int
    waiting: int
    since: datetime | None
    called: int
    done: int
    missed: int
    left: int
    counted: int
    mean_wait: timedelta | None
    mean_handling: timedelta | None

    @property
    def missed_rate(self) -> float | None:
        """Missed ÷ (done + missed + left); None with nothing to count."""
        base = self.done + self.missed + self.left
        return self.missed / base if base else None


def figures(centre_id: int, day: date) -> DayFigures:
    """The day's figures, in one statement over its tickets."""

    def in_state(*states: State) -> Q:
        return Q(state__in=[state.value for state in states])

    counted = in_state(State.DONE) & Q(queue__counts_in_average=True)
    from_ = Greatest("arrived_at", Coalesce("slot_start", "arrived_at"))
    row = Ticket.objects.filter(centre_id=centre_id, day=day).aggregate(
        issued=Count("id"),
        waiting=Count("id", filter=in_state(State.WAITING)),
        since=Min("line_at", filter=in_state(State.WAITING)),
        called=Count("id", filter=in_state(State.CALLED, State.SERVING, State.HELD)),
        done=Count("id", filter=in_state(State.DONE)),
        missed=Count("id", filter=in_state(State.MISSED)),
        left=Count("id", filter=in_state(State.WITHDRAWN, State.ABANDONED)),
        counted=Count("id", filter=counted),
        mean_wait=Avg(Greatest(F("called_at") - from_, timedelta()), filter=counted),
        mean_handling=Avg(F("finished_at") - F("started_at"), filter=counted),
    )
    return DayFigures(**row)


def planned_hours(centre_id: int) -> dict[int, tuple[Interval, ...]]:
    """When each window is planned to be staffed, by window id; none for windows without a plan."""
    windows = WindowSkill.objects.filter(queue__centre_id=centre_id).values("window_id")
    answer: defaultdict[int, tuple[Interval, ...]] = defaultdict(tuple)
    rows = WindowHours.objects.filter(window_id__in=windows).order_by("window_id", "opens")
    for window_id, opens, closes in rows.values_list("window_id", "opens", "closes"):
        answer[window_id] += (Interval(opens, closes),)
    return dict(answer)


def planned_cover(centre_id: int, times: list[time]) -> dict[str, tuple[int, ...]]:
    """How many windows are planned for each queue at each of `times`, by queue code."""
    plans = planned_hours(centre_id)
    counts = {code: [0] * len(times) for code in queues(centre_id)}
    skills = WindowSkill.objects.filter(queue__centre_id=centre_id)
    for window_id, code in skills.values_list("window_id", "queue__code"):
        for place, moment in enumerate(times):
            if any(plan.opens <= moment < plan.closes for plan in plans.get(window_id, ())):
                counts[code][place] += 1
    return {code: tuple(row) for code, row in counts.items()}


@dataclass(frozen=True)
class Deed:
    """A line of the hall's log: what somebody did to a window or a number."""

    at: datetime
    actor: str
    #: "window" or "ticket".
    about: str
    #: Window id, or the number as printed.
    name: str
    event: str
    reason: str


def deeds(
    centre_id: int, start: datetime, end: datetime, *, actor: str = "", limit: int = 300
) -> list[Deed]:
    """What happened to windows and numbers between two instants, newest first.

    Args:
        centre_id: where.
        start: from this instant on.
        end: before this instant.
        actor: only by whom: part of a staff number or a device's name; empty: by anybody.
        limit: at most so many.
    """
    window_rows = (
        DutyEvent.objects.filter(
            centre_id=centre_id, at__gte=start, at__lt=end, actor__icontains=actor
        )
        .order_by("-at")
        .values_list("at", "actor", "window_id", "event", "reason")[:limit]
    )
    ticket_rows = (
        TicketEvent.objects.filter(
            ticket__centre_id=centre_id, at__gte=start, at__lt=end, actor__icontains=actor
        )
        .order_by("-at")
        .values_list("at", "actor", "ticket__number", "event", "reason")[:limit]
    )
    found = [
        *(
            Deed(at, who, "window", str(name), event, why)
            for at, who, name, event, why in window_rows
        ),
        *(Deed(at, who, "ticket", name, event, why) for at, who, name, event, why in ticket_rows),
    ]
    return sorted(found, key=lambda deed: deed.at, reverse=True)[:limit]
