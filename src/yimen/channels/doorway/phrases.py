"""Every refusal as a sentence: what, why, and the next step. A test keeps it complete.

Sentences take the refusal's facts by name; a fact that is a code is put into words first.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.kernel.errors import DomainError

PHRASES: Final[Mapping[str, str | Promise]] = {
    "not_allowed": _("您没有这项权限。如需办理，请找值班长开通。"),
    "busy": _("系统正在恢复，没有改动任何内容。请几秒后再试一次。"),
    "identifiers.citizen_id": _("身份证号不对：%(flaw)s。请核对后重新输入。"),
    "identifiers.mobile": _("手机号不对：%(flaw)s。请输入 11 位手机号。"),
    "policy.unknown_parameter": _("没有名为 %(key)s 的参数。"),
    "policy.bad_value": _("参数 %(key)s 的取值不合要求：%(needs)s。"),
    "centres.centre_not_found": _("没有这个中心。"),
    "centres.window_not_found": _("没有这个窗口。"),
    "centres.bad_hours": _("开放时间有误：结束须晚于开始，各段不能重叠。"),
    "people.roles_conflict": _("这两个角色不能由同一个人担任：%(role)s 与 %(held)s。"),
    "people.bad_enrolment_code": _("登记码不对或已过期。请在管理端重新生成后再输入。"),
    "people.key_refused": _("设备密钥无效或已停用。请重新登记这台设备。"),
    "people.staff_not_found": _("没有这位工作人员。"),
    "people.device_needs_window": _("窗口屏“%(name)s”要选定所属的窗口。"),
    "people.device_not_found": _("没有这台设备。"),
    "people.staff_number_taken": _("工号 %(username)s 已有人使用，请换一个。"),
    "hall.queue_not_found": _("没有这项业务。请返回重新选择。"),
    "hall.queue_closed": _("这项业务现在不能取号：%(why)s。"),
    "hall.quota_full": _("这项业务今天的 %(quota)s 个号已经取完。请明天再来，或到咨询台询问。"),
    "hall.already_in_line": _("您已有这项业务的号 %(number)s，还在办理中，不用再取。"),
    "hall.ticket_not_found": _("没有找到这个号。号码当天有效，请核对或重新取号。"),
    "hall.event_not_allowed": _("这个号现在的状态（%(state)s）不能这样操作，可能同事刚刚处理过。"),
    "hall.window_busy": _("这个窗口正在办理 %(number)s，请先办结。"),
    "hall.window_not_open": _("窗口没有开放，请先登录或结束暂停。"),
    "hall.window_has_nobody": _("窗口前现在没有叫到的号。"),
    "hall.window_taken": _("%(window)s 号窗口已有同事在岗，或您已在另一个窗口登录。"),
    "hall.recall_limit": _("已呼叫 %(limit)s 次。如仍无人，请按过号。"),
    "hall.recall_too_soon": _("刚刚呼叫过，请 %(wait_seconds)s 秒后再呼。"),
    "hall.no_more_returns": _("过号只能恢复 %(limit)s 次。请重新取号。"),
    "hall.reason_needed": _("请写明原因。"),
    "hall.not_skilled": _("%(window)s 号窗口不办理这项业务。"),
    "hall.key_reused": _("这次请求与先前的不一致，请重新操作。"),
    "feedback.invitation_refused": _("这次评价不能提交：%(why)s。"),
    "feedback.bad_stars": _("请选择一到五星。"),
    "feedback.bad_reasons": _("所选原因与星级不符，请重新选择。"),
    "feedback.comment_too_long": _("文字太长，请不超过 %(limit)s 字。"),
    "devices.printer": _("号票没有打印出来，号码有效。"),
    "devices.paper_out": _("打印机缺纸，号码有效。请拍下号码或扫码。"),
    "devices.printer_offline": _("打印机没有回应，号码有效。请拍下号码或扫码。"),
    "devices.unknown_printer": _("打印机地址有误，请检查设置。"),
}

#: Only staff meet roles, and staff read Simplified Chinese.
_ROLES: Final[Mapping[str, str]] = {
    "guide": "导办",
    "clerk": "综窗人员",
    "hall_manager": "值班长",
    "department_admin": "部门管理员",
    "supervisor": "督查",
    "rating_officer": "差评处理员",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
}

WORDS: Final[Mapping[str, str | Promise]] = {
    "flaw.length": _("位数不对"),
    "flaw.characters": _("含有不该有的字符"),
    "flaw.birth_date": _("出生日期不存在"),
    "flaw.check_digit": _("最后一位校验不符"),
    "why.paused": _("窗口暂停取号，请稍后再来或到咨询台询问"),
    "why.closed_day": _("今天不开放"),
    "why.before_opening": _("%(opens)s 开门，请稍后再来"),
    "why.last_ticket": _("今天 %(until)s 已停止取号，请明天再来"),
    "why.unknown": _("链接无效"),
    "why.used": _("已经评价过了，谢谢您"),
    "why.expired": _("已超过评价期限"),
    "state.waiting": _("等候中"),
    "state.called": _("已叫号"),
    "state.serving": _("办理中"),
    "state.held": _("挂起"),
    "state.missed": _("已过号"),
    "state.done": _("已办结"),
    "state.withdrawn": _("已取消"),
    "state.abandoned": _("当天未办"),
    "state.open": _("开放"),
    "state.paused": _("暂停"),
    "state.closed": _("关闭"),
    **{f"role.{role}": name for role, name in _ROLES.items()},
    **{f"held.{role}": name for role, name in _ROLES.items()},
}


def sentence(refusal: DomainError) -> str:
    """The refusal in the reader's language.

    Raises:
        KeyError: a refusal without a phrase, which the tests keep from happening.
    """
    facts = {name: _in_words(name, value, refusal.facts) for name, value in refusal.facts.items()}
    return str(PHRASES[refusal.code]) % facts


def _in_words(name: str, value: object, facts: Mapping[str, object]) -> object:
    word = WORDS.get(f"{name}.{value}")
    return value if word is None else str(word) % facts
