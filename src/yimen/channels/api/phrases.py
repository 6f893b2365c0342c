"""Sentences for what goes wrong at this door alone. The refusals' own are in `doorway.phrases`."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: Final[Mapping[str, str | Promise]] = {
    "api.unauthenticated": _("请在 Authorization 头里带上有效的访问密钥（Bearer）。"),
    "api.bad_signature": _("签名不对，或时间相差太多。请按签名说明重新发送。"),
    "api.bad_json": _("请求正文不是有效的 JSON。"),
    "api.bad_multipart": _("请求正文不是有效的 multipart/form-data。"),
    "api.bad_fields": _("请求内容不符合接口要求，请看 errors。"),
    "api.unsupported_media_type": _(
        "请求正文的类型不对：上传文件须为 multipart/form-data，其他请求须为 application/json。"
    ),
    "api.too_large": _("请求正文太大。"),
    "api.method_not_allowed": _("这个地址不支持这种方法。"),
    "api.not_found": _("没有这个接口地址。"),
    "api.too_many_requests": _("尝试过于频繁，请稍后再试。"),
    "api.still_working": _("同一请求正在处理，请稍后用相同的 Idempotency-Key 再次查询。"),
    "api.broken": _("系统出错，已记录。请把参考号告诉管理员。"),
}
