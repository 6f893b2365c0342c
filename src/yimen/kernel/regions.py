"""Regions of addresses: provinces by GB/T 2260, and the towns of the reference city.

Dongguan has no districts: its 32 towns and streets stand directly under the city, with the twelve
digits of the statistical bureau. For other cities the six digits are taken as they are, if their
province exists; what they are called is written by whoever gives the address.

Source: GB/T 2260; 统计用区划代码 (town codes as of 2020).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yimen.kernel.errors import DomainError

CITY: Final = "441900"

PROVINCES: Final[Mapping[str, str]] = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}

#: Three digits between the city's six and the last three noughts.
_TOWNS: Final[Mapping[str, str]] = {
    "003": "东城街道",
    "004": "南城街道",
    "005": "万江街道",
    "006": "莞城街道",
    "101": "石碣镇",
    "102": "石龙镇",
    "103": "茶山镇",
    "104": "石排镇",
    "105": "企石镇",
    "106": "横沥镇",
    "107": "桥头镇",
    "108": "谢岗镇",
    "109": "东坑镇",
    "110": "常平镇",
    "111": "寮步镇",
    "112": "樟木头镇",
    "113": "大朗镇",
    "114": "黄江镇",
    "115": "清溪镇",
    "116": "塘厦镇",
    "117": "凤岗镇",
    "118": "大岭山镇",
    "119": "长安镇",
    "121": "虎门镇",
    "122": "厚街镇",
    "123": "沙田镇",
    "124": "道滘镇",
    "125": "洪梅镇",
    "126": "麻涌镇",
    "127": "望牛墩镇",
    "128": "中堂镇",
    "129": "高埗镇",
    "401": "松山湖",
    "402": "东莞港",
}
#: The city's towns by their twelve digits, in the order of their codes.
TOWNS: Final[Mapping[str, str]] = {f"{CITY}{middle}000": name for middle, name in _TOWNS.items()}
_CODE: Final = re.compile(r"[0-9]{6}(?:[0-9]{6})?")


class BadRegion(DomainError):
    """Not the code of a region."""

    code = "regions.region"


@dataclass(frozen=True)
class Region:
    """A place an address can be in.

    Args:
        code: twelve digits for a town of the city, six for any other place.
        name: down to what the code says: a town with its city, or a province.
        local: inside the city.
    """

    code: str
    name: str
    local: bool


def region(text: str) -> Region:
    """The region of a code.

    Raises:
        BadRegion: no such province, or no such town of the city.
    """
    code = text.strip()
    if not _CODE.fullmatch(code) or code[:2] not in PROVINCES:
        raise BadRegion
    if code in TOWNS:
        return Region(code, f"广东省东莞市{TOWNS[code]}", local=True)
    if code.startswith(CITY):  # the city itself is too wide for a courier
        raise BadRegion
    return Region(code[:6], PROVINCES[code[:2]], local=False)
