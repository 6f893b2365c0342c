"""Where a courier may go: the regions a form offers, the city's own towns first."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.kernel.regions import PROVINCES, TOWNS

#: Groups of code and name. Other provinces by a code of theirs: the street says the city.
REGIONS: Final[tuple[tuple[str | Promise, tuple[tuple[str, str], ...]], ...]] = (
    (_("本市"), tuple(TOWNS.items())),
    (_("外地"), tuple((f"{code}0000", name) for code, name in PROVINCES.items())),
)
