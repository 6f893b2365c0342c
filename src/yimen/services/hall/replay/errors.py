"""Why a day folder is refused: which file, which line, which column, what stood there."""

from enum import StrEnum
from typing import ClassVar

from yimen.kernel.errors import DomainError, Kind


class Reason(StrEnum):
    """What is wrong with a place in a file."""

    FOLDER_MISSING = "folder_missing"
    FILE_MISSING = "file_missing"
    NOT_TEXT = "not_text"
    EMPTY_FILE = "empty_file"
    COLUMN_MISSING = "column_missing"
    FIELD_COUNT = "field_count"
    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_TIME = "not_a_time"
    NO_OFFSET = "no_offset"
    OTHER_DAY = "other_day"
    NOT_HOURS = "not_hours"
    HOURS_OVERLAP = "hours_overlap"
    UNKNOWN_QUEUE = "unknown_queue"
    UNKNOWN_CLASS = "unknown_class"
    NOT_YES_OR_NO = "not_yes_or_no"
    SLOT_MISSING = "slot_missing"
    SLOT_NOT_BOOKED = "slot_not_booked"
    TWICE = "twice"


class DayRefused(DomainError):
    """A file of the day folder cannot be used.

    Facts: `file`, `line` (the header is line 1; 0 for the file as a whole), `column`, `value`,
    `reason`.
    """

    code: ClassVar[str] = "hall.replay.day_refused"
    kind: ClassVar[Kind] = Kind.INVALID

    def __init__(
        self, *, file: str, reason: Reason, line: int = 0, column: str = "", value: str = ""
    ) -> None:
        super().__init__(file=file, line=line, column=column, value=value, reason=reason)
        self.file, self.line, self.column = file, line, column
        self.value, self.reason = value, reason
