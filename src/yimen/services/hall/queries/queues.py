"""Questions about queues, places, hours and the day's rules. Answered from memory for seconds."""

from datetime import date, datetime

from yimen.reference.centres import queries as centres
from yimen.reference.centres.rules import Hours
from yimen.reference.policy import queries as policy
from yimen.services.hall.errors import QueueNotFound
from yimen.services.hall.models import Queue
from yimen.services.hall.queries.memory import remembered
from yimen.services.hall.queries.views import QueueView
from yimen.services.hall.rules import parameters
from yimen.services.hall.rules.parameters import HallRules


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


def queue_by_id(centre_id: int, queue_id: int) -> QueueView:
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
