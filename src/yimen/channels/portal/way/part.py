"""The way as part of a number's own page: to its area while waiting, to its window once called."""

from yimen.channels.doorway.ways.shown import ShownWay, entrance, shown_way
from yimen.journeys.standing import Standing
from yimen.reference.centres import queries as centres
from yimen.reference.centres.errors import NoWay, PlaceNotFound
from yimen.services.hall.rules.states import AT_WINDOW, State


def goal_of(standing: Standing) -> str:
    """The code of the place where the number's holder should go; empty where no plan shows it."""
    ticket = standing.ticket
    called = ticket.state in AT_WINDOW or ticket.state is State.HELD
    try:
        if called and ticket.window is not None:
            return centres.place_of_window(standing.centre.id, ticket.window).code
        if standing.area is not None:
            return centres.place_of_area(standing.centre.id, standing.area.code).code
    except PlaceNotFound:
        pass
    return ""


def way_to(centre_id: int, goal: str) -> ShownWay | None:
    """From the entrance to a goal; None where nothing leads there."""
    try:
        return shown_way(centre_id, entrance(centre_id).code, goal)
    except (PlaceNotFound, NoWay):
        return None
