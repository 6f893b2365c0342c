"""Domain views as answers."""

from datetime import datetime

from yimen.channels.api.schemas import TicketOut, Wait, WindowOut
from yimen.services.hall import queries
from yimen.services.hall.queries import DutyView, TicketView


def wait(told: tuple[int, int, int] | None) -> Wait | None:
    """A waiting range, if there is one."""
    return None if told is None else Wait(p10=told[0], p50=told[1], p90=told[2])


def ticket_out(view: TicketView, at: datetime | None = None) -> TicketOut:
    """A ticket; its range is computed only where an instant is given."""
    return TicketOut(
        id=view.public_id,
        number=view.number,
        queue=view.queue.code,
        queue_name=view.queue.name,
        area=view.queue.area,
        level=view.queue.level,
        ticket_class=view.ticket_class.value,
        state=view.state.value,
        arrived_at=view.arrived_at,
        slot_start=view.slot_start,
        window=view.window,
        called_at=view.called_at,
        started_at=view.started_at,
        finished_at=view.finished_at,
        ahead=queries.ahead(view),
        wait=wait(queries.ticket_range(view, at)) if at else None,
    )


def window_out(duty: DutyView, at: datetime, centre_id: int) -> WindowOut:
    """A window with whom it serves and whom it holds."""
    present = queries.at_window(duty.window_id)
    held = queries.held_at(duty.window_id, queries.business_day(centre_id, at))
    return WindowOut(
        id=duty.window_id,
        number=duty.window,
        area=duty.area,
        kind=duty.kind,
        state=duty.state.value,
        pause_reason=duty.pause_reason,
        since=duty.since,
        standby=duty.standby,
        queues=list(duty.queues),
        ticket=ticket_out(present) if present else None,
        held=[ticket_out(view) for view in held],
    )
