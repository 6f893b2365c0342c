"""What is sent and answered where specialists work on a case."""

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from yimen.channels.api.case_schemas import Words
from yimen.channels.api.schemas import Asked, Instant

Said = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
StaffNumber = Annotated[str, StringConstraints(min_length=1, max_length=20)]


class NotCompetentIn(Asked):
    """Whose business it is instead."""

    reason: Said
    authority: Said = Field(description="The authority to apply to.")


class ComplaintIn(Asked):
    """What the applicant complains of."""

    words: Said


class SpecialIn(Asked):
    """A procedure during which the clocks stand still."""

    kind: Literal[
        "hearing",
        "tender",
        "auction",
        "inspection",
        "testing",
        "quarantine",
        "appraisal",
        "expert_review",
        "other",
    ]
    days: Annotated[int, Field(ge=1, le=366)] = Field(description="Working days announced.")
    reason: Said
    basis: Words = Field("", description="The law that provides for it; `other` needs one.")


class ExtensionIn(Asked):
    """A longer statutory limit."""

    days: Annotated[int, Field(ge=1, le=366)]
    reason: Said


class DecisionIn(Asked):
    """What another person says to a request."""

    yes: bool
    reason: Words = Field("", description="A refusal needs one.")


class ResultIn(Asked):
    """What a special procedure found."""

    result: Said


class ProcedureOut(Schema):
    """A special procedure or an extension that was asked for."""

    id: int
    days: int
    reason: str
    state: str
    asked_at: Instant
    decided_at: Instant | None
    until: date | None = Field(None, description="Last day on which the clocks stand still.")


class QuestionIn(Asked):
    """A question to somebody who knows."""

    expert: StaffNumber = Field(description="Staff number of who is asked.")
    question: Said


class QuestionOut(Schema):
    """The id under which it is answered."""

    id: int


class AnswerIn(Asked):
    """What who was asked says."""

    answer: Said


class ReturnIn(Asked):
    """Back to an earlier step."""

    position: Annotated[int, Field(ge=0, le=999)] = Field(description="That step's position.")
    reason: Said


class PassOnIn(Asked):
    """To a colleague who may do it."""

    colleague: StaffNumber
