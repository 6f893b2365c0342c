"""What is sent and answered about cases and their steps."""

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from yimen.channels.api.schemas import Asked, Instant, Name

_PLAIN = r"^[^\x00-\x1f\x7f]*$"
Key = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z_-]+$")]
ItemCode = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_PLAIN)]
Number = Annotated[str, StringConstraints(max_length=40, pattern=_PLAIN)]
Words = Annotated[str, StringConstraints(max_length=500, pattern=_PLAIN)]
Text = Annotated[str, StringConstraints(max_length=500, pattern=_PLAIN)]


class ApplicantIn(Asked):
    """Who applies, and who stands in for them."""

    kind: Literal["person", "organisation"] = "person"
    id: Number = Field(description="公民身份号码, or 统一社会信用代码 of an organisation.")
    name: Name
    phone: Number = Field(description="A mainland mobile number.")
    agent_id: Number = ""
    agent_name: Name = ""


class GivenIn(Asked):
    """How one material came: papers shown, signed, or held by the city already."""

    key: Key = Field(description="Key of the material in the item.")
    way: Literal["bring", "sign", "held", "promise"] = Field(
        description="`held`: the applicant's certificate or checked copy of that name is used. "
        "`promise`: the applicant promised in the words of the item; only where it has some."
    )
    consent: bool = Field(
        False, description="The applicant agreed to the use of what is held; `held` needs it."
    )


class CaseRequest(Asked):
    """File a case in one call: taken in, and accepted where `accept` says so."""

    item: ItemCode = Field(description="Code of the item, see `/items`.")
    answers: Annotated[dict[Key, Key], Field(max_length=20)] = Field(
        default_factory=dict, description="The situation: option by question."
    )
    applicant: ApplicantIn
    form: Annotated[dict[Key, Text | int | float | bool], Field(max_length=60)] = Field(
        default_factory=dict, description="The application form, by property of its JSON Schema."
    )
    materials: Annotated[list[GivenIn], Field(max_length=60)] = Field(default_factory=list)
    accept: bool = Field(False, description="Accept at once; what is missing refuses the request.")


class AcceptIn(Asked):
    """How a case is accepted although something is not there."""

    tolerant_days: Annotated[int, Field(ge=1, le=366)] | None = Field(
        default=None, description="Days to bring what may come later; needed where it is missing."
    )
    promised: Annotated[list[Key], Field(max_length=60)] = Field(
        default_factory=list,
        description="Keys of materials that a signed promise on paper stands in for.",
    )


class FlawIn(Asked):
    """What is wrong with one material, and how to mend it."""

    key: Key
    words: Words


class SupplementIn(Asked):
    """Everything that is missing or wrong, told once."""

    flaws: Annotated[list[FlawIn], Field(max_length=60)] = Field(
        default_factory=list, description="Required materials that are missing are added."
    )
    override: Words = Field("", description="A supervisor's reason for a second notice.")


class BroughtIn(Asked):
    """Originals that came after the acceptance."""

    materials: Annotated[list[Key], Field(min_length=1, max_length=60)]


class CaseOut(Schema):
    """A case; personal data masked."""

    number: str
    item: str
    name: str
    state: str
    applicant: str
    applicant_id: str
    received_at: Instant | None
    accepted_at: Instant | None
    decided_at: Instant | None
    delivered_at: Instant | None
    promised_due: date | None
    statutory_due: date | None
    audit_number: int = Field(description="Entries of its audit chain so far.")
    audit_digest: str = Field(description="SM3 of the last of them: what a receipt carries.")


class HeldOut(Schema):
    """What stood in for a material, and how its holder agreed."""

    kind: str = Field(description="`certificate` or `copy`, one compared with its original.")
    number: str
    authority: str
    trust: str = Field(description="Level A to D of 国办函〔2016〕108号.")
    valid_to: date | None
    state: str = Field(description="Of the certificate as it is now, GB/T 36903: 01 is valid.")
    purpose: str
    consent_at: Instant | None


class CaseMaterialOut(Schema):
    """One material of a case."""

    key: str
    name: str
    need: str
    state: str
    flaw: str
    due: date | None = Field(None, description="Last day to bring what was tolerated.")
    promise: str = Field("", description="What was promised instead of proved, in words.")
    held: HeldOut | None = None


class CaseDetail(CaseOut):
    """A case with its materials."""

    materials: list[CaseMaterialOut]


class NoticeOut(Schema):
    """One notice of a case."""

    kind: str
    title: str
    number: str
    issued_on: date
    state: Literal["issued", "void"]
    code: str = Field(description="Verification code: anybody verifies the notice at /v/{code}.")
    sm3: str = Field(description="SM3 of its signed file; empty until it is drawn.")


class DayOut(Schema):
    """One day of a clock, and why it counts or not."""

    day: date
    counted: bool
    why: str


class ClockOut(Schema):
    """One clock of a case, every day explained."""

    kind: str
    due: date | None
    state: str
    days: list[DayOut]


class TaskOut(Schema):
    """One step in an inbox."""

    step: int
    name: str
    role: str
    case: str
    item: str
    due: date | None
    colour: str


class Outcome(Asked):
    """How a step ends."""

    outcome: Literal["pass", "refuse"]
    opinion: Words = ""


class Reason(Asked):
    """Why."""

    reason: Words
