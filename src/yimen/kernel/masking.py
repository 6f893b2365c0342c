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


def _ends(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
