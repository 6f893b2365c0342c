"""What a page shows of a way: its length, the directions, a drawing for each floor."""

from dataclasses import dataclass

from yimen.channels.doorway.ways import drawing, words
from yimen.channels.doorway.ways.drawing import Drawing
from yimen.reference.centres import queries as centres
from yimen.reference.centres.errors import PlaceNotFound
from yimen.reference.centres.rules.directions import directions
from yimen.reference.centres.rules.ways import Place, PlaceKind


@dataclass(frozen=True)
class Floor:
    """One floor of the way."""

    caption: str
    drawing: Drawing


@dataclass(frozen=True)
class ShownWay:
    """A way ready for a template (`doorway/ways/_way.html`); names as they stand in sentences."""

    start: Place
    goal: Place
    start_name: str
    goal_name: str
    summary: str
    steps: tuple[str, ...]
    floors: tuple[Floor, ...]
    close: Drawing | None
    is_step_free: bool
    asked_step_free: bool


def shown_way(centre_id: int, start: str, goal: str, *, step_free: bool = False) -> ShownWay:
    """The way between two places of a centre.

    Raises:
        PlaceNotFound: start or goal is none of the centre's places.
        NoWay: nothing leads there, or only steps do.
    """
    plan = centres.plan(centre_id)
    way = centres.way(centre_id, start, goal, step_free=step_free)
    steps = tuple(words.sentences(directions(way)))
    last, text = way.places[-1], "；".join(steps)
    close = None
    if last.kind is PlaceKind.WINDOW:
        close = drawing.close(plan.floor(last.level), way, text=words.place_name(last))
    return ShownWay(
        start=way.places[0],
        goal=last,
        start_name=words.in_sentence(way.places[0]),
        goal_name=words.in_sentence(last),
        summary=words.summary(way),
        steps=steps,
        floors=tuple(
            Floor(words.floor_name(level), drawing.whole(plan.floor(level), way, text=text))
            for level in way.levels
        ),
        close=close,
        is_step_free=way.is_step_free,
        asked_step_free=step_free,
    )


def entrance(centre_id: int) -> Place:
    """Where everybody comes in.

    Raises:
        PlaceNotFound: the plans show no entrance.
    """
    for place in centres.plan(centre_id).of_kind(PlaceKind.ENTRANCE):
        return place
    raise PlaceNotFound(place=PlaceKind.ENTRANCE.value)


def machine(centre_id: int, name: str) -> Place | None:
    """Where a ticket machine stands: the place of its own name, else the first machine's."""
    known = centres.plan(centre_id).of_kind(PlaceKind.MACHINE)
    own = (place for place in known if place.name == name)
    return next(own, known[0] if known else None)
