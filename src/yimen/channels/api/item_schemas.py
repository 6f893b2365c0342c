"""What the API answers about items. Money is in fen; limits of 0 days are on the spot."""

from ninja import Field, Schema


class HitOut(Schema):
    """An item that answers what was typed."""

    code: str
    name: str
    department: str
    queue: str = Field(description="Code of its business; empty: not at windows.")
    why: str = Field(description="name, alias, synonym, pinyin, initials or similar.")
    paused: bool


class LimitOut(Schema):
    """A time limit; `unit` is working or natural (days)."""

    days: int
    unit: str


class OptionOut(Schema):
    """One answer to a question."""

    key: str
    text: str


class QuestionOut(Schema):
    """A question that arises under the answers given."""

    key: str
    text: str
    options: list[OptionOut]


class MaterialOut(Schema):
    """One thing to bring, upload, sign; or held already."""

    key: str
    name: str
    ways: list[str] = Field(description="bring, upload, scan, sign, held; the usual one first.")
    need: str = Field(description="required, optional or later.")
    originals: int
    copies: int
    max_mb: int = Field(
        description="Size of one of its files at most, in MB; 0: as the house says."
    )
    max_pages: int = Field(description="Pages of one of its files at most; 0: as the house says.")
    accept: str
    note: str
    certain: bool = Field(description="False: depends on a question not yet answered.")
    because: list[str] = Field(description="The options that switch it on, in words.")


class CostOut(Schema):
    """All fees together."""

    lowest_fen: int
    highest_fen: int


class FeeOut(Schema):
    """One line of the bill."""

    name: str
    lowest_fen: int
    highest_fen: int
    reducible: bool
    certain: bool


class StepOut(Schema):
    """One step of handling."""

    name: str
    department: str
    days: int


class ResultOut(Schema):
    """What the citizen gets, and how: window, post, electronic, terminal."""

    name: str
    kind: str
    delivery: list[str]


class FaqOut(Schema):
    """A question people ask."""

    question: str
    answer: str


class ItemOut(Schema):
    """Everything to know before setting out, for the answers given."""

    code: str
    version: int = Field(description="Changes with every publication.")
    name: str
    name_en: str
    name_hant: str
    department: str
    queue: str
    paused: bool
    paused_because: str
    address: str
    hours: str
    phone: str
    conditions: str
    basis: str
    on_the_spot: bool
    promised: LimitOut | None
    statutory: LimitOut | None
    visits: int | None
    online: bool
    terminal: bool
    window: bool
    by_post: bool
    booking: bool
    questions: list[QuestionOut]
    unanswered: list[str]
    materials: list[MaterialOut]
    cost: CostOut
    fees: list[FeeOut]
    steps: list[StepOut]
    results: list[ResultOut]
    faqs: list[FaqOut]
