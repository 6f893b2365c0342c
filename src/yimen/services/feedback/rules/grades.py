"""Grades and the national reason list (好差评), as values.

Source: 国办发〔2019〕51号; GB/T 39734-2020, one visit one rating (一次一评).
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from yimen.reference.policy.rules import Parameter, define
from yimen.services.feedback.errors import BadReasons, BadStars, CommentTooLong

GRADES: Final[Mapping[int, str]] = {
    5: "非常满意",
    4: "满意",
    3: "基本满意",
    2: "不满意",
    1: "非常不满意",
}

REASONS: Final[Mapping[int, Mapping[int, str]]] = {
    5: {
        510: "一窗受理一次办结",
        511: "可以先受理后补材料",
        512: "不用提交证明",
        513: "可以全程网上办理",
        514: "可以使用手机办理",
        515: "可以就近办理",
        516: "无需材料直接办理",
        517: "服务热情效率高",
    },
    4: {
        406: "填写一张表单就可完成申报",
        407: "在线提交材料窗口核验",
        408: "一张清单告知全部申报材料",
        409: "用告知承诺减免申报材料",
        410: "可以在线预约办理",
        411: "跑大厅一次办完",
        412: "可以使用自助机办理",
        413: "服务态度较好",
    },
    3: {
        307: "一次性告知需要补正的材料",
        308: "提供申报材料样本",
        309: "在承诺的时间内办结",
        310: "办事指南准确",
        311: "按办事指南要求的材料即可办理",
        312: "可以快递送达",
        313: "跑动次数与承诺的一致",
        314: "服务态度一般",
    },
    2: {
        207: "没有提供材料样本",
        208: "没有提供材料清单",
        209: "未在承诺时间内办结",
        210: "同样内容的证明材料被要求多次提交",
        211: "承诺网办但无法网上办理",
        212: "预约后仍需重复取号",
        213: "业务不熟练",
        214: "态度生硬",
    },
    1: {
        108: "在办事指南之外增加新的审批条件",
        109: "需提供办事指南之外的材料",
        110: "无理由超过法定办理时间",
        111: "提供的样本有错误",
        112: "承诺可在线收取，实际无法收取",
        113: "多头跑",
        114: "跑动次数与承诺不一致",
        115: "服务态度差、效率低",
    },
}

COMMENT_LIMIT: Final = 500
#: What a rule gives where nobody rated: 基本满意.
DEFAULT_STARS: Final = 3

define(
    Parameter("feedback.later_days", 30, "天", "服务结束后多久内可以补评", "产品建议值", 1, 365),
    Parameter(
        "feedback.default_days",
        0,
        "天",
        "未评价几天后按规则记为基本满意（0：不记）",
        "广东 2019 年试行办法为 7 天",
        0,
        365,
    ),
    Parameter("feedback.screen_seconds", 60, "秒", "评价屏等待时间", "通行设备设置", 10, 300),
)


def check(stars: int, reasons: Iterable[int], comment: str) -> None:
    """Go on only if the rating is well formed.

    Raises:
        BadStars: not 1 to 5.
        BadReasons: a reason of another grade, or unknown.
        CommentTooLong: more than 500 characters.
    """
    if stars not in GRADES:
        raise BadStars(stars=stars)
    strange = sorted(set(reasons) - set(REASONS[stars]))
    if strange:
        raise BadReasons(reasons=strange)
    if len(comment) > COMMENT_LIMIT:
        raise CommentTooLong(limit=COMMENT_LIMIT)


def is_bad(stars: int) -> bool:
    """One and two stars open a repair (差评)."""
    return stars <= 2


def lifetime(days: int) -> timedelta:
    """How long an invitation can be used."""
    return timedelta(days=days)
