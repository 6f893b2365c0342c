"""Readers by address: the simulator and every fault, and an agent over a real socket."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.servers import answering
from yimen.devices.cards import CardFlaw, as_json, card_flaws
from yimen.devices.demo_cards import demo_cards
from yimen.devices.errors import (
    CardRemoved,
    CardUnreadable,
    NoCard,
    ReaderError,
    ReaderOffline,
    ReaderTimeout,
    UnknownReader,
)
from yimen.devices.readers import AgentReader, Fault, SimulatedReader, reader_at

DAY = date(2020, 1, 17)
CARD, OTHER = demo_cards(DAY)[:2]


def test_the_card_that_lies_there_is_read() -> None:
    reader = SimulatedReader()
    reader.lay(CARD)

    assert reader.read() == CARD


def test_an_empty_reader_says_so() -> None:
    reader = SimulatedReader()
    reader.lay(CARD)
    reader.lay(None)

    with pytest.raises(NoCard):
        reader.read()


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        (Fault.NO_CARD, NoCard),
        (Fault.REMOVED, CardRemoved),
        (Fault.UNREADABLE, CardUnreadable),
        (Fault.TIMEOUT, ReaderTimeout),
        (Fault.OFFLINE, ReaderOffline),
    ],
)
def test_each_fault_refuses_until_it_is_switched_off(
    fault: Fault, refusal: type[ReaderError]
) -> None:
    reader = SimulatedReader()
    reader.lay(CARD)
    reader.break_by(fault)
    with pytest.raises(refusal):
        reader.read()

    reader.break_by(Fault.NONE)

    assert reader.read() == CARD


def test_an_expired_card_is_read_all_the_same() -> None:
    reader = SimulatedReader()
    reader.lay(CARD)
    reader.break_by(Fault.EXPIRED)

    assert card_flaws(reader.read(), DAY) == (CardFlaw.EXPIRED,)


def test_processes_share_card_and_fault_by_the_file(tmp_path: Path) -> None:
    here, there = (reader_at(f"sim:{tmp_path}/reader.json") for _ in range(2))
    assert isinstance(there, SimulatedReader)
    there.lay(OTHER)
    assert here.read() == OTHER

    there.break_by(Fault.REMOVED)

    with pytest.raises(CardRemoved):
        here.read()


def test_one_address_serves_many_places(tmp_path: Path) -> None:
    address = f"sim:{tmp_path}/{{place}}.json"
    first, second = (reader_at(address, place=place) for place in ("window-1", "window-2"))
    assert isinstance(first, SimulatedReader)

    first.lay(CARD)

    with pytest.raises(NoCard):
        second.read()


@pytest.mark.parametrize(
    "address", ["", "usb:1", "agent:", "agent:ftp://127.0.0.1/card", "agent:127.0.0.1:9400"]
)
def test_an_address_that_makes_no_sense_is_refused(address: str) -> None:
    with pytest.raises(UnknownReader):
        reader_at(address)


def test_an_agents_card_is_read_and_is_no_demo_card() -> None:
    with answering(200, json.dumps(as_json(CARD)).encode()) as server:
        read = reader_at(f"agent:{server.url}").read()

    assert (read.number, read.name, read.photo) == (CARD.number, CARD.name, CARD.photo)
    assert not read.demo


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (204, NoCard),
        (410, CardRemoved),
        (422, CardUnreadable),
        (504, ReaderTimeout),
        (500, ReaderOffline),
        (302, ReaderOffline),
    ],
)
def test_an_agents_trouble_is_the_readers(status: int, refusal: type[ReaderError]) -> None:
    with answering(status) as server, pytest.raises(refusal):
        reader_at(f"agent:{server.url}").read()


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"name": "x"}'])
def test_an_agent_that_talks_nonsense_has_an_unreadable_card(body: bytes) -> None:
    with answering(200, body) as server, pytest.raises(CardUnreadable):
        reader_at(f"agent:{server.url}").read()


def test_a_slow_agent_is_not_waited_for() -> None:
    with answering(200, b"{}", wait=10) as server, pytest.raises(ReaderTimeout):
        AgentReader(server.url, timeout_seconds=0.05).read()


def test_an_agent_that_is_gone_is_offline() -> None:
    with answering(200) as server:
        pass

    with pytest.raises(ReaderOffline):
        reader_at(f"agent:{server.url}").read()
