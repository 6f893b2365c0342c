"""The shortest way and its directions, from values alone."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimen.reference.centres.errors import NoWay, PlaceNotFound
from yimen.reference.centres.rules.directions import Deed, Step, Turn, directions, turn
from yimen.reference.centres.rules.ways import (
    Link,
    Passage,
    Place,
    PlaceKind,
    Walkways,
    Way,
    heading,
    shortest,
)


def spot(code: str, x: float, y: float, kind: str = "crossing", level: int = 1) -> Place:
    """A place; lifts are left looking to the right of the plan."""
    facing = 90 if kind == "lift" else 0 if kind == "escalator" else None
    number = int(code[1:]) if kind == "window" else None
    return Place(code, PlaceKind(kind), level, x, y, facing=facing, number=number, area="A")


def walk(a: Place, b: Place) -> Link:
    """A link as long as it looks."""
    return Link(a.code, b.code, Passage.WALK, math.hypot(a.x - b.x, a.y - b.y))


DOOR = spot("door", 0, 30, "entrance")
DESK = spot("desk", 0, 20, "desk")
BEND = spot("bend", 0, 0)
LIFT = {level: spot(f"lift-{level}", 0, 0, "lift", level) for level in (1, 2)}
MOVING = {level: spot(f"moving-{level}", 0, 10, "escalator", level) for level in (1, 2)}
UP = spot("up", 20, 0, level=2)
WINDOW = spot("w7", 20, -2, "window", level=2)
HOUSE = Walkways.of(
    [DOOR, DESK, *LIFT.values(), *MOVING.values(), UP, WINDOW],
    [
        walk(DOOR, DESK),
        walk(DESK, MOVING[1]),
        walk(MOVING[1], LIFT[1]),
        walk(MOVING[2], LIFT[2]),
        walk(LIFT[2], UP),
        walk(UP, WINDOW),
        Link("lift-1", "lift-2", Passage.LIFT, 30),
        Link("moving-1", "moving-2", Passage.ESCALATOR, 10),
    ],
)


def codes(way: Way) -> list[str]:
    return [place.code for place in way.places]


def test_the_way_of_least_effort_is_found() -> None:
    way = shortest(HOUSE, "door", "w7")

    assert codes(way) == ["door", "desk", "moving-1", "moving-2", "lift-2", "up", "w7"]
    assert way.effort == 10 + 10 + 10 + 10 + 20 + 2
    assert way.walked == 52
    assert way.levels == (1, 2)
    assert not way.is_step_free


def test_without_steps_the_lift_is_taken() -> None:
    way = shortest(HOUSE, "door", "w7", step_free=True)

    assert codes(way) == ["door", "desk", "moving-1", "lift-1", "lift-2", "up", "w7"]
    assert way.effort == 82
    assert way.is_step_free


def test_who_is_there_already_has_nothing_to_walk() -> None:
    way = shortest(HOUSE, "desk", "desk")

    assert (codes(way), way.effort, way.levels) == (["desk"], 0, (1,))
    assert [step.deed for step in directions(way)] == [Deed.ARRIVE]


def test_the_shorter_of_two_links_is_taken() -> None:
    twice = Walkways.of(
        [DOOR, DESK],
        [Link("door", "desk", Passage.STAIRS, 9), Link("desk", "door", Passage.WALK, 10)],
    )

    assert shortest(twice, "door", "desk").effort == 9
    assert shortest(twice, "door", "desk", step_free=True).effort == 10


@pytest.mark.parametrize("ends", [("door", "nowhere"), ("nowhere", "door")])
def test_an_unknown_place_is_refused(ends: tuple[str, str]) -> None:
    with pytest.raises(PlaceNotFound) as refusal:
        shortest(HOUSE, *ends)

    assert refusal.value.facts == {"place": "nowhere"}


def test_where_only_steps_lead_there_is_no_way_without_them() -> None:
    stairs = Walkways.of([DOOR, DESK, BEND], [Link("door", "desk", Passage.STAIRS, 5)])

    assert shortest(stairs, "door", "desk").effort == 5
    with pytest.raises(NoWay) as refusal:
        shortest(stairs, "door", "desk", step_free=True)
    assert refusal.value.facts == {"start": "door", "goal": "desk", "step_free": True}
    with pytest.raises(NoWay):
        shortest(stairs, "door", "bend")


@st.composite
def houses(draw: st.DrawFn) -> Walkways:
    """Some places with some links among them."""
    count = draw(st.integers(2, 9))
    places = [spot(f"p{n}", n, n) for n in range(count)]
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    links = draw(
        st.lists(st.tuples(ends, st.sampled_from(list(Passage)), st.integers(1, 50)), max_size=25)
    )
    return Walkways.of(
        places,
        [Link(f"p{a}", f"p{b}", passage, metres) for (a, b), passage, metres in links if a != b],
    )


def _effort(house: Walkways, start: str, goal: str, *, step_free: bool) -> float:
    try:
        return shortest(house, start, goal, step_free=step_free).effort
    except NoWay:
        return math.inf


def _by_relaxing(house: Walkways, start: str, *, step_free: bool) -> dict[str, float]:
    """Bellman and Ford's slow way, to compare with."""
    efforts = dict.fromkeys(house.places, math.inf) | {start: 0.0}
    links = {link for at_end in house.links.values() for link in at_end}
    for _ in house.places:
        for link in links:
            if step_free and link.passage in (Passage.STAIRS, Passage.ESCALATOR):
                continue
            for a, b in ((link.a, link.b), (link.b, link.a)):
                efforts[b] = min(efforts[b], efforts[a] + link.metres)
    return efforts


#: How fast examples are made says nothing about ways; a busy machine is slow.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@unhurried
@given(houses(), st.booleans())
def test_no_way_is_shorter_and_both_directions_are_as_long(house: Walkways, free: bool) -> None:
    for start in house.places:
        expected = _by_relaxing(house, start, step_free=free)
        for goal in house.places:
            assert _effort(house, start, goal, step_free=free) == expected[goal]
            assert _effort(house, goal, start, step_free=free) == expected[goal]


@unhurried
@given(houses())
def test_a_way_is_connected_and_the_step_free_one_never_shorter(house: Walkways) -> None:
    for goal in house.places:
        if math.isinf(_effort(house, "p0", goal, step_free=False)):
            continue
        way = shortest(house, "p0", goal)
        for link, a, b in zip(way.links, way.places, way.places[1:], strict=False):
            assert {link.a, link.b} == {a.code, b.code}
        assert len(way.links) == len(way.places) - 1
        assert _effort(house, "p0", goal, step_free=True) >= way.effort


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 0, Turn.STRAIGHT),
        (0, 30, Turn.STRAIGHT),
        (350, 10, Turn.STRAIGHT),
        (0, 31, Turn.RIGHT),
        (0, 90, Turn.RIGHT),
        (270, 0, Turn.RIGHT),
        (0, 270, Turn.LEFT),
        (10, 300, Turn.LEFT),
        (0, 180, Turn.BACK),
        (90, 270, Turn.BACK),
        (0, 149, Turn.RIGHT),
        (0, 150, Turn.BACK),
    ],
)
def test_turns_are_told_by_the_change_of_heading(
    before: float, after: float, expected: Turn
) -> None:
    assert turn(before, after) is expected


def test_a_heading_is_clockwise_from_the_top_of_the_plan() -> None:
    middle = spot("m", 0, 0)
    around = [spot("n", 0, -1), spot("e", 1, 0), spot("s", 0, 1), spot("w", -1, 0)]

    assert [round(heading(middle, place)) for place in around] == [0, 90, 180, 270]


def test_directions_name_landmarks_rides_turns_and_the_side() -> None:
    steps = directions(shortest(HOUSE, "door", "w7", step_free=True))

    assert steps == [
        Step(Deed.SET_OUT, 1, place=DOOR, metres=30, to=LIFT[1], past=MOVING[1]),
        Step(Deed.RIDE, 2, passage=Passage.LIFT),
        Step(Deed.WALK, 2, metres=20, leaving=Passage.LIFT),
        Step(Deed.ARRIVE, 2, place=WINDOW, turn=Turn.LEFT),
    ]


def test_an_escalator_lets_one_off_the_way_it_goes() -> None:
    up = directions(shortest(HOUSE, "door", "w7"))
    down = directions(shortest(HOUSE, "up", "desk"))

    assert (up[2].leaving, up[2].turn) == (Passage.ESCALATOR, Turn.STRAIGHT)
    assert (down[3].leaving, down[3].turn) == (Passage.ESCALATOR, Turn.STRAIGHT)


def test_walking_into_the_area_of_the_window_is_said() -> None:
    gate = Place("gate", PlaceKind.AREA, 1, 0, 10, area="A")
    window = Place("w1", PlaceKind.WINDOW, 1, 3, 0, area="A", number=1)
    start = Place("door", PlaceKind.ENTRANCE, 1, 0, 20)
    aisle = Place("aisle", PlaceKind.CROSSING, 1, 0, 0)
    house = Walkways.of(
        [start, gate, aisle, window], [walk(start, gate), walk(gate, aisle), walk(aisle, window)]
    )

    steps = directions(shortest(house, "door", "w1"))

    assert [(step.deed, step.into, step.past) for step in steps] == [
        (Deed.SET_OUT, gate, None),
        (Deed.ARRIVE, None, None),
    ]
    assert steps[-1].turn is Turn.RIGHT
    assert directions(shortest(house, "door", "gate"))[0].into is None
