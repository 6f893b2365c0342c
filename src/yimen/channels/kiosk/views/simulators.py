"""Breaking the machine's simulated hardware, and mending it. Demonstration only."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.readers import simulated
from yimen.channels.doorway.who import DeviceRequest
from yimen.channels.kiosk import slips
from yimen.channels.kiosk.door import frame, machine_page
from yimen.channels.kiosk.pages import reader_of
from yimen.devices.readers import Fault as ReaderFault
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Right

_READER: Final[Mapping[ReaderFault, str | Promise]] = {
    ReaderFault.NONE: _("一切正常"),
    ReaderFault.NO_CARD: _("没有放卡"),
    ReaderFault.REMOVED: _("卡拿开得太早"),
    ReaderFault.UNREADABLE: _("芯片读不出"),
    ReaderFault.EXPIRED: _("身份证已过期"),
    ReaderFault.TIMEOUT: _("读卡太慢"),
    ReaderFault.OFFLINE: _("读卡器没有连接"),
}

Choice = tuple[str, str | Promise, bool]
F = TypeVar("F", bound=StrEnum)


@machine_page
def simulator(request: DeviceRequest) -> HttpResponse:
    """What is wrong with printer and reader now, and what else could be."""
    from yimen.devices.printers import (  # noqa: PLC0415 - half a second of drivers
        Fault,
        SimulatedPrinter,
        printer_at,
    )

    printer = printer_at(slips.printer_address()) if settings.DEMO else None
    if not isinstance(printer, SimulatedPrinter):
        raise NotAllowed(right=Right.DEVICES)
    reader = simulated(reader_of(request))
    asked = request.POST.get
    if request.method == "POST":
        if (wanted := asked("fault", "")) in set(Fault):
            printer.break_by(Fault(wanted))
        if reader is not None and (wanted := asked("reader", "")) in set(ReaderFault):
            reader.break_by(ReaderFault(wanted))
        return redirect("kiosk-simulator")
    words: dict[Fault, str | Promise] = {
        Fault.NONE: _("一切正常"),
        Fault.PAPER_OUT: _("缺纸"),
        Fault.PAPER_OUT_MIDWAY: _("打到一半没有纸"),
        Fault.OFFLINE: _("打印机没有连接"),
    }
    context = frame(
        request,
        faults=_choices(words, printer.fault),
        reader_faults=_choices(_READER, reader.fault) if reader else [],
        may_go_back=False,
    )
    return render(request, "kiosk/simulator.html", context)


def _choices(words: Mapping[F, str | Promise], now: F) -> list[Choice]:
    return [(fault.value, word, fault is now) for fault, word in words.items()]
