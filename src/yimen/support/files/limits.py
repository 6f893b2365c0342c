"""How much a file may be. Callers decide; the numbers of the house are dated parameters above."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

MEGA: Final = 1_000_000
#: One request carries no more than this, whatever a parameter says: it lies on the disk meanwhile.
CEILING: Final = 100 * MEGA


@dataclass(frozen=True)
class Limits:
    """What holds for one file.

    Args:
        max_bytes: of what arrives.
        max_pages: of a PDF.
        max_pixels: of a picture, and of any picture inside a PDF: what decoding costs.
    """

    max_bytes: int = 20 * MEGA
    max_pages: int = 200
    max_pixels: int = 50 * MEGA

    def as_dict(self) -> dict[str, int]:
        """For the row and the inspector."""
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, int]) -> "Limits":
        """From `as_dict`."""
        return cls(**stored)
