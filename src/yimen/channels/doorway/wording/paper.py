"""Refusals of paper as sentences, and the codes in their facts as words. Only staff meet them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise

PHRASES: Final[Mapping[str, str | Promise]] = {
    "paper.seal_unusable": "电子印章现在不能使用：%(why)s。请联系系统管理员检查印章证书。",
}

WORDS: Final[Mapping[str, str | Promise]] = {
    "why.seal_file": "读不到证书文件",
    "why.seal_password": "证书文件打不开，口令不对或文件已损坏",
    "why.seal_key": "证书文件里没有私钥或证书",
    "why.seal_expired": "证书已过有效期",
}
