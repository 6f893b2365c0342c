"""The demonstration city's places: a centre, five floors, areas A to H, 270 windows.

All of it is 演示数据. Sizes follow the published figures of the reference centre (50 departments,
270 windows of which 151 comprehensive); hours are made up, positions too (see `plan`).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from itertools import cycle, islice
from typing import Final

from django.apps import apps

from yimen.demo import plan, walkways

CENTRE: Final = "dongguan"
_FLOORS: Final = {1: "一楼", 2: "二楼", 3: "三楼", 4: "四楼", 5: "五楼"}


@dataclass(frozen=True)
class Block:
    """Windows of one domain in one or two areas."""

    domain: str
    areas: tuple[str, ...]
    level: int
    name: str
    dedicated: int
    comprehensive: int


BLOCKS: Final = (
    Block("police", ("A", "B"), 1, "公安", 18, 28),
    Block("social", ("C", "D"), 2, "社会事务", 26, 34),
    Block("estate", ("E",), 3, "不动产与公积金", 18, 24),
    Block("tax", ("F",), 3, "税务", 14, 10),
    Block("build", ("G",), 4, "工程建设", 22, 28),
    Block("business", ("H",), 5, "企业开办与经营", 21, 27),
)
_AREA_WORDS: Final = {
    "police": ("Public security", "公安"),
    "social": ("Social affairs", "社會事務"),
    "estate": ("Real estate and housing fund", "不動產與公積金"),
    "tax": ("Tax", "稅務"),
    "build": ("Construction", "工程建設"),
    "business": ("Business", "企業開辦與經營"),
}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("yimen.demo").joinpath("data", name).read_text("utf-8")
    yield from csv.DictReader(text.splitlines())


def load_places() -> int:
    """Make the centre with everything that stands in it. The centre's id."""
    model = apps.get_model
    city = model("centres.City").objects.create(region_code="441900", name="东莞市")
    centre = model("centres.Centre").objects.create(
        city=city,
        code=CENTRE,
        name="东莞市民服务中心",
        name_en="Dongguan Citizen Service Centre",
        name_hant="東莞市民服務中心",
        address="东莞市南城街道（演示数据）",
        ticker="演示数据：本中心、人员与号码均为演示。午间不打烊，窗口轮流用餐，全天可以取号。",
    )
    model("centres.OpeningHours").objects.bulk_create(
        model("centres.OpeningHours")(
            centre=centre, weekday=day, opens=time(0, 0), closes=time(23, 59, 59)
        )
        for day in range(7)
    )
    _load_departments()
    areas = _load_areas(centre.pk)
    _load_windows(centre.pk, areas)
    walkways.load_plans(centre.pk)
    return int(centre.pk)


def _load_departments() -> None:
    model = apps.get_model("catalogue.Department")
    model.objects.bulk_create(
        model(
            code=row["code"],
            name=f"东莞市{row['name']}",
            name_en=row["name_en"],
            name_hant=f"東莞市{row['name_hant']}",
            mark=row["mark"],
            position=position,
        )
        for position, row in enumerate(_rows("departments.csv"))
    )
    bureaus = dict(model.objects.values_list("name", "pk"))
    model.objects.bulk_create(
        model(
            code=row["code"],
            name=f"东莞市{row['department']}{row['name']}",
            name_en=row["name_en"],
            name_hant=f"東莞市{row['name_hant']}",
            position=position,
            part_of_id=bureaus[f"东莞市{row['department']}"],
        )
        for position, row in enumerate(_rows("branches.csv"), start=len(bureaus))
    )


def _load_areas(centre_id: int) -> dict[str, int]:
    floor_model, area_model = apps.get_model("centres.Floor"), apps.get_model("centres.Area")
    floors = {
        level: floor_model.objects.create(centre_id=centre_id, level=level, name=name)
        for level, name in _FLOORS.items()
    }
    areas: dict[str, int] = {}
    for block in BLOCKS:
        english, traditional = _AREA_WORDS[block.domain]
        for code in block.areas:
            ground = plan.GROUNDS[code]
            areas[code] = area_model.objects.create(
                floor=floors[block.level],
                code=code,
                name=block.name,
                name_en=english,
                name_hant=traditional,
                x=ground.x,
                y=ground.y,
                width=ground.width,
                height=ground.height,
            ).pk
    return areas


def _load_windows(centre_id: int, areas: dict[str, int]) -> None:
    """Number windows block by block, dedicated ones first, and give each its skills."""
    window_model = apps.get_model("centres.Window")
    skill_model, hours_model = (
        apps.get_model("hall.WindowSkill"),
        apps.get_model("hall.WindowHours"),
    )
    queues = _load_queues(centre_id, areas)
    number = 0
    for block in BLOCKS:
        codes = [row["code"] for row in _rows("queues.csv") if row["domain"] == block.domain]
        homes = _spread(codes, block.dedicated)
        total = block.dedicated + block.comprehensive
        places = _places(block)
        leaders = list(islice(cycle(codes), block.comprehensive))
        for place in range(total):
            number += 1
            dedicated = place < block.dedicated
            area, (x, y) = places[place]
            window = window_model.objects.create(
                centre_id=centre_id,
                area_id=areas[area],
                number=number,
                kind="dedicated" if dedicated else "comprehensive",
                label=f"{block.name}综合" if not dedicated else "",
                x=x,
                y=y,
            )
            home = homes[place] if dedicated else leaders[place - block.dedicated]
            others = [] if dedicated else [code for code in codes if code != home]
            skill_model.objects.bulk_create(
                skill_model(window_id=window.pk, queue_id=queues[code], is_home=code == home)
                for code in (home, *others)
            )
            lunch = time(11, 30) if place % 2 else time(12, 30)
            hours_model.objects.bulk_create(
                hours_model(window_id=window.pk, opens=opens, closes=closes)
                for opens, closes in ((time(8, 30), lunch), (_hour_after(lunch), time(17, 30)))
            )


def _places(block: Block) -> list[tuple[str, plan.Point]]:
    """Area and coordinates of a block's windows in the order of their numbers."""
    total, count = block.dedicated + block.comprehensive, len(block.areas)
    shares = [block.areas[place * count // total] for place in range(total)]
    return [
        (code, stand.window)
        for code in block.areas
        for stand in plan.stands(plan.GROUNDS[code], shares.count(code))
    ]


def _hour_after(moment: time) -> time:
    return (datetime.combine(date.min, moment) + timedelta(hours=1)).time()


def _spread(codes: list[str], count: int) -> list[str]:
    """A dedicated window for each queue, the rest to the busiest; neighbours together."""
    places = list(codes[:count])
    places += islice(cycle(codes[: max(1, len(codes) // 3)]), count - len(places))
    return sorted(places, key=codes.index)


def _load_queues(centre_id: int, areas: dict[str, int]) -> dict[str, int]:
    departments = dict(apps.get_model("catalogue.Department").objects.values_list("name", "pk"))
    area_of = {block.domain: block.areas[0] for block in BLOCKS}
    model = apps.get_model("hall.Queue")
    queues = {}
    for position, row in enumerate(_rows("queues.csv")):
        queues[row["code"]] = model.objects.create(
            centre_id=centre_id,
            department_id=departments[f"东莞市{row['department']}"],
            area_id=areas[area_of[row["domain"]]],
            code=row["code"],
            prefix=row["prefix"],
            name=row["name"],
            name_en=row["name_en"],
            name_hant=row["name_hant"],
            domain=row["domain"],
            counts_in_average=row["counts_in_average"] == "yes",
            usual_service=timedelta(seconds=int(row["usual_service_seconds"])),
            position=position,
        ).pk
    return queues


def loaded() -> bool:
    """Whether the demonstration centre is there."""
    return bool(apps.get_model("centres.Centre").objects.filter(code=CENTRE).exists())
