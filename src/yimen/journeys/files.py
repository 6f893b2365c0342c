"""How much a file may be in this city: the house's numbers, and what an item's material says.

Files themselves are kept by `support.files`, below the dated parameters; so the numbers meet them
here, and the services that keep files by their ids never see a number.
"""

from datetime import date, timedelta

from yimen.journeys.file_parameters import (
    DROPPED_DAYS,
    MAX_FILES,
    MAX_MB,
    MAX_MEGAPIXELS,
    MAX_PAGES,
    REFUSED_DAYS,
)
from yimen.reference.policy import queries as policy
from yimen.support.files.errors import TooManyFiles
from yimen.support.files.limits import MEGA, Limits


def limits(on: date, *, max_mb: int | None = None, max_pages: int | None = None) -> Limits:
    """What holds for a file on a day. A material may ask for less than the house, never for more.

    Args:
        on: the day on which it is brought.
        max_mb: of the material, None without.
        max_pages: of the material, None without.
    """
    megabytes = policy.whole(MAX_MB, on)
    pages = policy.whole(MAX_PAGES, on)
    return Limits(
        max_bytes=min(megabytes, max_mb or megabytes) * MEGA,
        max_pages=min(pages, max_pages or pages),
        max_pixels=policy.whole(MAX_MEGAPIXELS, on) * MEGA,
    )


def check_count(count: int, on: date) -> None:
    """Go on only if a material may have so many files: a phone could send them for ever.

    Raises:
        TooManyFiles: it may not.
    """
    most = policy.whole(MAX_FILES, on)
    if count > most:
        raise TooManyFiles(limit=most)


def kept_for(on: date) -> tuple[timedelta, timedelta]:
    """How long refused and dropped files stay."""
    refused, dropped = policy.whole(REFUSED_DAYS, on), policy.whole(DROPPED_DAYS, on)
    return timedelta(days=refused), timedelta(days=dropped)
