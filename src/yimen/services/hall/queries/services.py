"""Services that ended, as figures see them: times and outcome, nothing personal."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce, Greatest

from yimen.services.hall.models import Ticket
from yimen.services.hall.queries.queues import queues, window_places
from yimen.services.hall.rules.states import State

#: How a ticket's end is counted.
OUTCOMES = {
    State.DONE.value: "done",
    State.MISSED.value: "missed",
    State.WITHDRAWN.value: "left",
    State.ABANDONED.value: "left",
}


@dataclass(frozen=True)
class ServiceView:
    """One ticket whose service ended.

    Args:
        ticket_id: which.
        queue: the business's name.
        department: whose business.
        window_kind: of the window that called it; empty where none did.
        taken_at: the later of arrival and slot start: from here the wait counts.
        called_at: the last call.
        started_at: when the service began.
        finished_at: when it ended.
        outcome: "done", "missed" or "left".
    """

    ticket_id: int
    queue: str
    department: str
    window_kind: str
    taken_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    outcome: str


def ended_services(centre_id: int, day: date) -> list[ServiceView]:
    """The services of one day that ended, by ticket."""
    by_id = {queue.id: queue for queue in queues(centre_id).values()}
    places = window_places(centre_id)
    rows = (
        Ticket.objects.filter(centre_id=centre_id, day=day, state__in=list(OUTCOMES))
        .annotate(from_=Greatest("arrived_at", Coalesce("slot_start", "arrived_at")))
        .order_by("id")
        .values_list(
            "id", "queue_id", "window_id", "from_", "called_at", "started_at", "finished_at",
            "state", "misses",
        )
    )  # fmt: skip
    return [
        ServiceView(
            ticket_id=ticket_id,
            queue=by_id[queue_id].name,
            department=by_id[queue_id].department,
            window_kind=places[window_id].kind if window_id in places else "",
            # called before the slot began: no wait, never a negative one
            taken_at=min(taken, called) if called else taken,
            called_at=called,
            started_at=started,
            finished_at=finished,
            outcome=_outcome(state, misses),
        )
        for ticket_id, queue_id, window_id, taken, called, started, finished, state, misses in rows
        if queue_id in by_id
    ]


def _outcome(state: str, misses: int) -> str:
    """Who was called, did not come, and was still out when the day ended counts as missed."""
    outcome = OUTCOMES[state]
    return "missed" if outcome == "left" and misses else outcome


def ended_marks(centre_id: int, since: date) -> dict[date, str]:
    """By day, a word that changes whenever a service of that day ended or was reopened."""
    ended = Q(state__in=list(OUTCOMES))
    rows = (
        Ticket.objects.filter(centre_id=centre_id, day__gte=since)
        .values("day")
        .annotate(
            ended=Count("id", filter=ended),
            done=Count("id", filter=Q(state=State.DONE.value)),
            missed=Count("id", filter=Q(state=State.MISSED.value)),
            last=Max("finished_at"),
            called=Max("called_at", filter=ended),
        )
    )
    return {
        row["day"]: f"{row['ended']}/{row['done']}/{row['missed']}/{row['last']}/{row['called']}"
        for row in rows
        if row["ended"]
    }
