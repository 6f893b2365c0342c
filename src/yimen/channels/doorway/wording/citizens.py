"""Refusals of citizens' own log-in as sentences, and the levels of their identity as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Final[Mapping[str, str | Promise]] = {
    "people.citizen_not_found": _("没有找到您的登记。请重新登录。"),
    "people.citizen_name_needed": _("请填写身份证上的姓名。"),
    "people.code_too_soon": _("验证码刚刚发出。请先查看短信，%(seconds)s 秒后可以重新获取。"),
    "people.too_many_codes": _("验证码获取次数太多。请在 %(until)s 之后再试，或到窗口办理。"),
    "people.bad_log_in_code": _(
        "验证码不对，或已经失效。请核对短信里的 6 位数字；输错 5 次后须重新获取。"
    ),
    "people.level_needed": _(
        "查看这些内容须%(level)s。请带身份证到任一窗口核验一次，以后不用再来。"
    ),
}

LEVELS: Final[Mapping[int, str | Promise]] = {
    1: _("已登记"),
    2: _("手机已验证"),
    3: _("身份已核验"),
    4: _("人脸已核验"),
}

WORDS: Final[Mapping[str, str | Promise]] = {
    "level.2": _("验证手机"),
    "level.3": _("核验身份"),
    "level.4": _("核验人脸"),
}
