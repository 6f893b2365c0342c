"""Printing a number's slip. The number stood before; a printer that fails takes nothing back."""

from datetime import datetime

from yimen.devices.errors import PrinterError
from yimen.devices.slips import Slip
from yimen.reference.people.rules import Actor
from yimen.support.events import Announcement, publish


def print_slip(
    slip: Slip, *, address: str, centre_id: int, by: Actor, at: datetime
) -> PrinterError | None:
    """Print, and say what went wrong; None when all went well.

    A failure is published as `printer.failed`, so that the office sends somebody with paper.

    Args:
        slip: what to print.
        address: the printer, see `devices.printers`.
        centre_id: where.
        by: the machine it belongs to.
        at: now.
    """
    from yimen.devices.printers import printer_at  # noqa: PLC0415 - half a second of drivers

    try:
        printer_at(address).print_slip(slip)
    except PrinterError as error:
        body = {"device": by.label, "code": error.code, "number": slip.number}
        publish(Announcement("printer.failed", at, [f"centre:{centre_id}"], body))
        return error
    return None
