"""What is sent and answered about bundles (一件事): several items filed once."""

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema

from yimen.channels.api.case_schemas import ApplicantIn, ItemCode, Key, Text
from yimen.channels.api.item_schemas import QuestionOut
from yimen.channels.api.schemas import Asked, Instant


class BundleLineOut(Schema):
    """A bundle that is offered."""

    code: str
    name: str
    about: str
    days: int = Field(description="Working days from the filing to the last result.")
    items: int


class BundleMaterialOut(Schema):
    """One material, asked once for every part that needs it."""

    key: str
    name: str
    need: str
    ways: list[str]
    originals: int
    copies: int
    max_mb: int = Field(
        description="Size of one of its files at most, in MB; 0: as the house says."
    )
    max_pages: int = Field(description="Pages of one of its files at most; 0: as the house says.")
    may_be_held: bool = Field(description="What the applicant holds may stand in for it.")
    promise: str = Field(description="What is promised instead; empty: the proof is wanted.")
    certain: bool
    parts: list[str] = Field(description="Keys of the parts that use it.")


class BundlePartOut(Schema):
    """One item of a bundle."""

    key: str
    item: str
    name: str
    certain: bool
    waits_for: list[str] = Field(description="Parts whose results are its materials.")


class BundleOut(Schema):
    """A bundle for the answers given."""

    code: str
    version: int
    name: str
    about: str
    days: int
    questions: list[QuestionOut]
    unanswered: list[str]
    parts: list[BundlePartOut]
    materials: list[BundleMaterialOut]
    form: dict[str, object] = Field(description="JSON Schema of the one form.")


class BundleGivenIn(Asked):
    """How one material came."""

    key: Key = Field(description="Key of the material in the bundle.")
    way: Literal["bring", "sign", "held", "promise"] = Field(
        description="`held`: the applicant's certificate or checked copy of that name is used in "
        "every part. `promise`: the applicant promised in the words of the items; only where every "
        "part has some."
    )
    consent: bool = Field(
        False, description="The applicant agreed to the use of what is held; `held` needs it."
    )


class BundleRequest(Asked):
    """File a bundle in one call; what is missing refuses the request."""

    bundle: ItemCode = Field(description="Code of the bundle, see `/bundles`.")
    answers: Annotated[dict[Key, Key], Field(max_length=20)] = Field(
        default_factory=dict, description="The situation: option by question."
    )
    applicant: ApplicantIn
    form: Annotated[dict[Key, Text | int | float | bool], Field(max_length=60)] = Field(
        default_factory=dict, description="The one form, by property of its JSON Schema."
    )
    materials: Annotated[list[BundleGivenIn], Field(max_length=60)] = Field(default_factory=list)


class FiledPartOut(Schema):
    """Where one part of a filed bundle is."""

    key: str
    item: str
    name: str
    state: Literal["waiting", "handled", "yours", "ready", "over", "fell", "dropped"]
    case: str = Field(description="Number of its case, see `/cases`; empty while it waits.")
    case_state: str
    due: date | None


class FiledBundleOut(Schema):
    """A filed bundle; personal data masked."""

    number: str
    name: str
    state: Literal["running", "yours", "ready", "done"]
    applicant: str
    applicant_id: str
    filed_at: Instant
    promised_due: date
    due: date = Field(description="What is to be expected now; never before `promised_due`.")
    ready_at: Instant | None
    parts: list[FiledPartOut]
