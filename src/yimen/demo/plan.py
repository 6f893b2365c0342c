"""The demonstration centre's five floors in metres: areas, windows, landmarks, what is drawn.

All of it is 演示数据. x grows to the right, y downwards; the main entrance is at the foot of the
first floor and every floor has its lifts and escalators at the same spot of the spine. Windows
line three walls of their area, in order of number; the fourth side is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: The corridor in the middle and the one that crosses it, on every floor.
SPINE, CROSS = 48.0, 54.0
LEVELS: Final = (1, 2, 3, 4, 5)
Point = tuple[float, float]


@dataclass(frozen=True)
class Ground:
    """An area's rectangle and the side on which it is open.

    Args:
        opens: "east", "west" or "south".
    """

    code: str
    level: int
    x: float
    y: float
    width: float
    height: float
    opens: str

    @property
    def depth(self) -> float:
        """Metres from the open side to the wall across."""
        return self.height if self.opens == "south" else self.width

    @property
    def span(self) -> float:
        """Metres along the open side."""
        return self.width if self.opens == "south" else self.height

    def at(self, depth: float, across: float) -> Point:
        """A point by its metres behind the opening and to the side of the middle."""
        middle = self.y + self.height / 2
        if self.opens == "east":
            return (self.x + self.width - depth, middle + across)
        if self.opens == "west":
            return (self.x + depth, middle + across)
        return (self.x + self.width / 2 + across, self.y + self.height - depth)


GROUNDS: Final = {
    ground.code: ground
    for ground in (
        *(
            Ground(code, level, x, 8, 32, 40, opens)
            for code, level, x, opens in (
                ("A", 1, 6, "east"),
                ("B", 1, 58, "west"),
                ("C", 2, 6, "east"),
                ("D", 2, 58, "west"),
                ("E", 3, 6, "east"),
                ("F", 3, 58, "west"),
            )
        ),
        Ground("G", 4, 6, 6, 84, 30, "south"),
        Ground("H", 5, 6, 6, 84, 30, "south"),
    )
}

#: Windows stand this far from their wall; people walk in front of them this far from it.
_COUNTER, AISLE = 1.2, 4.5
#: No window in a corner.
_CORNER: Final = 5.0
#: Where people walk along the open side.
THRESHOLD: Final = 2.5

#: Points closer than this are one.
SAME: Final = 0.2


@dataclass(frozen=True)
class Stand:
    """Where a window stands, and where one stands in front of it (metres in its area's ground)."""

    wall: str
    along: float
    window: Point
    front: Point


def stands(ground: Ground, count: int) -> list[Stand]:
    """`count` windows along three walls, in the order of their numbers."""
    side, back = ground.depth - _CORNER - THRESHOLD, ground.span - 2 * _CORNER
    at_side = round(count * side / (2 * side + back))
    half = ground.span / 2
    wall, aisle = ground.depth - _COUNTER, ground.depth - AISLE
    depths = _spread(at_side, THRESHOLD, ground.depth - _CORNER)
    return [
        *(_stand(ground, "first", d, (d, _COUNTER - half), (d, AISLE - half)) for d in depths),
        *(
            _stand(ground, "back", across, (wall, across), (aisle, across))
            for across in _spread(count - 2 * at_side, _CORNER - half, half - _CORNER)
        ),
        *(
            _stand(ground, "last", d, (d, half - _COUNTER), (d, half - AISLE))
            for d in reversed(depths)
        ),
    ]


def _stand(ground: Ground, wall: str, along: float, window: Point, front: Point) -> Stand:
    return Stand(wall, along, rounded(ground.at(*window)), rounded(ground.at(*front)))


def _spread(count: int, low: float, high: float) -> list[float]:
    """Points evenly between two ends, each in the middle of its share."""
    return [low + (high - low) * (place + 0.5) / count for place in range(count)]


def rounded(point: Point) -> Point:
    return (round(point[0], 2), round(point[1], 2))


@dataclass(frozen=True)
class Landmark:
    """A node of the walkways outside the areas. Floors: those it is on."""

    code: str
    kind: str
    at: Point
    levels: tuple[int, ...] = LEVELS
    names: tuple[str, str, str] = ("", "", "")
    facing: int | None = None
    sign: Point | None = None


_GROUND_FLOOR, _UPSTAIRS = (1,), (2, 3, 4, 5)
LANDMARKS: Final = (
    Landmark(
        "entrance", "entrance", (SPINE, 75), _GROUND_FLOOR,
        ("正门", "Main entrance", "正門"), sign=(45, 75),
    ),
    Landmark("hall", "crossing", (SPINE, 69), _GROUND_FLOOR),
    Landmark(
        "machine-1", "machine", (44.5, 69), _GROUND_FLOOR,
        ("取号机", "Ticket machine", "取號機"), sign=(40.5, 70),
    ),
    Landmark("door", "crossing", (SPINE, 65), _GROUND_FLOOR),
    Landmark(
        "self-service", "self_service", (71, 65), _GROUND_FLOOR,
        ("自助服务区", "Self-service area", "自助服務區"), sign=(81, 69),
    ),
    Landmark(
        "desk", "desk", (SPINE, 60), _GROUND_FLOOR,
        ("服务台", "Information desk", "服務台"), sign=(51, 65),
    ),
    Landmark("landing", "crossing", (SPINE, 66), _UPSTAIRS),
    Landmark(
        "machine", "machine", (44.5, 66), _UPSTAIRS,
        ("取号机", "Ticket machine", "取號機"), sign=(40.5, 68.5),
    ),
    Landmark("cross", "crossing", (SPINE, CROSS)),
    Landmark(
        "toilet", "toilet", (24, CROSS), LEVELS, ("卫生间", "Toilets", "洗手間"), sign=(24, 63)
    ),
    Landmark("stairs", "stairs", (10, CROSS), LEVELS, ("楼梯", "Stairs", "樓梯"), 0, (10, 63)),
    Landmark(
        "nursing", "nursing", (72, CROSS), _UPSTAIRS,
        ("母婴室", "Baby care room", "母嬰室"), sign=(72, 63),
    ),
    Landmark(
        "escalator", "escalator", (SPINE, 50), LEVELS,
        ("扶梯", "Escalator", "扶手電梯"), 0, (45.5, 48.8),
    ),
    Landmark("lift", "lift", (SPINE, 45), LEVELS, ("电梯", "Lift", "升降機"), 270, (50.5, 48.8)),
)  # fmt: skip
#: Chains of nodes one walks along, by code; a node that a floor lacks is left out.
CHAINS: Final = (
    ("entrance", "hall", "door", "desk", "landing", "cross", "escalator", "lift"),
    ("hall", "machine-1"),
    ("door", "self-service"),
    ("landing", "machine"),
    ("cross", "toilet", "stairs"),
    ("cross", "nursing"),
)
#: Waiting and riding, in metres walked: so much to get on, and so much a floor.
RIDES: Final = {"lift": (20.0, 2.0), "escalator": (0.0, 14.0), "stairs": (0.0, 18.0)}


def _box(x: float, y: float, width: float, height: float) -> list[list[float]]:
    return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]


def shapes(level: int) -> Iterator[tuple[str, list[list[float]]]]:
    """What is drawn on a floor beside areas and windows, from below."""
    yield "outline", _outline(level)
    for ground in GROUNDS.values():
        if ground.level == level:
            yield from (("seats", box) for box in _seats(ground))
    yield "ride", _box(38.5, 41, 8, 9)  # escalators
    yield "ride", _box(49.5, 41, 8, 9)  # lifts
    yield "ride", _box(5, 56.5, 10, 8)  # stairs
    yield "room", _box(17, 56.5, 14, 8)  # toilets
    if level == 1:
        yield "room", _box(71, 57, 20, 14)  # self-service
        yield "desk", _box(50.5, 58, 7, 3.5)
        yield "desk", _box(41.5, 67.5, 2, 3)  # ticket machine
    else:
        yield "room", _box(64, 56.5, 16, 8)  # baby care
        yield "desk", _box(41.5, 64.5, 2, 3)


def _outline(level: int) -> list[list[float]]:
    foot = 76 if level == 1 else 71
    return [[6, 2], [90, 2], [94, 6], [94, foot - 4], [90, foot], [6, foot], [2, foot - 4], [2, 6]]


def _seats(ground: Ground) -> Iterator[list[list[float]]]:
    """Two blocks of seats, left and right of the middle aisle."""
    inner, edge = ground.depth - AISLE - 3, ground.span / 2 - AISLE - 3
    for side in (-1, 1):
        corners = [(5.0, 2.5), (inner, 2.5), (inner, edge), (5.0, edge)]
        yield [list(ground.at(depth, side * across)) for depth, across in corners]
