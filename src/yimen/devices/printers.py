"""Slip printers by address: network, USB, file, and a simulator that can be broken on purpose.

    sim:                              prints into memory, never fails
    sim:/var/lib/yimen/printer.json   the same, with the fault named in that file
    file:/dev/usb/lp0                 a device file, or any file (holds the last slip)
    escpos+tcp://10.0.0.9:9100        a network printer
    usb:04b8:0202                     a USB printer by vendor and product

`?width=384` for 58 mm paper; `?font=/path/to/font.ttc` draws the text for printers without Chinese;
`?status=no` for printers that do not tell whether they have paper.
"""

import json
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import SplitResult, parse_qsl, urlsplit

from escpos.escpos import Escpos
from escpos.exceptions import DeviceNotFoundError, USBNotFoundError
from escpos.printer import File, Network, Usb

from yimen.devices.errors import PaperOut, PrinterOffline, UnknownPrinter
from yimen.devices.slips import Paper, Slip, encode

_TIMEOUT_SECONDS: Final = 4
_TCP_PORT: Final = 9100
#: What python-escpos calls "there is no paper".
_NO_PAPER: Final = 0


class Printer(Protocol):
    """Something that turns a slip into paper."""

    def print_slip(self, slip: Slip) -> None:
        """Print and cut one slip.

        Raises:
            PaperOut: no paper, before or in the middle.
            PrinterOffline: no answer.
        """


class Fault(StrEnum):
    """What can be wrong with the simulated printer."""

    NONE = "none"
    PAPER_OUT = "paper_out"
    PAPER_OUT_MIDWAY = "paper_out_midway"
    OFFLINE = "offline"


class SimulatedPrinter:
    """A printer without paper or iron. Its fault is read anew before each slip.

    Args:
        state: file with `{"fault": "paper_out"}`; None or missing: nothing is wrong.
        paper: how the slip is encoded, as a real printer would get it.
    """

    def __init__(self, state: Path | None = None, paper: Paper = Paper()) -> None:  # noqa: B008
        self.state = state
        self.paper = paper
        #: The bytes that reached the paper, slip by slip.
        self.printed: list[bytes] = []

    def print_slip(self, slip: Slip) -> None:
        """As the protocol says, unless the fault forbids."""
        document = encode(slip, self.paper)
        fault = self.fault
        if fault is Fault.OFFLINE:
            raise PrinterOffline
        if fault is Fault.PAPER_OUT:
            raise PaperOut(begun=False)
        if fault is Fault.PAPER_OUT_MIDWAY:
            self.printed.append(document[: len(document) // 2])
            raise PaperOut(begun=True)
        self.printed.append(document)

    @property
    def fault(self) -> Fault:
        """What is wrong now."""
        if self.state is None or not self.state.exists():
            return Fault.NONE
        return Fault(json.loads(self.state.read_text("utf-8"))["fault"])

    def break_by(self, fault: Fault) -> None:
        """Switch a fault on, or off by `Fault.NONE`; every process of this machine sees it."""
        if self.state is None:
            raise ValueError("this simulator has no state file")
        fresh = self.state.with_suffix(".new")
        fresh.write_text(json.dumps({"fault": fault.value}), "utf-8")
        fresh.replace(self.state)


class EscposPrinter:
    """A real printer, opened for each slip, so that one switched off and on again is found.

    Args:
        connect: gives the device, open.
        tells_paper: whether it can be asked for its paper; files cannot.
    """

    def __init__(self, connect: Callable[[], Escpos], paper: Paper, *, tells_paper: bool) -> None:
        self.connect = connect
        self.paper = paper
        self.tells_paper = tells_paper

    def print_slip(self, slip: Slip) -> None:
        """As the protocol says."""
        document = encode(slip, self.paper)
        try:
            with closing(self.connect()) as device:
                answers = self._check_paper(device, begun=False) if self.tells_paper else False
                device._raw(document)
                if answers:
                    self._check_paper(device, begun=True)
        except (DeviceNotFoundError, USBNotFoundError, OSError) as error:
            raise PrinterOffline from error

    @staticmethod
    def _check_paper(device: Escpos, *, begun: bool) -> bool:
        """Whether it answered; many cheap printers say nothing and are believed to have paper."""
        try:
            status = device.paper_status()
        except TimeoutError:
            return False
        if status == _NO_PAPER:
            raise PaperOut(begun=begun)
        return True


def printer_at(address: str) -> Printer:
    """The printer at an address.

    Raises:
        UnknownPrinter: no such kind of printer, or an address that says nothing.
    """
    parts = urlsplit(address)
    build = _KINDS.get(parts.scheme)
    if build is None:
        raise UnknownPrinter(scheme=parts.scheme)
    try:
        asked = dict(parse_qsl(parts.query))
        paper = Paper(int(asked.get("width", Paper.width)), asked.get("font", ""))
        return build(parts, paper, asked.get("status") != "no")
    except ValueError:
        raise UnknownPrinter(scheme=parts.scheme) from None


def _simulated(parts: SplitResult, paper: Paper, tells_paper: bool) -> Printer:
    return SimulatedPrinter(Path(parts.path) if parts.path else None, paper)


def _file(parts: SplitResult, paper: Paper, tells_paper: bool) -> Printer:
    if not parts.path:
        raise ValueError("a path is needed")
    return EscposPrinter(lambda: _opened(File(parts.path)), paper, tells_paper=False)


def _network(parts: SplitResult, paper: Paper, tells_paper: bool) -> Printer:
    host, port = parts.hostname, parts.port or _TCP_PORT
    if not host:
        raise ValueError("a host is needed")

    def connect() -> Escpos:
        # by hand: the library's own open() leaves its socket behind where nobody listens
        device = Network(host, port, timeout=_TIMEOUT_SECONDS)
        device.device = socket.create_connection((host, port), _TIMEOUT_SECONDS)
        return device

    return EscposPrinter(connect, paper, tells_paper=tells_paper)


def _usb(parts: SplitResult, paper: Paper, tells_paper: bool) -> Printer:
    vendor, product = (int(number, 16) for number in parts.path.split(":"))
    return EscposPrinter(
        lambda: _opened(Usb(vendor, product, timeout=_TIMEOUT_SECONDS * 1000)),
        paper,
        tells_paper=tells_paper,
    )


def _opened(device: Escpos) -> Escpos:
    device.open()
    return device


_KINDS: Final[Mapping[str, Callable[[SplitResult, Paper, bool], Printer]]] = {
    "sim": _simulated,
    "file": _file,
    "escpos+tcp": _network,
    "usb": _usb,
}
