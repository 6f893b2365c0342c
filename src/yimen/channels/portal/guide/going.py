"""From a guide into the hall: a time booked, the way there, and how to take a number."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.http import urlencode

from yimen.channels.doorway.guides import Where
from yimen.journeys import book
from yimen.reference.catalogue.queries import Guide
from yimen.reference.centres import queries as centres
from yimen.reference.centres.errors import PlaceNotFound
from yimen.reference.centres.queries import CentreView
from yimen.services.hall import queries as hall


@dataclass(frozen=True)
class Going:
    """What somebody can do next.

    Args:
        book_url: where a time is booked; empty: the business takes no appointments now.
        first: the first day with a free half hour; None: all are taken.
        way_url: the way to where the number is called; empty: no plan shows it.
        number: numbers are given for it now.
    """

    book_url: str
    first: date | None
    way_url: str
    number: bool


def going(guide: Guide, where: Where | None, centre: CentreView, *, at: datetime) -> Going | None:
    """The next steps; None where the item is paused or not served at windows here."""
    if where is None or guide.paused:
        return None
    days = book.days(centre.id, where.queue_code, at=at) if where.open else []
    return Going(
        book_url=reverse("book-days", args=[where.queue_code]) if days else "",
        first=next((day.day for day in days if day.left), None),
        way_url=_way(centre, where.queue_code),
        number=where.open,
    )


def _way(centre: CentreView, queue_code: str) -> str:
    area_id = hall.queue(centre.id, queue_code).area_id
    area = next((each for each in centres.areas(centre.id) if each.id == area_id), None)
    if area is None:
        return ""
    try:
        place = centres.place_of_area(centre.id, area.code)
    except PlaceNotFound:
        return ""
    return f"{reverse('way', args=[centre.code])}?{urlencode({'to': place.code})}"
