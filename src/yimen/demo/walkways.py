"""Lays the demonstration centre's walkways: nodes at everything of `plan`, edges between them."""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Any

from django.apps import apps

from yimen.demo.plan import (
    AISLE,
    CHAINS,
    GROUNDS,
    LANDMARKS,
    LEVELS,
    RIDES,
    SAME,
    SPINE,
    THRESHOLD,
    Ground,
    Point,
    Stand,
    rounded,
    shapes,
    stands,
)


@dataclass
class _House:
    """Nodes and edges being collected."""

    centre_id: int
    floors: dict[int, int]

    def __post_init__(self) -> None:
        self.nodes: dict[str, Any] = {}
        self.points: dict[str, Point] = {}
        self.edges: list[tuple[str, str, str, float]] = []

    def node(self, code: str, kind: str, level: int, at: Point, **more: object) -> str:
        """Add a node; its code."""
        self.nodes[code] = apps.get_model("centres.WalkNode")(
            centre_id=self.centre_id,
            floor_id=self.floors[level],
            code=code,
            kind=kind,
            x=at[0],
            y=at[1],
            **more,
        )
        self.points[code] = at
        return code

    def walk(self, *codes: str) -> None:
        """Let people walk along nodes of one floor."""
        for a, b in pairwise(codes):
            (ax, ay), (bx, by) = self.points[a], self.points[b]
            self.edges.append((a, b, "walk", round(hypot(bx - ax, by - ay), 3)))

    def save(self) -> None:
        """Write it all down."""
        apps.get_model("centres.WalkNode").objects.bulk_create(list(self.nodes.values()))
        edge = apps.get_model("centres.WalkEdge")
        found = []
        for a, b, passage, metres in self.edges:
            first, second = sorted(self.nodes[code].pk for code in (a, b))
            found.append(edge(a_id=first, b_id=second, passage=passage, metres=metres))
        edge.objects.bulk_create(found)


def load_plans(centre_id: int) -> None:
    """Draw the floors of a centre whose areas and windows are there, and lay its walkways."""
    model = apps.get_model
    floors = dict(
        model("centres.Floor").objects.filter(centre_id=centre_id).values_list("level", "id")
    )
    shape = model("centres.PlanShape")
    shape.objects.bulk_create(
        shape(floor_id=floors[level], kind=kind, corners=corners, position=position)
        for level in LEVELS
        for position, (kind, corners) in enumerate(shapes(level))
    )
    house = _House(centre_id, floors)
    for level in LEVELS:
        _lay_floor(house, level)
    _lay_rides(house)
    for area in model("centres.Area").objects.filter(floor__centre_id=centre_id).order_by("code"):
        _lay_area(house, GROUNDS[area.code], area.pk)
    house.save()


def _coded(code: str, level: int) -> str:
    """Nodes of the ground floor go without its number in their code."""
    return (
        code
        if level == 1 and code in {"entrance", "desk", "self-service", "machine-1"}
        else (f"{code}-{level}")
    )


def _lay_floor(house: _House, level: int) -> None:
    here = {}
    for mark in LANDMARKS:
        if level in mark.levels:
            name, english, traditional = mark.names
            number = f" {level}" if mark.code == "machine" else ""
            here[mark.code] = house.node(
                _coded(mark.code, level),
                mark.kind,
                level,
                mark.at,
                name=name + number,
                name_en=english + number,
                name_hant=traditional + number,
                facing=mark.facing,
                sign_x=mark.sign[0] if mark.sign else None,
                sign_y=mark.sign[1] if mark.sign else None,
            )
    for chain in CHAINS:
        house.walk(*(here[code] for code in chain if code in here))


def _lay_rides(house: _House) -> None:
    """Lifts stop everywhere at once; escalators and stairs go floor by floor."""
    for ride, (boarding, a_floor) in RIDES.items():
        for low in LEVELS:
            for high in LEVELS:
                if high == low + 1 or (ride == "lift" and high > low):
                    worth = boarding + a_floor * (high - low)
                    house.edges.append((f"{ride}-{low}", f"{ride}-{high}", ride, worth))


def _lay_area(house: _House, ground: Ground, area_id: int) -> None:
    """The opening, the aisles along three walls and down the middle, and every window's front."""
    letter, level = ground.code.lower(), ground.level
    gate = house.node(f"area-{letter}", "area", level, ground.at(0, 0), area_id=area_id)
    house.walk(_junction(house, ground), gate)

    def corner(name: str, depth: float, across: float) -> str:
        return house.node(f"{letter}-{name}", "crossing", level, rounded(ground.at(depth, across)))

    half, back = ground.span / 2 - AISLE, ground.depth - AISLE
    sill = corner("sill", THRESHOLD, 0)
    ends = [corner("first", THRESHOLD, -half), corner("last", THRESHOLD, half)]
    corners = [corner("near", back, -half), corner("far", back, half)]
    house.walk(gate, sill)
    house.walk(ends[0], sill, ends[1])
    fronts = _fronts(house, ground, area_id)
    before = [code for code, along in fronts["back"].items() if along < -SAME]
    centred = [code for code, along in fronts["back"].items() if abs(along) <= SAME]
    after = [code for code, along in fronts["back"].items() if along > SAME]
    middle = centred[0] if centred else corner("middle", back, 0)
    house.walk(sill, middle)
    house.walk(ends[0], *fronts["first"], corners[0])
    house.walk(corners[0], *before, middle, *after, corners[1])
    house.walk(corners[1], *fronts["last"], ends[1])


def _junction(house: _House, ground: Ground) -> str:
    """Where the spine meets an area's opening: the lifts are on the way for an open south side."""
    if ground.opens == "south":
        return f"lift-{ground.level}"
    code = f"spine-{ground.level}"
    if code not in house.nodes:
        house.node(code, "crossing", ground.level, (SPINE, ground.at(0, 0)[1]))
        house.walk(f"lift-{ground.level}", code)
    return code


def _fronts(house: _House, ground: Ground, area_id: int) -> dict[str, dict[str, float]]:
    """Nodes of the aisle in front of each window, by wall, in order; each with its window's own."""
    windows = apps.get_model("centres.Window").objects.filter(area_id=area_id).order_by("number")
    fronts: dict[str, dict[str, float]] = {"first": {}, "back": {}, "last": {}}
    numbers = list(windows.values_list("number", "id"))
    for (number, window_id), stand in zip(numbers, stands(ground, len(numbers)), strict=True):
        front = house.node(f"f{number}", "crossing", ground.level, stand.front)
        window = house.node(
            f"w{number}", "window", ground.level, _before(stand), area_id=area_id,
            window_id=window_id,
        )  # fmt: skip
        house.walk(front, window)
        fronts[stand.wall][front] = stand.along
    return fronts


def _before(stand: Stand) -> Point:
    """A step in front of the counter."""
    (wx, wy), (fx, fy) = stand.window, stand.front
    return rounded((wx + (fx - wx) * 0.4, wy + (fy - wy) * 0.4))
