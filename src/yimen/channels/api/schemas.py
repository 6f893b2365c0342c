"""What is sent and answered, typed. Sizes follow the tables; identity is checked by the kernel."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, StrictInt, StringConstraints

#: PostgreSQL keeps no NUL, and control characters have no place in a name or a reason.
_PLAIN = r"^[^\x00-\x1f\x7f]*$"

Name = Annotated[str, StringConstraints(max_length=50, pattern=_PLAIN)]
Reason = Annotated[str, StringConstraints(max_length=120, pattern=_PLAIN)]
QueueCode = Annotated[
    str, StringConstraints(min_length=1, max_length=8, pattern=r"^[0-9A-Za-z_-]+$")
]
TicketId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16}$")]
TicketClassName = Literal["ordinary", "booked", "priority"]


def _only_text(value: object) -> object:
    """A number is no instant: JSON writes instants as text."""
    if isinstance(value, str) and value[4:5] == "-":
        return value
    if isinstance(value, datetime):
        return value
    raise ValueError("an ISO 8601 instant with offset is needed")


Instant = Annotated[
    AwareDatetime, BeforeValidator(_only_text, json_schema_input_type=AwareDatetime)
]


class Asked(Schema):
    """A request's body: unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")


class TicketRequest(Asked):
    """Take a number."""

    queue: QueueCode = Field(description="Code of the business, see `/centres/{id}/queues`.")
    ticket_class: TicketClassName = "ordinary"
    slot_start: Instant | None = Field(
        None, description="Booked tickets only: start of the slot, today in the centre's zone."
    )
    citizen_id: Annotated[str, StringConstraints(max_length=40)] = Field(
        "", description="公民身份号码. With it a second number for the same business is refused."
    )
    name: Name = ""
    phone: Annotated[str, StringConstraints(max_length=30)] = Field(
        "", description="A mainland mobile number."
    )


class TicketReason(Asked):
    """Why, if anybody cares to say."""

    reason: Reason = ""


class PauseRequest(Asked):
    reason: Literal["meal", "meeting", "system", "rest", "other"]


class ChosenCall(Asked):
    """Call a number out of order (特呼)."""

    ticket: TicketId
    reason: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_PLAIN)]


class HeldTicket(Asked):
    ticket: TicketId


class TransferRequest(Asked):
    queue: QueueCode
    reason: Reason = ""


class RatingRequest(Asked):
    """One rating of one visit."""

    token: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    stars: Annotated[StrictInt, Field(ge=1, le=5)]
    reasons: Annotated[list[Annotated[StrictInt, Field(ge=100, le=999)]], Field(max_length=8)] = []
    comment: Annotated[
        str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")
    ] = ""


class EnrolRequest(Asked):
    """The one-time code that the office shows for a new device."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]


class Wait(Schema):
    """A waiting range in seconds."""

    p10: int
    p50: int
    p90: int


class TicketOut(Schema):
    """A ticket, without personal data."""

    id: str
    number: str
    queue: str
    queue_name: str
    area: str
    level: int | None
    ticket_class: TicketClassName
    state: Literal[
        "waiting", "called", "serving", "held", "missed", "done", "withdrawn", "abandoned"
    ]
    arrived_at: datetime
    slot_start: datetime | None
    window: int | None = Field(description="The window's number on its sign, once called.")
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    ahead: int = Field(description="Waiting before it for the same business, at most 300.")
    wait: Wait | None = Field(description="Null once called, and where no honest range exists.")


class CalledTicket(Schema):
    id: str
    number: str
    queue: str
    queue_name: str
    ticket_class: TicketClassName
    arrived_at: datetime
    called_at: datetime


class CallOut(Schema):
    """Who was called; nobody: the window stands by and the next arrival is called to it."""

    ticket: CalledTicket | None


class WindowOut(Schema):
    """A window in use."""

    id: int
    number: int
    area: str
    kind: str
    state: Literal["closed", "open", "paused"]
    pause_reason: str
    since: datetime | None
    standby: bool
    queues: list[str]
    ticket: TicketOut | None = Field(description="Called to it or served there now.")
    held: list[TicketOut]


class FinishOut(Schema):
    """The service done, and the one-time token with which the citizen may rate it."""

    ticket: TicketOut
    rating_token: str


class CentreOut(Schema):
    id: int
    code: str
    name: str
    name_en: str
    name_hant: str
    address: str
    zone: str


class QueueOut(Schema):
    """A business and its line now."""

    code: str
    prefix: str
    name: str
    name_en: str
    name_hant: str
    department: str
    area: str
    level: int | None
    accepting: bool
    quota: int | None
    last_ticket_at: str | None
    waiting: int
    waiting_since: datetime | None
    wait: Wait | None
    open_windows: int


class BoardCall(Schema):
    number: str
    window: int
    area: str
    queue: str
    queue_name: str
    called_at: datetime
    calls: int


class BoardLine(Schema):
    queue: str
    name: str
    waiting: int
    open_windows: int
    wait: Wait | None


class BoardMissed(Schema):
    number: str
    window: int | None
    called_at: datetime | None


class BoardOut(Schema):
    """What a wall board shows."""

    at: datetime
    calls: list[BoardCall]
    lines: list[BoardLine]
    missed: list[BoardMissed]


class RatingOut(Schema):
    id: int


class KeyOut(Schema):
    """The device's own key, shown this once."""

    key: str
    name: str
    kind: str
    centre_id: int
    window_id: int | None


class ReceivedOut(Schema):
    received: bool


class FieldError(Schema):
    field: str
    flaw: str


class Problem(Schema):
    """Problem details, RFC 9457."""

    type: str
    title: str
    status: int
    code: str
    facts: dict[str, object]
    errors: list[FieldError] | None = None
