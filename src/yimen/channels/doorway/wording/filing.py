"""Refusals of filing and handling cases as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: How materials come, and how results reach the citizen.
WAYS: Final[Mapping[str, str | Promise]] = {
    "bring": _("带原件"),
    "upload": _("上传"),
    "scan": _("现场扫描"),
    "sign": _("签署"),
    "held": _("免提交"),
    "promise": _("告知承诺"),
    "window": _("窗口领取"),
    "post": _("邮寄"),
    "electronic": _("电子送达"),
    "locker": _("自助取件柜"),
}
STEP_STATES: Final[Mapping[str, str]] = {
    "waiting": "未到",
    "open": "待认领",
    "claimed": "办理中",
    "done": "已完成",
    "dropped": "已取消",
}
#: How a material of a case stands.
MATERIAL_STATES: Final[Mapping[str, str | Promise]] = {
    "missing": _("未提交"),
    "given": _("已提交"),
    "checking": _("已收到，正在检查"),
    "held": _("免提交"),
    "promised": _("已承诺"),
    "wrong": _("待补正"),
}
#: What stands in for a signature at the window.
UNSIGNED: Final[Mapping[str, str]] = {
    "fingerprint": "按指印",
    "proxy": "代签",
    "unable": "无法签名",
}
_FORM_FLAWS: Final[Mapping[str, str | Promise]] = {
    "missing": _("没有填写"),
    "too_long": _("太长"),
    "too_short": _("太短"),
    "bad_format": _("格式不对"),
    "bad_type": _("填写的内容不对"),
    "not_offered": _("不在可选范围内"),
    "too_small": _("太小"),
    "too_large": _("太大"),
    "unknown": _("不在申请表上"),
}
_DID: Final[Mapping[str, str]] = {"accepted": "受理", "handled": "承办", "reviewed": "审核"}

PHRASES: Final[Mapping[str, str | Promise]] = {
    "cases.question_open": _("请先回答：%(question)s"),
    "cases.form_incomplete": _("申请表“%(field)s”%(form_flaw)s。请改正后再提交。"),
    "cases.applicant_needed": _("请先填写申请人。"),
    "cases.name_needed": _("请填写姓名或单位名称。"),
    "cases.material_not_found": _("这个办件不需要这份材料，情形可能刚改过。请刷新后再看。"),
    "cases.way_not_offered": _("这份材料不能用这种方式提交（%(material_way)s）。请换一种方式。"),
    "cases.hand_over_not_offered": _("这个事项的结果不能用这种方式领取。请换一种方式。"),
    "cases.materials_missing": _("还缺 %(count)s 份材料：%(materials)s。补齐后再继续。"),
    "cases.materials_checking": _("材料还在检查：%(materials)s。请稍候再试。"),
    "cases.tolerance_needed": "%(materials)s 没有提交，可以容缺受理：请选补交期限并由申请人承诺。",
    "cases.nothing_to_tolerate": "没有可以容缺的材料，请直接受理。",
    "cases.promise_open": "容缺材料还没有补交：%(materials)s。补交后才能准予。",
    "cases.promise_unsigned": (
        "承诺还没有签名：%(materials)s。请申请人在副屏看过承诺内容并签名后再受理。"
    ),
    "cases.signature_needed": (
        "申请人还没有对现在填写的内容签名，不能收件或受理。请按“请申请人核对”，由申请人在副屏看过并签名；"
        "不能签名的，在“核对签名”里选按指印、代签或无法签名，并写明理由。"
    ),
    "cases.promise_barred": (
        "申请人有承诺没有履行，%(until)s 之前不适用容缺受理和告知承诺。请补齐材料后再受理。"
    ),
    "cases.draft_moved": _("这份申请刚在另一个页面保存过。请刷新，核对后再改。"),
    "cases.not_editable": _("这个办件“%(case_state)s”，申请内容不能再改。"),
    "cases.nothing_wrong": "没有缺少或有误的材料，不需要补正。",
    "cases.supplement_once": "补正已经一次性告知过。确需再次告知，请督查人员说明理由后办理。",
    "cases.four_eyes": "您在这个办件里%(did)s过，须由另一位同事办理这一步。",
    "cases.own_case": "这是您本人或您代办的办件，须回避，请同事办理。",
    "cases.step_not_found": "没有这个环节，可能已经退回或终止。",
    "cases.no_such_department": "没有这个部门。请从列表中选择。",
    "cases.step_taken": "这个环节现在“%(step_state)s”，同事刚刚处理过。请刷新。",
    "cases.not_your_step": "这个环节不在您名下。请先认领，或请认领的同事转交。",
    "cases.no_earlier_step": "没有更早的环节可以退回。",
    "cases.case_suspended": "办件在特别程序中，期限已停止计算。结束特别程序后再办理。",
    "cases.not_instant": "这个事项不是即办件，须按环节审批。",
    "cases.query_locked": _(
        "查询码输错太多次。请 %(minutes)s 分钟后再试，或带身份证到窗口、登录后查询。"
    ),
    "cases.no_such_opinion": "没有请您出具这条意见，或已经答复。",
    "cases.bad_signature": _("签名没有收到，请重新签名。"),
    "cases.nothing_to_urge": _("这个办件现在不需要催办：已经有结果，或正等您补正。"),
    "cases.urged_today": _("今天已经催办过，工作人员已收到。明天仍无进展可以再催。"),
    "cases.key_reused": _("这次请求与先前的不一致，请重新操作。"),
}

WORDS: Final[Mapping[str, str | Promise]] = {
    **{f"material_way.{way}": word for way, word in WAYS.items()},
    **{f"step_state.{state}": word for state, word in STEP_STATES.items()},
    **{f"form_flaw.{flaw}": word for flaw, word in _FORM_FLAWS.items()},
    **{f"did.{did}": word for did, word in _DID.items()},
}
