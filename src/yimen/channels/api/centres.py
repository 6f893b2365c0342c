"""Places: the key's centre, its businesses with their lines, and what a wall board shows."""

from typing import Annotated

from django.utils import timezone
from ninja import Path, Query, Router

from yimen.channels.api.keys import ApiRequest, demand_centre
from yimen.channels.api.schemas import (
    BoardCall,
    BoardLine,
    BoardMissed,
    BoardOut,
    CentreOut,
    QueueOut,
)
from yimen.channels.api.views import wait
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Right
from yimen.services.hall import queries
from yimen.services.hall.queries import LineView

router = Router(tags=["centres"])

CentreId = Annotated[int, Path(ge=1, le=2**63 - 1)]
AreaCode = Annotated[
    str, Query(pattern=r"^[A-Za-z0-9]{0,4}$", description="Only this area's calls.")
]


@router.get("", response=list[CentreOut], summary="Centres the key may look at")
def listing(request: ApiRequest) -> list[CentreOut]:
    """One, for a key of one centre."""
    actor = request.auth.actor
    return [
        CentreOut(
            id=view.id,
            code=view.code,
            name=view.name,
            name_en=view.name_en,
            name_hant=view.name_hant,
            address=view.address,
            zone=view.zone.key,
        )
        for view in centres.centres()
        if actor.may(Right.LOOK, centre_id=view.id)
    ]


@router.get("/{centre_id}/queues", response=list[QueueOut], summary="Businesses and their lines")
def lines(request: ApiRequest, centre_id: CentreId) -> list[QueueOut]:
    """In the centre's own order."""
    demand_centre(request.auth, centre_id)
    day = queries.business_day(centre_id, timezone.now())
    return [_queue(line) for line in queries.lines(centre_id, day)]


def _queue(line: LineView) -> QueueOut:
    view = line.queue
    last = view.last_ticket_at
    return QueueOut(
        code=view.code,
        prefix=view.prefix,
        name=view.name,
        name_en=view.name_en,
        name_hant=view.name_hant,
        department=view.department,
        area=view.area,
        level=view.level,
        accepting=view.accepting,
        quota=view.quota,
        last_ticket_at=f"{last:%H:%M}" if last else None,
        waiting=line.waiting,
        waiting_since=line.since,
        wait=wait(line.range),
        open_windows=line.open_windows,
    )


@router.get("/{centre_id}/board", response=BoardOut, summary="What a wall board shows")
def board(request: ApiRequest, centre_id: CentreId, area: AreaCode = "") -> BoardOut:
    """The last calls, the lines, the missed numbers."""
    demand_centre(request.auth, centre_id)
    at = timezone.now()
    day = queries.business_day(centre_id, at)
    return BoardOut(
        at=at,
        calls=[
            BoardCall(
                number=call.number,
                window=call.window,
                area=call.area,
                queue=call.queue_code,
                queue_name=call.queue,
                called_at=call.called_at,
                calls=call.calls,
            )
            for call in queries.last_calls(centre_id, day, area=area)
        ],
        lines=[
            BoardLine(
                queue=line.queue.code,
                name=line.queue.name,
                waiting=line.waiting,
                open_windows=line.open_windows,
                wait=wait(line.range),
            )
            for line in queries.lines(centre_id, day)
        ],
        missed=[
            BoardMissed(number=view.number, window=view.window, called_at=view.called_at)
            for view in queries.missed(centre_id, day)
        ],
    )
