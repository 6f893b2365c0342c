"""Refusals of delivery as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Final[Mapping[str, str | Promise]] = {
    "regions.region": _("没有这个地区。请重新选择所在地区。"),
    "delivery.bad_address": _("寄递地址不对：%(part)s。请改正后再提交。"),
    "delivery.unknown_carrier": _("现在不能寄递，或没有这家快递。请到窗口领取，或选择其他方式。"),
    "delivery.parcel_not_found": _("没有找到这个邮件。请核对邮件号，或从“我的办件”打开。"),
    "delivery.step_not_allowed": _(
        "邮件现在是“%(parcel_state)s”，不能这样操作，可能同事刚刚处理过。"
    ),
    "delivery.cancel_refused": _(
        "快递公司没有同意取消，可能已经揽收。请等邮件退回，或联系工作人员。"
    ),
    "delivery.already_sent_again": "这个邮件已经重新寄出，请看后一个邮件。",
    "delivery.number_taken": "这个邮件号已登记给另一个邮件。请核对面单。",
    "delivery.claim_not_found": "这个邮件没有待处理的索赔，可能同事已经结清。",
    "delivery.key_reused": _("这次请求与先前的不一致，请重新操作。"),
    "delivery.locker_not_found": "没有这组取件柜，或已停用。",
    "delivery.locker_full": "取件柜没有空的格口。请改存其他柜组，或在窗口发放。",
    "delivery.already_in_locker": "这件结果已在取件柜 %(slot)s 号格口。",
    "delivery.lies_in_locker": "结果在%(locker)s的 %(slot)s 号格口。请先取回窗口，再办理。",
    "delivery.on_its_way": (
        "结果已登记寄出，现在是“%(parcel_state)s”。请先取消寄递，或等退回后再办理。"
    ),
    "delivery.deposit_not_found": "没有找到这次存放。",
    "delivery.deposit_step_not_allowed": "这次存放现在是“%(deposit_state)s”，不能这样操作。",
    "delivery.pick_up_refused": _(
        "身份证与取件码对不上，或这里没有您的结果。请核对短信里的取件码和柜组位置。"
    ),
    "delivery.pick_up_barred": _("取件码输错已达 %(tries)s 次。请带身份证到窗口领取。"),
    "delivery.pick_up_expired": _("存放已于 %(until)s 到期。请带身份证到窗口领取。"),
    "delivery.being_opened": _("%(slot)s 号柜门正在打开，请稍等。"),
}

PARCEL_STATES: Final[Mapping[str, str | Promise]] = {
    "created": _("待下单"),
    "awaiting": _("待揽件"),
    "picked_up": _("已揽收"),
    "in_transit": _("运输中"),
    "out_for_delivery": _("派件中"),
    "in_locker": _("在快递柜"),
    "signed": _("已签收"),
    "problem": _("问题件"),
    "returning": _("退回中"),
    "returned": _("已退回"),
    "lost": _("已遗失"),
    "cancelled": _("已取消"),
}
PROBLEMS: Final[Mapping[str, str | Promise]] = {
    "not_taken": _("快递公司没有接单"),
    "refused": _("收件人拒收"),
    "unreachable": _("联系不上收件人"),
    "address": _("地址或电话有误"),
    "damaged": _("破损"),
    "delayed": _("延误"),
    "uncollected": _("快递柜超时未取"),
    "stopped": _("被拦截"),
    "disputed": _("收件人称未收到"),
    "other": _("投递异常"),
}
DEPOSIT_STATES: Final[Mapping[str, str]] = {
    "reserved": "待存入",
    "stored": "待取",
    "opening": "开门中",
    "taken": "已取走",
    "expired": "已到期",
    "collected": "已取回窗口",
    "void": "未存入",
}
_PARTS: Final[Mapping[str, str | Promise]] = {
    "name": _("请填写真实姓名，2 到 30 个字"),
    "phone": _("请填写手机号，或带区号的固定电话"),
    "region": _("请选择所在地区"),
    "street": _("请填写详细地址，4 到 100 个字"),
}

WORDS: Final[Mapping[str, str | Promise]] = {
    **{f"parcel_state.{state}": word for state, word in PARCEL_STATES.items()},
    **{f"deposit_state.{state}": word for state, word in DEPOSIT_STATES.items()},
    **{f"part.{part}": word for part, word in _PARTS.items()},
}
