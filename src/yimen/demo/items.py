"""The demonstration city's items: some written out in full, the others plainly generated.

All of it is 演示数据: names are real kinds of business, limits and fees are illustrative.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from itertools import cycle, product
from typing import Final

from yimen.demo.item_details import details
from yimen.reference.catalogue.actions.indexing import set_synonyms
from yimen.reference.catalogue.actions.publishing import Row, publish_rows
from yimen.reference.catalogue.rules import content
from yimen.reference.catalogue.rules.codes import with_check_character

#: As many as the reference city's centre offers.
TOTAL: Final = 2_711
_REGION: Final = "441900"
_NOTE: Final = "演示数据：时限、收费与材料仅供演示，不是官方规定。"
_ADDRESS: Final = "东莞市民服务中心（演示数据）"
_HOURS: Final = "周一至周五 8:30–17:30（演示数据）"
_ACTS: Final = (
    "办理", "变更", "注销", "补办", "延续", "备案", "信息查询", "证明开具", "年度报告", "政策咨询",
    "资格认定", "补贴申领", "材料核验", "登记", "撤销", "复核申请", "信息公开申请", "投诉受理",
)  # fmt: skip
_FOR: Final = ("", "（个人）", "（单位）", "（网上）", "（委托代办）")
#: Queue of a department that has none of its own.
_OTHER_QUEUE: Final = "DA"


@dataclass(frozen=True)
class Place:
    """A department with where its items are served."""

    number: int
    name: str
    queue_code: str
    subjects: tuple[str, ...]


def _table(name: str) -> list[dict[str, str]]:
    text = files("yimen.demo").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def load_items(*, at: datetime) -> int:
    """Put all items in force; how many."""
    rows = list(item_rows())
    publish_rows(rows, maker="demo:seed", reviewer="demo:review", at=at)
    set_synonyms([(row["word"], row["stands_for"]) for row in _table("synonyms.csv")])
    return len(rows)


def item_rows() -> Iterator[Row]:
    """Every item of the demonstration, those written out first."""
    places = _places()
    counts = dict.fromkeys(places, 0)
    names: set[tuple[str, str]] = set()
    made = 0
    for raw in _table("items.csv"):
        place = places[raw["department"]]
        counts[place.name] += 1
        names.add((place.name, raw["name"]))
        made += 1
        yield _written(raw, place, counts[place.name])
    plain = {name: _plain_names(place) for name, place in places.items()}
    for department in cycle(places):
        if made == TOTAL:
            return
        name = next(n for n in plain[department] if (department, n) not in names)
        counts[department] += 1
        made += 1
        yield _generated(name, places[department], counts[department])


def _places() -> dict[str, Place]:
    queues: dict[str, str] = {}
    for row in _table("queues.csv"):
        queues.setdefault(row["department"], row["code"])
    subjects = {row["department"]: row["subjects"].split("、") for row in _table("subjects.csv")}
    return {
        row["name"]: Place(
            number,
            row["name"],
            queues.get(row["name"], _OTHER_QUEUE),
            tuple(subjects[row["name"]]),
        )
        for number, row in enumerate(_table("departments.csv"), start=1)
    }


def _plain_names(place: Place) -> Iterator[str]:
    for target, act, subject in product(_FOR, _ACTS, place.subjects):
        yield f"{subject}{act}{target}"


def _code(place: Place, task_type: str, number: int) -> tuple[str, str, str]:
    """Body, basic code and implementation code of the national form, with good check characters."""
    body = with_check_character(f"11{_REGION}{place.number:09d}")
    basic = f"44{task_type}{place.number:02d}{number:03d}000"
    return body, basic, f"{body}3{basic}"


def _common(place: Place, task_type: str, number: int, name: str) -> dict[str, object]:
    body, basic, code = _code(place, task_type, number)
    return {
        "DEPT_NAME": f"东莞市{place.name}",
        "DEPT_CODE": body,
        "TASK_NAME": name,
        "TASK_TYPE": task_type,
        "TASK_CODE": code,
        "CATALOG_CODE": basic,
        "AREA_CODE": _REGION,
        "USE_LEVEL": "3",
        "POWER_SOURCE": "1",
        "DEPT_TYPE": "1",
        "HANDLE_AREA": ["3"],
        "IS_ENTRY_CENTER": True,
        "TRANSACT_ADDR": _ADDRESS,
        "TRANSACT_TIME": _HOURS,
        "LINK_WAY": f"0769-2283{place.number:04d}",
        "SUPERVISE_WAY": "0769-12345",
        "REMARK": _NOTE,
    }


def _written(raw: dict[str, str], place: Place, number: int) -> Row:
    fields = _common(place, raw["type"], number, raw["name"]) | _facts(raw)
    found = details(raw)
    content.read(found)
    return Row(
        code=str(fields["TASK_CODE"]),
        department=str(fields["DEPT_NAME"]),
        fields=fields,
        content=json.loads(json.dumps(content.to_json(content.read(found)))),
        queue_code=raw["queue"],
        used=int(raw["used"]),
    )


def _facts(raw: dict[str, str]) -> dict[str, object]:
    """The columns of `items.csv` as national fields."""
    channels, objects = raw["channels"], raw["objects"]
    instant = raw["case"] == "instant"
    visits, free = int(raw["visits"]), raw["fee"] in {"", "0"}
    facts: dict[str, object] = {
        "TASK_NAME_EN": raw["name_en"],
        "ALIASES": raw["aliases"].split("^") if raw["aliases"] else [],
        "PROJECT_TYPE": "1" if instant else "2",
        "PROMISE_DAY": int(raw["promised"]),
        "PROMISE_TYPE": "1",
        "SERVER_TYPE": (["1"] if "N" in objects else []) + (["2"] if "L" in objects else []),
        "HANDLE_TYPE": (["1"] if "W" in channels else [])
        + (["2"] if "O" in channels or "S" in channels else [])
        + ["3"],
        "LIMIT_SCENE_NUM": visits,
        "IS_ONLINE": "O" in channels,
        "IS_SERVICE_TERMINALS": "S" in channels,
        "IS_ENTRY_CENTER": "W" in channels,
        "IS_SCHEDULE": "W" in channels,
        "IS_EXPRESS": True,
        "ONLINE_HANDLE_DEPTH": "5" if "O" in channels and not visits else "3",
        "IS_FEE": not free,
        "IS_PAY_ONLINE": not free,
        "ACCEPT_CONDITION": raw["conditions"],
        "BY_LAW": raw["law"],
        "RESULT_TYPE": "10" if raw["result_kind"] == "certificate" else "90",
        "RESULT_NAME": raw["result"],
    }
    if raw["statutory"]:
        facts["ANTICIPATE_DAY"] = int(raw["statutory"])
        facts["ANTICIPATE_TYPE"] = raw["unit"] or "1"
    if visits:
        facts["LIMIT_SCENE_EXPLAIN"] = "须本人到场核对身份或领取原件"
    if not free:
        facts["FEE_BASIS"] = "演示收费标准"
    if "N" in objects:
        facts["USER_TOPIC_TYPE"] = [raw["topic"]]
    if "L" in objects:
        facts["CORP_TOPIC_TYPE"] = [raw["corp_topic"] or raw["topic"]]
    return facts


def _generated(name: str, place: Place, number: int) -> Row:
    fields = _common(place, "20", number, name) | {
        "PROJECT_TYPE": "2",
        "PROMISE_DAY": 5,
        "PROMISE_TYPE": "1",
        "ANTICIPATE_DAY": 20,
        "ANTICIPATE_TYPE": "1",
        "SERVER_TYPE": ["1"],
        "USER_TOPIC_TYPE": ["其他"],
        "HANDLE_TYPE": ["1"],
        "LIMIT_SCENE_NUM": 1,
        "LIMIT_SCENE_EXPLAIN": "须到窗口核对材料原件",
        "IS_FEE": False,
        "IS_PAY_ONLINE": False,
        "IS_ONLINE": False,
        "IS_EXPRESS": True,
        "RESULT_TYPE": "00",
    }
    return Row(
        code=str(fields["TASK_CODE"]),
        department=str(fields["DEPT_NAME"]),
        fields=fields,
        content=json.loads(json.dumps(content.to_json(content.Content()))),
        queue_code=place.queue_code,
        used=number % 7,
    )
