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
