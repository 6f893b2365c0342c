"""What people type and what addresses say, read without trust: whole numbers, days, instants.

Nonsense is None, never an error: each door says itself what it makes of it. What is read fits into
the database, and a day leaves room for the days and hours around it. No refusals: checks that must
tell people what is wrong stand in forms and in `kernel.identifiers`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

#: The largest id a table holds.
LARGEST: Final = 2**63 - 1
#: Nothing this house knows happened before, nor is planned behind.
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
_DIGITS: Final = len(str(LARGEST))


def number(text: str, *, most: int = LARGEST) -> int | None:
    """A whole number from 0 to `most`, in whichever digits it was typed; None for anything else."""
    bare = text.strip()
    if not bare.isdecimal() or len(bare) > _DIGITS:
        return None
    found = int(bare)
    return found if found <= most else None


def numbers(texts: Iterable[str]) -> list[int]:
    """Those of several that are whole numbers."""
    return [found for text in texts if (found := number(text)) is not None]


def day(text: str) -> date | None:
    """A day as `2020-01-17`; None for a day that is none, or is of another age."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def instant(text: str) -> datetime | None:
    """An instant with its offset, as pages hand `saved_at` back; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo is not None and day(found.date().isoformat()) else None


class DayField(forms.DateField):
    """A form's day, in the bounds of `day`, chosen in the browser's calendar."""

    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    default_validators = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
