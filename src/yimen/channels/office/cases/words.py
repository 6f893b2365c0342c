"""What these pages call things. Staff read Simplified Chinese; colours always with a shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yimen.services.cases.queries.inbox import Colour
from yimen.services.cases.rules.cards import CardState
from yimen.services.cases.rules.cards import Colour as CardColour
from yimen.services.cases.rules.clocks import ClockState
from yimen.services.cases.rules.explain import Tally
from yimen.services.cases.rules.forecast import Basis
from yimen.services.cases.rules.states import MaterialState, State, StepState
from yimen.services.cases.rules.steps import Outcome


@dataclass(frozen=True)
class Sign:
    """A word with the tone and the shape it is drawn in."""

    word: str
    tone: str
    icon: str = ""


#: How urgent a case is.
DUE: Final[Mapping[Colour, Sign]] = {
    Colour.GREEN: Sign("绿 · 按期", "good", "circle-check"),
    Colour.YELLOW: Sign("黄 · 临期", "wait", "triangle-alert"),
    Colour.RED: Sign("红 · 逾期", "bad", "octagon-alert"),
    Colour.GREY: Sign("停 · 不计时", "plain", "circle-pause"),
}
CARDS: Final[Mapping[CardColour, Sign]] = {
    CardColour.PROMPT: Sign("预警", "blue", "bell"),
    CardColour.YELLOW: Sign("黄牌", "wait", "triangle-alert"),
    CardColour.RED: Sign("红牌", "bad", "octagon-alert"),
}
CARD_TONES: Final[Mapping[CardState, str]] = {
    CardState.STANDING: "bad",
    CardState.APPEALED: "wait",
    CardState.CANCELLED: "plain",
    CardState.KEPT: "bad",
}
STATE_TONES: Final[Mapping[State, str]] = {
    State.DRAFT: "plain",
    State.SUBMITTED: "blue",
    State.RECEIVED: "blue",
    State.CORRECTION: "wait",
    State.ACCEPTED: "blue",
    State.IN_REVIEW: "blue",
    State.SUSPENDED: "wait",
    State.GRANTED: "good",
    State.REFUSED: "bad",
    State.CERTIFIED: "good",
    State.DELIVERED: "good",
    State.CLOSED: "good",
}
MATERIALS: Final[Mapping[MaterialState, str]] = {
    MaterialState.MISSING: "wait",
    MaterialState.GIVEN: "good",
    MaterialState.CHECKING: "blue",
    MaterialState.HELD: "good",
    MaterialState.PROMISED: "wait",
    MaterialState.WRONG: "bad",
}
#: What the drawing of steps knows.
STEP_SHAPES: Final[Mapping[StepState, str]] = {
    StepState.WAITING: "todo",
    StepState.OPEN: "now",
    StepState.CLAIMED: "now",
    StepState.DONE: "done",
    StepState.DROPPED: "todo",
}
ROLES: Final = {"handler": "承办", "reviewer": "审核", "approver": "审批"}
OUTCOMES: Final[Mapping[str, str]] = {
    Outcome.PASS.value: "同意",
    Outcome.REFUSE.value: "不同意",
    Outcome.RETURN.value: "退回",
}
NEEDS: Final = {"required": "必要", "optional": "非必要", "later": "可容缺"}
APPLICANTS: Final = {"person": "自然人", "organisation": "法人或其他组织"}
CHANNELS: Final = {
    "window": "窗口",
    "portal": "网上",
    "online": "网上",
    "phone": "手机",
    "mobile": "手机",
    "kiosk": "自助机",
    "api": "其他系统",
}
TALLIES: Final[Mapping[Tally, str]] = {
    Tally.FIRST: "起算日",
    Tally.COUNTED: "第 {} 日",
    Tally.REST: "不计",
    Tally.STOPPED: "停",
    Tally.ROLLED: "顺延",
    Tally.OVERDUE: "逾期 {} 日",
}
CLOCK_STATES: Final[Mapping[ClockState, Sign]] = {
    ClockState.RUNNING: Sign("计算中", "blue", "clock-3"),
    ClockState.STOPPED: Sign("停止计算", "wait", "circle-pause"),
    ClockState.ENDED: Sign("已结束", "plain", "circle-check"),
}
BASES: Final[Mapping[Basis, str]] = {
    Basis.MEASURED: "近期中位数",
    Basis.PLANNED: "事项规定",
    Basis.ASSUMED: "按 1 天估计",
}
#: Every line of a case's log.
EVENTS: Final[Mapping[str, str]] = {
    "begin": "开始填报",
    "answer": "选择情形",
    "identify": "登记申请人",
    "fill": "填写申请表",
    "give": "提交材料",
    "take_back": "撤下材料",
    "files_checked": "文件检查完毕",
    "sign": "申请人签名",
    "go_unsigned": "申请人不能签名",
    "present": "请申请人核对",
    "stop_presenting": "结束核对",
    "adopt": "窗口接着办",
    "choose_hand_over": "选择领取方式",
    "submit": "提交申请",
    "receive": "收件",
    "ask_supplement": "一次性告知补正",
    "supplement": "补正完毕",
    "accept": "受理",
    "deem_accepted": "逾期未告知，视为受理",
    "find_not_required": "无需办理，不受理",
    "find_not_competent": "不属本机关，不予受理",
    "promise": "选择告知承诺",
    "prove": "撤回承诺，改交证明",
    "make_up": "容缺材料补齐",
    "bring_later": "补交容缺材料",
    "begin_review": "认领，开始审查",
    "claim": "认领",
    "release": "退还待认领",
    "pass_on": "转交同事",
    "reroute": "改派部门",
    "unstaffed": "无人可办，已提醒",
    "finish_step": "办结环节",
    "finish_steps": "即办，一次办结",
    "return_step": "退回重办",
    "special_asked": "申请特别程序",
    "special_refused": "特别程序未批准",
    "suspend": "进入特别程序，停止计算期限",
    "resume": "特别程序结束，恢复计算期限",
    "extension_asked": "申请延长期限",
    "extension_granted": "批准延长期限",
    "extension_refused": "延长期限未批准",
    "ask_opinion": "征求意见",
    "give_opinion": "答复意见",
    "grant": "准予",
    "refuse": "不予许可",
    "certify": "制证",
    "hand_on": "前一事项的结果作为材料",
    "hand_over": "送达",
    "close": "办结",
    "withdraw": "申请人撤回",
    "urge": "申请人催办",
    "complain": "申请人投诉",
    "answer_voice": "督查答复",
    "terminate": "终止",
    "expire": "草稿过期",
    "void": "作废",
    "card_given": "发牌",
    "card_appealed": "申诉",
    "card_cancelled": "申诉成立，撤销",
    "card_kept": "申诉未通过",
    "found_without_reason": "督查发现未说明理由",
    "register_papers": "登记纸质材料",
    "reveal": "查看完整信息",
    "open_file": "查看材料文件",
    "open_notice": "查看文书",
    "void_notice": "文书作废",
    "give_back": "材料退还申请人",
    "hand_out_paper": "纸质材料交给申请人",
    "miss_paper": "纸质材料盘点未见",
    "find_paper": "纸质材料找到",
    "paper_lies_too_long": "纸质材料停留过久",
}
