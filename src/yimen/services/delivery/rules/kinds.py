"""What a parcel is: which way, with what, at whose cost, by which carrier."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Direction(StrEnum):
    """Which way."""

    TO_CITIZEN = "to_citizen"  # 寄结果
    FROM_CITIZEN = "from_citizen"  # 寄材料


class Content(StrEnum):
    """What is in it."""

    CERTIFICATE = "certificate"
    DOCUMENTS = "documents"
    MATERIALS = "materials"
    OTHER = "other"


class Payer(StrEnum):
    """Who pays the carrier."""

    SENDER = "sender"  # 寄付
    RECEIVER = "receiver"  # 到付
    GOVERNMENT = "government"


#: Names as people know them; another carrier is called by its code.
CARRIERS: Final[Mapping[str, str]] = {
    "ems": "邮政EMS",
    "sf": "顺丰速运",
    "jd": "京东快递",
    "zto": "中通快递",
    "yto": "圆通速递",
}


def carrier_name(code: str) -> str:
    """How people call a carrier."""
    return CARRIERS.get(code, code.upper())
