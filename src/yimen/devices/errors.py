"""What hardware refuses. The deed before it stands: a number without paper is still a number."""

from yimen.kernel.errors import DomainError, Kind


class PrinterError(DomainError):
    """The slip was not printed."""

    code = "devices.printer"
    kind = Kind.UNAVAILABLE


class PaperOut(PrinterError):
    """No paper. Facts: `begun`, whether a part of the slip may hang out of the machine."""

    code = "devices.paper_out"


class PrinterOffline(PrinterError):
    """The printer does not answer: switched off, unplugged, unreachable."""

    code = "devices.printer_offline"


class UnknownPrinter(PrinterError):
    """The printer's address is none this house knows. Facts: `scheme`."""

    code = "devices.unknown_printer"


class ReaderError(DomainError):
    """No card was read."""

    kind = Kind.UNAVAILABLE


class NoCard(ReaderError):
    """Nothing lies on the reader."""

    code = "devices.no_card"
    kind = Kind.INVALID


class CardRemoved(ReaderError):
    """The card was taken away while it was read."""

    code = "devices.card_removed"
    kind = Kind.INVALID


class CardUnreadable(ReaderError):
    """The chip does not answer, or says what no card says."""

    code = "devices.card_unreadable"
    kind = Kind.INVALID


class ReaderTimeout(ReaderError):
    """The reader took longer than anybody waits."""

    code = "devices.reader_timeout"


class ReaderOffline(ReaderError):
    """The reader does not answer: unplugged, unreachable."""

    code = "devices.reader_offline"


class UnknownReader(ReaderError):
    """The reader's address is none this house knows, or there is none. Facts: `scheme`."""

    code = "devices.unknown_reader"


class CardError(DomainError):
    """The card was read, and may not be used."""


class CardExpired(CardError):
    """Its last day is over. Facts: `valid_to`, a date."""

    code = "devices.card_expired"


class CardFlawed(CardError):
    """Chip and number do not agree. Facts: `why` (number, birth, sex, not_yet_valid)."""

    code = "devices.card_flawed"


class LockerError(DomainError):
    """A door did not do as it was told."""

    kind = Kind.UNAVAILABLE


class DoorJammed(LockerError):
    """The door stayed closed. Facts: `slot`."""

    code = "devices.door_jammed"


class DoorUnsure(LockerError):
    """No answer in time: the door may stand open. Facts: `slot`."""

    code = "devices.door_unsure"


class DoorLeftOpen(LockerError):
    """Nobody closed the door. Facts: `slot`."""

    code = "devices.door_left_open"
    kind = Kind.CONFLICT


class LockerOffline(LockerError):
    """The locker does not answer; its doors stayed as they were."""

    code = "devices.locker_offline"


class SlotUnknown(LockerError):
    """The locker has no such door. Facts: `slot`."""

    code = "devices.slot_unknown"
    kind = Kind.NOT_FOUND


class UnknownLocker(LockerError):
    """The locker's address is none this house knows. Facts: `scheme`."""

    code = "devices.unknown_locker"
