"""Every window of the demonstration centre can be reached, and the plans show what stands there."""

from itertools import combinations
from math import hypot

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from yimen.demo import plan
from yimen.reference.centres import queries as centres
from yimen.reference.centres.errors import PlaceNotFound
from yimen.reference.centres.models import WalkEdge, WalkNode
from yimen.reference.centres.rules.directions import Deed, Turn, directions
from yimen.reference.centres.rules.ways import Passage, PlaceKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(drawn_centre: int, db: None) -> int:
    """The demonstration centre's id."""
    return drawn_centre


def test_all_270_windows_are_reached_from_the_entrance_with_and_without_steps(city: int) -> None:
    for number in range(1, 271):
        goal = centres.place_of_window(city, number).code
        short = centres.way(city, "entrance", goal)
        free = centres.way(city, "entrance", goal, step_free=True)

        assert (short.places[-1].number, free.places[-1].number) == (number, number)
        assert free.is_step_free
        assert short.effort <= free.effort


def test_the_way_back_is_as_long(city: int) -> None:
    for number in range(1, 271):
        for free in (False, True):
            there = centres.way(city, "entrance", f"w{number}", step_free=free)
            back = centres.way(city, f"w{number}", "entrance", step_free=free)
            assert back.effort == pytest.approx(there.effort)
            assert back.walked == pytest.approx(there.walked)


def test_every_machine_and_area_reaches_every_area(city: int) -> None:
    places = centres.plan(city).of_kind(PlaceKind.MACHINE, PlaceKind.AREA, PlaceKind.TOILET)

    for a, b in combinations(places, 2):
        assert centres.way(city, a.code, b.code, step_free=True).is_step_free


def test_walks_are_as_long_as_on_the_plan_and_never_change_the_floor(city: int) -> None:
    places = centres.plan(city).walkways.places
    links = {link for ends in centres.plan(city).walkways.links.values() for link in ends}

    for link in links:
        a, b = places[link.a], places[link.b]
        if link.passage is Passage.WALK:
            assert a.level == b.level
            assert link.metres == pytest.approx(hypot(a.x - b.x, a.y - b.y), abs=0.01)
        else:
            assert a.level != b.level
            assert (a.x, a.y) == (b.x, b.y)


def test_windows_stand_inside_their_area_apart_from_each_other(city: int) -> None:
    for floor in centres.plan(city).floors:
        boxes = {area.code: area for area in floor.areas}
        for spot in floor.windows:
            box = boxes[spot.area]
            assert box.x < spot.x < box.x + box.width
            assert box.y < spot.y < box.y + box.height
        for one, other in combinations(floor.windows, 2):
            assert hypot(one.x - other.x, one.y - other.y) > 1.7


def test_each_floor_is_drawn_with_lift_stairs_escalator_toilet_and_machine(city: int) -> None:
    drawn = centres.plan(city)

    assert [floor.level for floor in drawn.floors] == [1, 2, 3, 4, 5]
    for floor in drawn.floors:
        kinds = {place.kind for place in floor.places}
        assert {
            PlaceKind.LIFT, PlaceKind.STAIRS, PlaceKind.ESCALATOR, PlaceKind.TOILET,
            PlaceKind.MACHINE, PlaceKind.AREA, PlaceKind.WINDOW,
        } <= kinds  # fmt: skip
        assert {"outline", "ride", "room", "seats"} <= {shape.kind for shape in floor.shapes}
    ground = {place.kind for place in drawn.floor(1).places}
    assert {PlaceKind.ENTRANCE, PlaceKind.DESK, PlaceKind.SELF_SERVICE} <= ground
    assert [area.code for floor in drawn.floors for area in floor.areas] == list("ABCDEFGH")


def test_directions_to_every_window_end_at_it_and_name_its_floor(city: int) -> None:
    for number in range(1, 271):
        way = centres.way(city, "entrance", f"w{number}")
        steps = directions(way)

        assert steps[0].deed is Deed.SET_OUT
        assert steps[-1].deed is Deed.ARRIVE
        assert steps[-1].level == way.places[-1].level
        assert len(steps) <= 8
        rides = [step.level for step in steps if step.deed is Deed.RIDE]
        assert rides == ([] if way.places[-1].level == 1 else [way.places[-1].level])
        assert all(step.turn is not Turn.BACK for step in steps)


def test_windows_in_a_corner_free_ring_are_spread_over_three_walls() -> None:
    ground = plan.GROUNDS["A"]

    stands = plan.stands(ground, 23)

    assert [stand.wall for stand in stands] == sorted(
        (stand.wall for stand in stands), key=["first", "back", "last"].index
    )
    assert {stand.wall for stand in stands} == {"first", "back", "last"}


def test_a_plan_is_remembered_and_read_by_as_many_queries_for_any_number_of_windows(
    city: int,
) -> None:
    with CaptureQueriesContext(connection) as first:
        centres.plan(city)
    with CaptureQueriesContext(connection) as again:
        centres.plan(city)

    assert len(first) == 3 + 4 * 5
    assert len(again) == 0


def test_a_window_or_area_that_is_not_drawn_is_refused(city: int) -> None:
    with pytest.raises(PlaceNotFound):
        centres.place_of_window(city, 271)
    with pytest.raises(PlaceNotFound):
        centres.place_of_area(city, "Z")


def test_the_database_keeps_edges_in_order_of_some_length_and_windows_named(city: int) -> None:
    a, b = WalkNode.objects.order_by("id")[:2]
    area = centres.areas(city)[0].id

    for broken in (
        WalkEdge(a=b, b=a, metres=1),
        WalkEdge(a=a, b=b, metres=0),
        WalkEdge(a=a, b=b, metres=1, passage="flight"),
        WalkNode(centre_id=city, floor=a.floor, code="x", kind="window", x=0, y=0),
        WalkNode(centre_id=city, floor=a.floor, code="x", kind="area", x=0, y=0),
        WalkNode(centre_id=city, floor=a.floor, code="x", kind="pool", x=0, y=0),
        WalkNode(centre_id=city, floor=b.floor, code=a.code, kind="desk", x=0, y=0, area_id=area),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken.save()
