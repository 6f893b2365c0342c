"""Why history is refused."""

from enum import StrEnum

from yimen.kernel.errors import DomainError, Kind


class Reason(StrEnum):
    """What is wrong with one value of a history file."""

    FIELD_COUNT = "field_count"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    UNREADABLE = "unreadable"
    UNKNOWN_CHANNEL = "unknown_channel"
    UNKNOWN_OUTCOME = "unknown_outcome"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_STARS = "not_stars"
    DEFAULT_WITHOUT_STARS = "default_without_stars"
    NOT_A_TIME = "not_a_time"
    NO_OFFSET = "no_offset"
    NO_DAY = "no_day"
    TIME_MISSING = "time_missing"
    BEFORE_EARLIER_STEP = "before_earlier_step"
    UNCLOSED_QUOTE = "unclosed_quote"


class FileReason(StrEnum):
    """What is wrong with a history file as a whole."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    UNREADABLE = "unreadable"
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    UNKNOWN_COLUMN = "unknown_column"


class RowRefused(DomainError):
    """A row of the history is wrong; nothing of the file was kept."""

    code = "insights.history.row_refused"

    def __init__(self, *, line: int, column: str, value: str, reason: Reason) -> None:
        super().__init__(line=line, column=column, value=value, reason=reason)
        self.line = line
        self.column = column
        self.value = value
        self.reason = reason


class FileRefused(DomainError):
    """The file cannot be read as history."""

    code = "insights.history.file_refused"

    def __init__(self, *, reason: FileReason, column: str = "") -> None:
        super().__init__(reason=reason, column=column)
        self.reason = reason
        self.column = column


class AlreadyImported(DomainError):
    """The same file, byte for byte, was imported before."""

    code = "insights.history.already_imported"
    kind = Kind.CONFLICT


class BadPeriod(DomainError):
    """The period ends before it begins."""

    code = "insights.bad_period"
