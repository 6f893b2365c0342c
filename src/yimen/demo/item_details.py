"""From a line of `items.csv` to questions, materials, form, fees, steps, results and FAQ.

A material `名称@2` is asked for only under the second option of the line's own question.
"""

import csv
from functools import cache
from importlib.resources import files
from typing import Final

_FORMS: Final = ("申请表", "申请书", "申领表", "委托书", "承诺书")
_HELD: Final = frozenset({"居民身份证", "居民户口簿", "营业执照", "无房证明"})
#: What may come after the acceptance (容缺后补), and what may be promised instead (告知承诺).
_LATER: Final = frozenset({"学历证书"})
_PROMISES: Final = {
    "无房证明": "本人及家庭成员在本市没有自有住房",
    "婚姻状况证明": "所填写的婚姻状况真实",
    "亲属关系证明": "所填写的亲属关系真实",
    "租赁合同": "所填写的住址由本人合法租住，租期未满",
    "不动产权证或租赁合同": "经营场所由申请人合法使用，所填地址真实",
    "租赁合同或不动产权证": "所填写的住址由本人合法居住",
}
Part = dict[str, object]


def details(raw: dict[str, str]) -> dict[str, object]:
    """The content document of a written-out item."""
    return {
        "questions": _questions(raw),
        "materials": _materials(raw),
        "fees": _fees(raw),
        "steps": _steps(raw),
        "results": [
            {
                "name": raw["result"],
                "kind": "证照" if raw["result_kind"] == "certificate" else "文书",
                "sample": f"{raw['result']}（样例，演示数据）",
                "delivery": ["window", "post", "electronic"],
            }
        ],
        "faqs": _faqs(raw),
        "form": _form(raw),
    }


def _questions(raw: dict[str, str]) -> list[Part]:
    text, *options = raw["question"].split("|")
    agent = "法定代表人" if raw["objects"] == "L" else "本人"
    return [
        {
            "key": "who",
            "text": "由谁来办？",
            "options": [{"key": "self", "text": agent}, {"key": "agent", "text": "委托他人"}],
        },
        {
            "key": "situation",
            "text": text,
            "options": [
                {"key": str(place), "text": option} for place, option in enumerate(options, 1)
            ],
        },
    ]


def _materials(raw: dict[str, str]) -> list[Part]:
    found = [_material(place, text) for place, text in enumerate(raw["materials"].split("^"), 1)]
    for name in ("授权委托书", "代办人居民身份证"):
        found.append(_material(len(found) + 1, name) | {"when": {"who": ["agent"]}})
    return found


def _material(place: int, text: str) -> Part:
    name, _, option = text.partition("@")
    form = name.endswith(_FORMS)
    held = name in _HELD
    material: Part = {
        "key": f"m{place}",
        "name": name,
        "ways": ["held", "bring", "scan"] if held else ["sign"] if form else ["bring", "upload"],
        "originals": 1,
        "copies": 0 if held or form else 1,
        "need": "later" if name in _LATER else "required",
        "promise": _PROMISES.get(name, ""),
        "trust": "A" if held else "D" if form else "C",
        "source": "applicant" if form else "government",
        "accept": "填写完整并签名" if form else "在有效期内，原件与复印件一致，字迹清楚",
    }
    if form:
        material |= {"blank": f"{name}（空白表，演示数据）", "sample": f"{name}（样表，演示数据）"}
    if option:
        material["when"] = {"situation": [option]}
    return material


def _fees(raw: dict[str, str]) -> list[Part]:
    if raw["fee"] in {"", "0"}:
        return []
    lowest, _, highest = raw["fee"].partition("-")
    fee: Part = {
        "name": "罚款" if "违法" in raw["name"] else "工本费",
        "fen": int(lowest) * 100,
        "highest_fen": int(highest or lowest) * 100,
        "per": "件",
        "basis": "演示收费标准",
        "note": "演示数据",
    }
    if "二手房" not in raw["name"]:
        return [fee]
    home = fee | {"name": "登记费（住宅）", "highest_fen": fee["fen"], "when": {"situation": ["1"]}}
    other = fee | {
        "name": "登记费（非住宅）",
        "fen": fee["highest_fen"],
        "when": {"situation": ["2"]},
    }
    return [home, other]


def _steps(raw: dict[str, str]) -> list[Part]:
    """受理, 承办, 审核, 审批, 办结, 送达; the promised days lie in the middle three.

    A bureau with branches handles and reviews in the branch, and approves as a whole.
    """
    days = int(raw["promised"])
    office, clerk = f"东莞市{raw['department']}", "综合窗口"
    branch = office + _branches().get(raw["queue"], "")
    handle, review = days // 2, days // 4
    plan = (
        ("受理", "clerk", 0, clerk),
        ("承办", "handler", handle, branch),
        ("审核", "reviewer", review, branch),
        ("审批", "approver", days - handle - review, office),
        ("办结", "handler", 0, branch),
        ("送达", "result_clerk", 0, clerk),
    )
    return [
        {"name": name, "role": role, "days": limit, "department": department}
        for name, role, limit, department in plan
    ]


@cache
def _branches() -> dict[str, str]:
    """The branch that handles a queue's items, by the queue's code."""
    text = files("yimen.demo").joinpath("data", "branches.csv").read_text("utf-8")
    return {
        queue: row["name"]
        for row in csv.DictReader(text.splitlines())
        for queue in row["queues"].split("^")
    }


def _faqs(raw: dict[str, str]) -> list[Part]:
    where = "可以不到现场办理" if raw["visits"] == "0" else "需要到现场一次"
    return [
        {
            "question": f"“{raw['name']}”需要跑几次？",
            "answer": f"{where}，结果可以邮寄（演示数据）。",
        },
        {
            "question": "可以请别人代办吗？",
            "answer": "可以，请带授权委托书和代办人身份证；须采集本人信息的除外（演示数据）。",
        },
    ]


def _form(raw: dict[str, str]) -> Part:
    legal = raw["objects"] == "L"
    properties: dict[str, object] = {
        "name": {"type": "string", "title": "单位名称" if legal else "姓名", "maxLength": 100},
        "id_number": {
            "type": "string",
            "title": "统一社会信用代码" if legal else "证件号码",
            "maxLength": 20,
        },
        "mobile": {"type": "string", "title": "联系电话", "pattern": "^1[3-9][0-9]{9}$"},
        "address": {"type": "string", "title": "联系地址", "maxLength": 200},
        "note": {"type": "string", "title": "补充说明", "maxLength": 500},
    }
    return {
        "schema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "title": f"{raw['name']}申请表（演示数据）",
            "properties": properties,
            "required": ["name", "id_number"],
            "additionalProperties": False,
        },
        "ui": {"order": list(properties), "note": {"widget": "textarea"}},
    }
