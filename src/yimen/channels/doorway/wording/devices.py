"""Refusals of hardware as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Final[Mapping[str, str | Promise]] = {
    "devices.printer": _("号票没有打印出来，号码有效。"),
    "devices.paper_out": _("打印机缺纸，号码有效。请拍下号码或扫码。"),
    "devices.printer_offline": _("打印机没有回应，号码有效。请拍下号码或扫码。"),
    "devices.unknown_printer": _("打印机地址有误，请检查设置。"),
    "devices.no_card": _("读卡区没有身份证。请把身份证平放在读卡区，再按一次读卡。"),
    "devices.card_removed": _("身份证拿开得太早，没有读完。请放好，等提示后再取。"),
    "devices.card_unreadable": _(
        "这张身份证的芯片读不出来。请擦净后再试一次；仍读不出，请输入号码，由工作人员核对。"
    ),
    "devices.reader_timeout": _("读卡器反应太慢，没有读到。请拿开身份证，重新放一次。"),
    "devices.reader_offline": _("读卡器没有连接。请输入号码，由工作人员核对，或换一台设备。"),
    "devices.unknown_reader": _("这里没有接读卡器。请输入号码，由工作人员核对。"),
    "devices.card_expired": _("这张身份证已过期（%(valid_to)s）。请先到公安户政窗口换领。"),
    "devices.card_flawed": _("这张身份证不能使用：%(why)s。请到公安户政窗口核实。"),
    "devices.door_jammed": _("%(slot)s 号柜门没有弹开。请再试一次；仍打不开，请联系工作人员。"),
    "devices.door_unsure": _("%(slot)s 号柜门没有回应，可能已经打开。请先看一看柜门。"),
    "devices.door_left_open": _("%(slot)s 号柜门还开着。请关好柜门。"),
    "devices.locker_offline": _("取件柜没有连接。请稍后再试，或到窗口领取。"),
    "devices.slot_unknown": "取件柜没有 %(slot)s 号格口，请核对设置。",
    "devices.unknown_locker": "取件柜地址有误，请检查设置。",
}

WORDS: Final[Mapping[str, str | Promise]] = {
    "why.number": _("号码不符合国家标准"),
    "why.birth": _("芯片里的出生日期与号码不一致"),
    "why.sex": _("芯片里的性别与号码不一致"),
    "why.not_yet_valid": _("还没到有效期"),
}
