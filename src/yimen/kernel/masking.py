"""What may be shown of personal data (脱敏) on lists, screens, slips, logs and exports.

Source: the masking table of the domain reference, after DB34/T 4631.2-2023 and common practice.
"""

from typing import Final

_COMPOUND_SURNAMES: Final = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯")
)


def name(text: str) -> str:
    """张明 → 张*, 张小明 → 张*明, 欧阳修 → 欧阳*; a single character stays hidden."""
    if len(text) < 2:
        return "*" * len(text)
    if text[:2] in _COMPOUND_SURNAMES and len(text) > 2:
        return text[:2] + "*" * (len(text) - 2)
    if len(text) == 2:
        return text[0] + "*"
    return text[0] + "*" * (len(text) - 2) + text[-1]


def citizen_id(text: str) -> str:
    """The first three and the last four: 441***********0016."""
    return _ends(text, 3, 4)


def mobile(text: str) -> str:
    """The first three and the last four: 138****1234."""
    return _ends(text, 3, 4)


def plate(text: str) -> str:
    """The prefix and the last two: 粤S***23."""
    return _ends(text, 2, 2)


def vin(text: str) -> str:
    """The maker's three and the last four: LSV**********3294."""
    return _ends(text, 3, 4)


def document_number(text: str) -> str:
    """Passports and permits keep the first and the last four: E****5678."""
    return _ends(text, 1, 4)


def foreigners_card(text: str) -> str:
    """New numbers as citizens' ones, old ones keep the letters and the last four."""
    return _ends(text, 3, 4)


def bank_card(text: str) -> str:
    """The first four and the last four, whatever the length: 6222****1234."""
    if len(text) <= 8:
        return "*" * len(text)
    return f"{text[:4]}****{text[-4:]}"


def parcel_number(text: str) -> str:
    """The first two and the last four: RB*******29CN."""
    return _ends(text, 2, 4)


def organisation(text: str) -> str:
    """A social credit code is public; a self-employed person's (92…) keeps eight and four."""
    return _ends(text, 8, 4) if text.startswith("92") else text


def landline(text: str) -> str:
    """The area code and the last four: 0769****6669."""
    return _ends(text, 4 if len(text) > 10 else 3, 4)


def email(text: str) -> str:
    """The first character and the domain: a***@x.cn; without a domain nothing is shown."""
    user, at, domain = text.rpartition("@")
    return f"{user[:1]}***@{domain}" if at and user else "*" * len(text)


def address(text: str) -> str:
    """Down to town or street (镇, 街道, 乡), else to the city or province: 东莞市南城街道****."""
    for endings in (("街道", "镇", "乡"), ("区", "县"), ("市",), ("省",)):
        places = [text.find(ending) + len(ending) for ending in endings if ending in text]
        if places:
            return text[: min(places)] + "****"
    return "****" if text else ""


def _ends(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
