"""Printers by address: real bytes in a file and over a socket, and every fault."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tests.devices.builders import SLIP
from yimen.devices.errors import PaperOut, PrinterError, PrinterOffline, UnknownPrinter
from yimen.devices.printers import Fault, SimulatedPrinter, printer_at
from yimen.devices.slips import encode

PAPER, NEARLY_OUT, NO_PAPER = b"\x12", b"\x1e", b"\x72"


@contextmanager
def network_printer(*answers: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A printer on a port of this machine that answers each status question in turn."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        left = list(answers)
        with connection:
            while chunk := connection.recv(65536):
                heard.append(chunk)
                for _ in range(b"".join(heard).count(b"\x10\x04\x04") - len(answers) + len(left)):
                    if left:
                        connection.sendall(left.pop(0))

    thread = Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()[1], heard
    finally:
        thread.join(10)
        server.close()


def test_a_file_gets_the_slips_bytes(tmp_path: Path) -> None:
    device = tmp_path / "lp0"

    printer_at(f"file:{device}").print_slip(SLIP)

    assert device.read_bytes() == encode(SLIP)


def test_a_device_file_that_cannot_be_opened_is_offline(tmp_path: Path) -> None:
    with pytest.raises(PrinterOffline):
        printer_at(f"file:{tmp_path}/gone/lp0").print_slip(SLIP)


def test_a_network_printer_with_paper_gets_the_whole_slip() -> None:
    with network_printer(PAPER, NEARLY_OUT) as (port, heard):
        printer_at(f"escpos+tcp://127.0.0.1:{port}").print_slip(SLIP)

    assert b"".join(heard) == b"\x10\x04\x04" + encode(SLIP) + b"\x10\x04\x04"


def test_a_network_printer_without_paper_gets_nothing() -> None:
    with network_printer(NO_PAPER) as (port, heard), pytest.raises(PaperOut) as refused:
        printer_at(f"escpos+tcp://127.0.0.1:{port}").print_slip(SLIP)

    assert refused.value.facts == {"begun": False}
    assert b"".join(heard) == b"\x10\x04\x04"


def test_paper_that_ends_in_the_middle_is_told_as_begun() -> None:
    with network_printer(PAPER, NO_PAPER) as (port, _), pytest.raises(PaperOut) as refused:
        printer_at(f"escpos+tcp://127.0.0.1:{port}").print_slip(SLIP)

    assert refused.value.facts == {"begun": True}


def test_a_printer_that_is_not_asked_gets_the_slip_alone() -> None:
    with network_printer() as (port, heard):
        printer_at(f"escpos+tcp://127.0.0.1:{port}?status=no").print_slip(SLIP)

    assert b"".join(heard) == encode(SLIP)


def test_nobody_listening_is_offline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(PrinterOffline):
        printer_at(f"escpos+tcp://127.0.0.1:{port}").print_slip(SLIP)


@pytest.mark.parametrize(
    "address", ["", "lpr://x", "escpos+tcp://", "file:", "usb:nonsense", "sim:?width=wide"]
)
def test_an_address_that_says_nothing_is_refused(address: str) -> None:
    with pytest.raises(UnknownPrinter):
        printer_at(address)


def test_the_simulator_keeps_what_it_printed() -> None:
    printer = SimulatedPrinter()

    printer.print_slip(SLIP)

    assert printer.printed == [encode(SLIP)]


@pytest.mark.parametrize(
    ("fault", "error", "facts"),
    [
        (Fault.PAPER_OUT, PaperOut, {"begun": False}),
        (Fault.PAPER_OUT_MIDWAY, PaperOut, {"begun": True}),
        (Fault.OFFLINE, PrinterOffline, {}),
    ],
)
def test_a_fault_switched_on_is_felt_by_every_simulator_of_that_file(
    tmp_path: Path, fault: Fault, error: type[PrinterError], facts: dict[str, object]
) -> None:
    state = tmp_path / "printer.json"
    SimulatedPrinter(state).break_by(fault)

    with pytest.raises(error) as refused:
        printer_at(f"sim:{state}").print_slip(SLIP)

    assert refused.value.facts == facts


def test_paper_out_midway_leaves_half_a_slip(tmp_path: Path) -> None:
    printer = SimulatedPrinter(tmp_path / "printer.json")
    printer.break_by(Fault.PAPER_OUT_MIDWAY)

    with pytest.raises(PaperOut):
        printer.print_slip(SLIP)

    whole = encode(SLIP)
    assert printer.printed == [whole[: len(whole) // 2]]


def test_a_fault_taken_away_lets_it_print_again(tmp_path: Path) -> None:
    printer = SimulatedPrinter(tmp_path / "printer.json")
    printer.break_by(Fault.OFFLINE)
    printer.break_by(Fault.NONE)

    printer.print_slip(SLIP)

    assert printer.printed == [encode(SLIP)]
