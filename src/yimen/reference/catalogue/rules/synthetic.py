"""A catalogue made up for measuring: as many rows as wanted, in the shape of a real list.

Not data of any city. Used by the bench and by tests; the same call gives the same file.
"""

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from yimen.reference.catalogue.rules.vocabulary import FIELDS, TASK_TYPES

COLUMNS: Final = tuple(
    FIELDS[name].label
    for name in (
        "DEPT_NAME", "MAIN_ITEM_NAME", "TASK_NAME", "TASK_TYPE", "TASK_CODE", "AREA_CODE",
        "DEPT_CODE",
    )
)  # fmt: skip
DEPARTMENTS: Final = 50
_NAME, _TYPE, _CODE = 2, 3, 4
_WHOSE: Final = (
    "企业", "个体工商户", "农民专业合作社", "事业单位", "社会团体", "民办非企业单位",
    "外商投资企业", "个人", "未成年人", "老年人", "残疾人", "退役军人", "高校毕业生", "外国人",
    "港澳居民", "台湾居民",
)  # fmt: skip
_WHAT: Final = (
    "营业执照", "食品经营许可", "卫生许可", "医疗机构执业", "护士执业", "教师资格",
    "建设工程规划", "施工许可", "取水许可", "排污许可", "林木采伐", "道路运输经营", "机动车检验",
    "客运班线", "网约车运营", "烟花爆竹经营", "危险化学品经营", "特种设备使用", "计量器具检定",
    "商标质押", "不动产权属", "房屋租赁", "公共租赁住房", "住房维修资金", "社会保险关系",
    "医疗保险待遇", "工伤认定", "失业保险金", "生育津贴", "高龄津贴", "临时救助", "最低生活保障",
    "残疾人证", "收养关系", "墓地使用", "慈善组织", "律师执业", "公证机构", "法律援助",
    "出版物经营", "电影放映", "文物勘探", "体育场馆", "旅行社分社", "古树名木", "水土保持方案",
    "防洪影响评价", "燃气经营", "供水服务", "户外广告", "建筑垃圾处置", "城市道路占用",
    "动物防疫条件", "兽药经营", "种子生产", "渔业捕捞", "拖拉机驾驶", "气象探测", "消防验收",
    "档案查阅",
)  # fmt: skip
_ACT: Final = (
    "核发", "新办", "变更", "延续", "注销", "补发", "备案", "年审", "查询", "登记", "转移",
    "认定", "审批", "审核", "申领", "报告", "公示", "撤销", "遗失声明", "信息更正",
)  # fmt: skip
_WHERE: Final = ("", "（市级权限）", "（镇街）", "（园区）", "（跨市通办）", "（全程网办）")


def write_catalogue(path: Path, rows: int, *, bad_every: int = 0, seed: int = 1) -> None:
    """Write `rows` items to a UTF-8 file, every `bad_every`th with one thing wrong (0: none)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *catalogue_rows(rows, bad_every=bad_every, seed=seed)])


def catalogue_rows(rows: int, *, bad_every: int = 0, seed: int = 1) -> Iterator[list[str]]:
    """The rows of `write_catalogue` without the header. Good ones do not depend on `bad_every`."""
    chance = random.Random(seed)  # noqa: S311 - made-up data, no secret
    types = sorted(TASK_TYPES)
    for number in range(1, rows + 1):
        row = _row(chance, number, types)
        yield _spoilt(row, number // bad_every) if bad_every and number % bad_every == 0 else row


def _row(chance: random.Random, number: int, types: list[str]) -> list[str]:
    place = chance.randrange(DEPARTMENTS)
    what = chance.choice(_WHAT)
    name = f"{chance.choice(_WHOSE)}{what}{chance.choice(_ACT)}{chance.choice(_WHERE)}"
    return [
        f"演示部门{place:02d}", what, name, chance.choice(types), f"Y{number:09d}", "441900",
        f"1144190000{place:08d}",
    ]  # fmt: skip


def _spoilt(row: list[str], turn: int) -> list[str]:
    """The row with one of six things wrong."""
    kind = turn % 6
    if kind == 0:
        return row[:_TYPE]
    column, wrong = (
        (_NAME, ""),
        (_TYPE, "77"),
        (_CODE, "Y000000001"),
        (_NAME, row[_NAME] * 200),
        (_NAME, f"=CONCATENATE({row[_NAME]})"),
    )[kind - 1]
    return [*row[:column], wrong, *row[column + 1 :]]
