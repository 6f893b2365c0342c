"""Refusals of notify as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Final[Mapping[str, str | Promise]] = {
    "notify.personal_data": (
        "消息里的“%(value)s”不能发送：短信和消息不写完整的证件号、电话或证照编号。请改用办件编号。"
    ),
    "notify.message_not_found": _("没有找到这条消息。请返回消息列表。"),
    "notify.step_not_allowed": "这条短信现在是“%(sms_state)s”，不能这样操作，可能同事刚刚处理过。",
}

SMS_STATES: Final[Mapping[str, str]] = {
    "queued": "待发送",
    "sending": "发送中",
    "sent": "已发送",
    "failed": "待重发",
    "dead": "未送达",
}

WORDS: Final[Mapping[str, str | Promise]] = {
    f"sms_state.{state}": word for state, word in SMS_STATES.items()
}
