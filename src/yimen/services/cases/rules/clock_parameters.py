"""The clocks' and cards' numbers that a notice can change."""

from collections.abc import Mapping
from dataclasses import dataclass

from yimen.reference.policy.rules import Parameter, Value, define

_LAW = "《行政许可法》第{}条"
_CITY = "东莞市不见面审批办事指引"
_CARDS = "各地行政效能电子监察通行做法"
_PRACTICE = "各地政务服务通行做法"
_PROPOSAL = "产品建议值，可按本地规定调整"

PARAMETERS = (
    Parameter("cases.acceptance_days", 5, "工作日", "受理时限", _LAW.format("三十二"), 1, 30),
    Parameter("cases.supplement_days", 10, "自然日", "补正期限", _CITY, 1, 180),
    Parameter(
        "cases.statutory_days", 20, "工作日", "法定办结时限（事项未公布时）",
        _LAW.format("四十二"), 1, 365,
    ),
    Parameter(
        "cases.joint_statutory_days", 45, "工作日", "联办件法定办结时限（事项未公布时）",
        _LAW.format("四十二"), 1, 365,
    ),
    Parameter(
        "cases.extension_days", 10, "工作日", "延长审批最多几日", _LAW.format("四十二"), 1, 90
    ),
    Parameter(
        "cases.joint_extension_days", 15, "工作日", "联办件延长审批最多几日",
        _LAW.format("四十二"), 1, 90,
    ),
    Parameter("cases.extension_moves_promise", True, "", "延长审批同时延长承诺时限", _PRACTICE),
    Parameter("cases.delivery_days", 10, "工作日", "送达时限", _LAW.format("四十四"), 1, 60),
    Parameter("cases.tolerant_days", 5, "天", "容缺补交期限（单位同承诺时限）", _PRACTICE, 1, 90),
    Parameter("cases.hearing_days", 20, "工作日", "听证最多几日", _LAW.format("四十七"), 1, 90),
    Parameter(
        "cases.special_days", 60, "工作日", "其他特别程序最多告知几日", _PROPOSAL, 1, 365
    ),
    Parameter(
        "cases.card_prompt_share", 0.5, "", "剩余时间不多于几成时预警", _PROPOSAL, 0.05, 0.95
    ),
    Parameter("cases.card_prompt_limit", 4, "天", "时限至少几天才预警", _PROPOSAL, 2, 60),
    Parameter("cases.card_yellow_days", 1, "天", "剩余不多于几天时发黄牌", _CARDS, 0, 30),
    Parameter(
        "cases.card_instant_minutes", 30, "分钟", "即办件多久未办结发黄牌", _PROPOSAL, 5, 480
    ),
    Parameter(
        "cases.speed_days", 90, "天", "按最近多少天的办理速度预测超时", _PROPOSAL, 7, 730
    ),
)  # fmt: skip
define(*PARAMETERS)


@dataclass(frozen=True)
class Limits:
    """What holds on one day."""

    acceptance_days: int
    supplement_days: int
    statutory_days: int
    joint_statutory_days: int
    extension_days: int
    joint_extension_days: int
    extension_moves_promise: bool
    delivery_days: int
    tolerant_days: int
    hearing_days: int
    special_days: int
    card_prompt_share: float
    card_prompt_limit: int
    card_yellow_days: int
    card_instant_minutes: int
    speed_days: int


def limits(values: Mapping[str, Value]) -> Limits:
    """The limits of a day from its parameter values by key."""
    share, moves = "cases.card_prompt_share", "cases.extension_moves_promise"
    whole = {
        key.removeprefix("cases."): int(value)
        for key, value in values.items()
        if key not in {share, moves}
    }
    return Limits(
        card_prompt_share=float(values[share]), extension_moves_promise=bool(values[moves]), **whole
    )
