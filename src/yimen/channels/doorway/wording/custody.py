"""Refusals of papers and their custody as sentences; only staff meet them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise

PLACES: Final[Mapping[str, str]] = {
    "window": "受理窗口",
    "material_room": "材料室",
    "department": "部门",
    "issue_window": "出件窗口",
    "courier": "快递",
    "locker": "取件柜",
    "citizen": "申请人",
}
PAPER_STATES: Final[Mapping[str, str]] = {
    "here": "在位",
    "on_the_way": "交接途中",
    "missing": "下落不明",
    "gone": "已交申请人",
}

PHRASES: Final[Mapping[str, str | Promise]] = {
    "cases.paper_not_found": "没有这个条码的材料。请重新扫描，或核对条码是否完整。",
    "cases.paper_move_not_allowed": (
        "这份材料现在“%(paper_state)s”，不能这样交接，可能同事刚刚扫描过。"
    ),
    "cases.route_not_allowed": "材料不能从%(origin)s直接交到%(target)s。请按流程交接。",
    "cases.paper_elsewhere": (
        "系统记录这份材料在%(place)s，或正要交到那里。请由那里扫描，或请交出人收回。"
    ),
    "cases.no_paper_chosen": "请先勾选要退还的材料。",
    "cases.result_paper": "这是办理结果，不是申请人的原件。请在“出件”页核对后交给来人。",
    "cases.too_many_papers": "一个办件最多登记 %(most)s 份纸质材料。请合并成套后登记。",
    "cases.not_the_taker": (
        "来人不是申请人或代办人。代领须同时出示申请人和代领人的身份证，以及授权委托书。"
    ),
    "cases.authority_needed": "代领须出示授权委托书。核对后请勾选。",
    "cases.handed_out": "这个办件的结果已经领走。请查看领取记录。",
    "cases.result_not_ready": (
        "这个办件现在是“%(case_state)s”，没有等待发放的结果。请核对办件编号。"
    ),
    "cases.result_not_printed": "出件窗口没有这件结果的纸质件。请先登记纸质结果并打印。",
    "cases.count_closed": "今天这里的盘点已经结束。新的情况请在明天盘点时登记。",
}

WORDS: Final[Mapping[str, str | Promise]] = {
    **{f"paper_state.{state}": word for state, word in PAPER_STATES.items()},
    **{
        f"{fact}.{place}": word
        for fact in ("place", "origin", "target")
        for place, word in PLACES.items()
    },
}
