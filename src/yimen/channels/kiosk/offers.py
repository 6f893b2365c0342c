"""What can be chosen at the machine: fields of work, departments, businesses, and their lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from yimen.channels.doorway.names import named, place, without_city
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.centres import queries as centres
from yimen.reference.centres.queries import AreaView
from yimen.services.hall import queries as hall
from yimen.services.hall.queries import LineView
from yimen.services.hall.rules.states import Duty


@dataclass(frozen=True)
class Offer:
    """A business with its line now."""

    code: str
    name: str
    department: str
    department_id: int
    #: The area's name as the catalogue has it, whatever the language.
    field: str
    place: str
    waiting: int
    low: timedelta | None
    high: timedelta | None
    open: bool
    #: Everything a search looks through.
    words: str


@dataclass(frozen=True)
class Choice:
    """A department to choose: its only business, or how many it has."""

    id: int
    name: str
    offers: tuple[Offer, ...]

    @property
    def only(self) -> Offer | None:
        return self.offers[0] if len(self.offers) == 1 else None


@dataclass(frozen=True)
class Figures:
    """The hall at a glance."""

    waiting: int
    open_windows: int
    low: timedelta | None
    high: timedelta | None


def offers(centre_id: int, *, day_lines: Iterable[LineView]) -> list[Offer]:
    """All businesses of a centre, in its own order."""
    known = catalogue.departments()
    plain = dict(
        zip((item.id for item in known), without_city([i.name for i in known]), strict=True)
    )
    shown = dict(
        zip((item.id for item in known), without_city([named(item) for item in known]), strict=True)
    )
    areas = {area.id: area for area in centres.areas(centre_id)}
    answer = []
    for line in day_lines:
        queue = line.queue
        area = areas.get(queue.area_id) if queue.area_id is not None else None
        low, high = _ends(line)
        answer.append(
            Offer(
                code=queue.code,
                name=named(queue),
                department=shown.get(queue.department_id, queue.department),
                department_id=queue.department_id,
                field=area.name if area else "",
                place=place(area),
                waiting=line.waiting,
                low=low,
                high=high,
                open=queue.accepting,
                words=" ".join(
                    (
                        queue.name,
                        queue.name_en,
                        queue.name_hant,
                        plain.get(queue.department_id, ""),
                        shown.get(queue.department_id, ""),
                        queue.code,
                    )
                ).casefold(),
            )
        )
    return answer


def _ends(line: LineView) -> tuple[timedelta | None, timedelta | None]:
    if line.range is None:
        return None, None
    return timedelta(seconds=line.range[0]), timedelta(seconds=line.range[2])


def fields(centre_id: int, known: Iterable[Offer]) -> list[AreaView]:
    """Fields of work that have a business here, one area each, in the building's order."""
    wanted = {offer.field for offer in known}
    answer: dict[str, AreaView] = {}
    for area in centres.areas(centre_id):
        if area.name in wanted:
            answer.setdefault(area.name, area)
    return list(answer.values())


def departments(known: Iterable[Offer], field: str) -> list[Choice]:
    """The departments of a field of work."""
    grouped: dict[int, list[Offer]] = {}
    for offer in known:
        if offer.field == field:
            grouped.setdefault(offer.department_id, []).append(offer)
    return [Choice(key, group[0].department, tuple(group)) for key, group in grouped.items()]


def found(known: Iterable[Offer], text: str, *, limit: int = 8) -> list[Offer]:
    """Businesses whose name or department holds every word; the longest lines without any."""
    words = text.casefold().split()
    hits = [offer for offer in known if all(word in offer.words for word in words)]
    if not words:
        hits.sort(key=lambda offer: -offer.waiting)
    return hits[:limit]


def figures(centre_id: int, day_lines: Iterable[LineView]) -> Figures:
    """How many wait, how many windows are open, and what most businesses' lines take."""
    day_lines = list(day_lines)
    ranges = [line.range for line in day_lines if line.range and line.open_windows]
    return Figures(
        waiting=sum(line.waiting for line in day_lines),
        open_windows=sum(duty.state is Duty.OPEN for duty in hall.duties(centre_id)),
        low=timedelta(seconds=median(item[0] for item in ranges)) if ranges else None,
        high=timedelta(seconds=median(item[2] for item in ranges)) if ranges else None,
    )
