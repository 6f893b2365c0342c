"""What is sent and answered about papers, the places where they lie, and their counts."""

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from yimen.channels.api.case_schemas import Key
from yimen.channels.api.schemas import Asked, Instant
from yimen.channels.api.takers import TakenOut

#: The case's 21 digits and two of its own.
Barcode = Annotated[str, StringConstraints(pattern=r"^[0-9]{23}$")]
PlaceName = Literal["window", "material_room", "department", "issue_window"]
PlaceId = Annotated[int, Field(ge=0, le=2**63 - 1)]


class PlaceIn(Asked):
    """Where a paper lies or goes."""

    kind: PlaceName
    id: PlaceId = Field(0, description="Of a window or a department; 0 for a centre's one room.")


class PlaceOut(Schema):
    """A place in words."""

    kind: str
    id: int
    name: str


class HolderOut(Schema):
    """Where a paper lies; a carrier's or a locker's place is named by its own number."""

    kind: str
    id: int


class PaperOut(Schema):
    """A paper with its barcode."""

    barcode: str
    case: str
    kind: str = Field(description="`original`, `copy` or `result`.")
    name: str
    state: str = Field(description="`here`, `on_the_way`, `missing` or `gone`.")
    place: HolderOut
    target: HolderOut | None = Field(description="Where it is on its way to.")
    shelf: str
    since: Instant
    due_back: bool = Field(description="Its case ended without a decision (应退未退).")


class ScanOut(Schema):
    """One scan; `actor` is a staff number or a device."""

    event: str
    origin: HolderOut | None
    target: HolderOut | None
    actor: str
    at: Instant


class PaperDetail(PaperOut):
    """A paper with every hand it went through."""

    scans: list[ScanOut]


class PlaceDetail(Schema):
    """What a place has to do with."""

    lying: list[PaperOut] = Field(description="Here, or given away and not taken over yet.")
    coming: list[PaperOut]
    targets: list[PlaceOut] = Field(description="Where papers go from here.")


class RegisterIn(Asked):
    """Originals that are kept."""

    materials: Annotated[list[Key], Field(min_length=1, max_length=60)]
    place: PlaceIn


class GiveIn(Asked):
    """Where to."""

    target: PlaceIn


class TakeIn(Asked):
    """Where somebody stands who takes it."""

    place: PlaceIn


class ShelveIn(Asked):
    """Where on the shelves."""

    shelf: Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00-\x1f\x7f]*$")]


class CountIn(Asked):
    """One scan of a count; without a barcode the count begins."""

    place: PlaceIn
    barcode: Barcode | None = None


class CountOut(Schema):
    """The count of a place on a day."""

    place: HolderOut
    day: date
    closed_at: Instant | None
    expected: int
    seen: int
    missing: list[PaperOut] = Field(description="Who had them last is behind their barcodes.")
    strays: list[str] = Field(description="Barcodes of what should be elsewhere.")


class GivenOut(Schema):
    """What was given back, and to whom."""

    papers: list[PaperOut]
    taken: TakenOut | None
