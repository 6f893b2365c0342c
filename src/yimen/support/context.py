"""What every template knows of the reader: language, elder mode, contrast, theme.

Read from cookies; asks no database.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils import translation

ELDER_COOKIE: Final = "yimen_elder"
CONTRAST_COOKIE: Final = "yimen_contrast"
THEME_COOKIE: Final = "yimen_theme"

_TAGS: Final = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@dataclass(frozen=True)
class Look:
    """How this reader wants pages to be drawn."""

    #: Language as the setting names it (`zh-hans`) and as HTML names it (`zh-Hans`).
    language: str
    lang: str
    elder: bool
    high: bool
    theme: str
    #: Where a change of look leads back to; a path on this host.
    here: str


def look(request: HttpRequest) -> dict[str, Look]:
    """Context processor: `{{ look.elder }}`, `{{ look.lang }}` and the like."""
    language = translation.get_language() or "zh-hans"
    return {
        "look": Look(
            language=language,
            lang=_TAGS.get(language, language),
            elder=request.COOKIES.get(ELDER_COOKIE) == "1",
            high=request.COOKIES.get(CONTRAST_COOKIE) == "high",
            theme="dark" if request.COOKIES.get(THEME_COOKIE) == "dark" else "light",
            here=request.get_full_path() if request.method == "GET" else "/",
        )
    }
