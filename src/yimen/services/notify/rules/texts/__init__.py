"""The words of every message, a module a language: key → title and body.

A body is followed by nothing and preceded by the city's sign. Values stand in braces by name.
"""

from collections.abc import Mapping
from typing import Final

from yimen.services.notify.rules.texts import en, zh_hans, zh_hant

BY_LANGUAGE: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "zh-hans": zh_hans.TEXTS,
    "zh-hant": zh_hant.TEXTS,
    "en": en.TEXTS,
}
