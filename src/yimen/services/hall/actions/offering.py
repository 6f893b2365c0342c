"""Windows that stand by: whoever comes next goes there, the most specialised window first."""

from datetime import datetime

from yimen.reference.people.rules import HOUSE
from yimen.services.hall import queries
from yimen.services.hall.actions.calling import call_next
from yimen.services.hall.errors import WindowBusy, WindowNotOpen
from yimen.services.hall.models import Ticket, WindowDuty, WindowSkill
from yimen.services.hall.rules.dispatch import FreeWindow, choose_window
from yimen.services.hall.rules.states import State


def offer(queue_id: int, *, centre_id: int, at: datetime) -> int | None:
    """Give who waits in a line to the most specialised window standing by. The ticket, or None.

    Called after somebody joined the line. Should the window be gone or busy by then, the next
    candidate is asked; with none left the ticket simply waits.
    """
    standing_by = WindowDuty.objects.filter(
        centre_id=centre_id,
        standby_since__isnull=False,
        window_id__in=WindowSkill.objects.filter(queue_id=queue_id).values("window_id"),
    ).values_list("window_id", flat=True)
    places = queries.window_places(centre_id)
    free = {
        FreeWindow(
            WindowSkill.objects.filter(window_id=window_id).count(), places[window_id].number
        ): (window_id)
        for window_id in standing_by
    }
    while chosen := choose_window(free):
        window_id = free.pop(chosen)
        try:
            called = call_next(window_id, centre_id=centre_id, by=HOUSE, at=at)
        except (WindowBusy, WindowNotOpen):
            continue
        if called is not None:
            return called
    return None


def offer_all(centre_id: int, *, at: datetime) -> int:
    """Let no window stand by for a line in which somebody waits. How many were called.

    A line's newcomer is offered at once. This catches who slipped through: the process died
    between the number and the offer, or the window began to stand by in that very moment.
    """
    standing_by = list(
        WindowDuty.objects.filter(centre_id=centre_id, standby_since__isnull=False).values_list(
            "window_id", flat=True
        )
    )
    if not standing_by:
        return 0
    waiting = Ticket.objects.filter(
        centre_id=centre_id,
        day=queries.business_day(centre_id, at),
        state=State.WAITING.value,
        queue_id__in=WindowSkill.objects.filter(window_id__in=standing_by).values("queue_id"),
    )
    called = 0
    for queue_id in waiting.order_by("queue_id").values_list("queue_id", flat=True).distinct():
        while offer(queue_id, centre_id=centre_id, at=at) is not None:
            called += 1
    return called
