"""Windows in use: log in, pause, resume, log out, and what a window may call."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.reference.centres.errors import WindowNotFound
from yimen.reference.people.rules import HOUSE, Actor, Right, require
from yimen.services.hall import announce, queries
from yimen.services.hall.actions.calling import call_next
from yimen.services.hall.actions.moves import check_on_duty
from yimen.services.hall.errors import (
    QueueNotFound,
    ReasonNeeded,
    WindowBusy,
    WindowNotOpen,
    WindowTaken,
)
from yimen.services.hall.models import DutyEvent as DutyLog
from yimen.services.hall.models import WindowDuty, WindowSkill
from yimen.services.hall.queries import DutyView
from yimen.services.hall.rules.states import Duty, DutyEvent, PauseReason, next_duty


def log_in(window_id: int, *, centre_id: int, by: Actor, at: datetime) -> DutyView:
    """Take a seat at a window; it is open from now. Again by the same person changes nothing.

    Raises:
        NotAllowed: `by` does not serve here.
        WindowNotFound: the centre has no such window.
        WindowTaken: a colleague sits there, or `by` sits at another window.
    """
    require(by, Right.SERVE, centre_id=centre_id)
    place = queries.window_places(centre_id).get(window_id)
    if place is None:
        raise WindowNotFound(window_id=window_id)
    staff_id = by.id if by.kind == "staff" else None
    try:
        with transaction.atomic():
            row = _locked(window_id, centre_id, at)
            if row.state != Duty.CLOSED.value:
                if row.staff_id == staff_id:
                    return queries.duty(window_id)
                raise WindowTaken(window=place.number)
            row.staff_id = staff_id
            return _change(row, DutyEvent.LOG_IN, by=by, at=at)
    except IntegrityError:
        raise WindowTaken(window=place.number) from None


def pause(
    window_id: int, reason: PauseReason, *, centre_id: int, by: Actor, at: datetime
) -> DutyView:
    """Stop calling for a while; the reason is shown on the window's screen.

    Raises:
        NotAllowed, EventNotAllowed: not yours; not open.
        WindowBusy: finish with the citizen first.
    """
    return _by_duty(window_id, DutyEvent.PAUSE, centre_id=centre_id, by=by, at=at, reason=reason)


def resume_duty(window_id: int, *, centre_id: int, by: Actor, at: datetime) -> DutyView:
    """Call again after a pause.

    Raises:
        NotAllowed, EventNotAllowed: not yours; not paused.
    """
    return _by_duty(window_id, DutyEvent.RESUME, centre_id=centre_id, by=by, at=at)


def stand_down(window_id: int, *, centre_id: int, by: Actor) -> None:
    """Stop waiting for the next arrival; nothing changes where the window does not stand by.

    Raises:
        NotAllowed: `by` does not act for this window.
    """
    check_on_duty(window_id, centre_id=centre_id, by=by)
    WindowDuty.objects.filter(pk=window_id).update(standby_since=None)


def log_out(window_id: int, *, centre_id: int, by: Actor, at: datetime) -> DutyView:
    """Leave the window; it is closed from now.

    Raises:
        NotAllowed, EventNotAllowed: not yours; closed already.
        WindowBusy: finish with the citizen first.
    """
    return _by_duty(window_id, DutyEvent.LOG_OUT, centre_id=centre_id, by=by, at=at)


def _by_duty(
    window_id: int,
    event: DutyEvent,
    *,
    centre_id: int,
    by: Actor,
    at: datetime,
    reason: PauseReason | None = None,
) -> DutyView:
    with transaction.atomic():
        row = _locked(window_id, centre_id, at)
        check_on_duty(window_id, centre_id=centre_id, by=by)
        present = queries.at_window(window_id)
        if present is not None and event is not DutyEvent.RESUME:
            place = queries.window_places(centre_id)[window_id]
            raise WindowBusy(window=place.number, number=present.number)
        return _change(row, event, by=by, at=at, reason=reason.value if reason else "")


def _locked(window_id: int, centre_id: int, at: datetime) -> WindowDuty:
    WindowDuty.objects.get_or_create(
        window_id=window_id, defaults={"centre_id": centre_id, "since": at}
    )
    return WindowDuty.objects.select_for_update().get(pk=window_id)


def _change(
    row: WindowDuty, event: DutyEvent, *, by: Actor, at: datetime, reason: str = ""
) -> DutyView:
    row.state = next_duty(Duty(row.state), event).value
    row.since = at
    row.pause_reason = reason
    row.standby_since = None
    if row.state == Duty.CLOSED.value:
        row.staff_id = None
    row.save()
    _log(row.window_id, row.centre_id, event.value, by=by, at=at, reason=reason)
    view = queries.duty(row.window_id)
    announce.window_changed(event.value, view, centre_id=row.centre_id, at=at)
    return view


def set_skills(
    window_id: int,
    queue_codes: Sequence[str],
    *,
    centre_id: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> DutyView:
    """Let a window call other queues, at once (潮汐窗口). The first is its home.

    Who is being served there stays; the next call follows the new list. A window that stands by
    calls at once where somebody waits in its new lines.

    Raises:
        NotAllowed: `by` does not run this hall.
        WindowNotFound: the centre has no such window.
        QueueNotFound: a code the centre does not have.
        ReasonNeeded: the list is empty; close the window instead.
    """
    require(by, Right.RUN_HALL, centre_id=centre_id)
    if window_id not in queries.window_places(centre_id):
        raise WindowNotFound(window_id=window_id)
    if not queue_codes:
        raise ReasonNeeded(act="set_skills")
    known = queries.queues(centre_id)
    for code in queue_codes:
        if code not in known:
            raise QueueNotFound(queue=code)
    with transaction.atomic():
        _locked(window_id, centre_id, at)
        WindowSkill.objects.filter(window_id=window_id).delete()
        WindowSkill.objects.bulk_create(
            WindowSkill(window_id=window_id, queue_id=known[code].id, is_home=position == 0)
            for position, code in enumerate(dict.fromkeys(queue_codes))
        )
        text = f"{','.join(queue_codes)} {reason}".strip()
        _log(window_id, centre_id, "skills", by=by, at=at, reason=text)
        view = queries.duty(window_id)
        announce.window_changed("skills", view, centre_id=centre_id, at=at)
    return _call_if_standing_by(view, centre_id=centre_id, at=at)


def _call_if_standing_by(view: DutyView, *, centre_id: int, at: datetime) -> DutyView:
    if not view.standby:
        return view
    try:
        call_next(view.window_id, centre_id=centre_id, by=HOUSE, at=at)
    except (WindowBusy, WindowNotOpen):
        return view  # somebody came, or the clerk left, in this very moment
    return queries.duty(view.window_id)


def _log(
    window_id: int, centre_id: int, event: str, *, by: Actor, at: datetime, reason: str
) -> None:
    DutyLog.objects.create(
        window_id=window_id,
        centre_id=centre_id,
        event=event,
        at=at,
        actor=f"{by.kind}:{by.label}",
        reason=reason[:120],
    )
