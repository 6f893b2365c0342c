"""Questions about windows in use."""

from datetime import date, timedelta

from yimen.reference.centres import queries as centres
from yimen.services.hall.models import Ticket, WindowDuty, WindowSkill
from yimen.services.hall.queries.queues import window_places
from yimen.services.hall.queries.views import DutyView
from yimen.services.hall.rules.states import Duty, State


def duties(centre_id: int) -> list[DutyView]:
    """Every window of a centre and whether it is in use, by number."""
    rows = {row.window_id: row for row in WindowDuty.objects.filter(centre_id=centre_id)}
    skills = _skills(centre_id)
    places = sorted(window_places(centre_id).values(), key=lambda place: place.number)
    return [_duty_view(place, rows.get(place.id), skills.get(place.id, ())) for place in places]


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


def window_today(window_id: int, day: date) -> tuple[int, timedelta | None]:
    """How many a window has served today, and their mean handling time."""
    rows = Ticket.objects.filter(
        window_id=window_id, day=day, state=State.DONE.value, started_at__isnull=False
    ).values_list("started_at", "finished_at")
    spans = [finished - started for started, finished in rows if started and finished]
    return len(spans), sum(spans, timedelta()) / len(spans) if spans else None
