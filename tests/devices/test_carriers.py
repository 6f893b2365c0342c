"""Carriers: one over HTTP against a real server, and the simulated one with all its plans."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.servers import answering
from yimen.devices.asking import is_signed
from yimen.devices.carriers import (
    Booked,
    CarrierDown,
    CarrierRefused,
    HttpCarrier,
    Party,
    Scan,
    Shipment,
    scans,
)
from yimen.devices.simulated_carrier import WAYS, Fault, Plan, SimulatedCarrier
from yimen.kernel import identifiers

NOW = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)
HALL = Party("出件窗口", "076922836669", "441900004000", "广东省东莞市南城街道鸿福路 99 号")
HOME = Party("张小明", "13800000000", "441900121000", "广东省东莞市虎门镇虎门大道 5 号")
SHIPMENT = Shipment("p17", HALL, HOME, 1, 200, "certificate", "government", NOW)


def test_an_order_is_signed_and_complete() -> None:
    with answering(200, {"order": "o1", "number": "EY000000178CN"}) as server:
        booked = HttpCarrier(server.url + "/api/", "s").order(SHIPMENT, at=NOW)

    assert booked == Booked("o1", "EY000000178CN")
    (asked,) = server.asked
    assert asked.path == "/api/orders"
    assert is_signed(asked.body, asked.headers, secret="s", at=NOW)
    assert asked.said == {
        "id": "p17",
        "sender": {
            "name": HALL.name,
            "phone": HALL.phone,
            "region": HALL.region,
            "address": HALL.address,
        },
        "receiver": {
            "name": HOME.name,
            "phone": HOME.phone,
            "region": HOME.region,
            "address": HOME.address,
        },
        "items": 1,
        "weight_grams": 200,
        "content": "certificate",
        "payer": "government",
    }


@pytest.mark.parametrize("said", [{}, {"order": "o1"}, {"order": "o1", "number": 7}])
def test_a_yes_without_a_number_is_none_yet(said: dict[str, object]) -> None:
    with answering(200, said) as server, pytest.raises(CarrierDown) as trouble:
        HttpCarrier(server.url, "s").order(SHIPMENT, at=NOW)

    assert trouble.value.code == "no_number"


@pytest.mark.parametrize("status", [400, 404, 409, 410, 422])
def test_a_no_is_final(status: int) -> None:
    with answering(status, {"error": "out_of_area"}) as server, pytest.raises(CarrierRefused) as no:
        HttpCarrier(server.url, "s").order(SHIPMENT, at=NOW)

    assert no.value.code == "out_of_area"


@pytest.mark.parametrize("status", [302, 401, 429, 500, 503])
def test_trouble_passes(status: int) -> None:
    with answering(status) as server, pytest.raises(CarrierDown) as trouble:
        HttpCarrier(server.url, "s").track("EY000000178CN", ordered_at=NOW, at=NOW)

    assert trouble.value.code == f"http_{status}"


def test_a_slow_or_missing_carrier_is_down() -> None:
    with answering(wait=10) as server, pytest.raises(CarrierDown):
        HttpCarrier(server.url, "s", timeout_seconds=0.1).cancel("o1", at=NOW)

    with pytest.raises(CarrierDown):
        HttpCarrier(server.url, "s").cancel("o1", at=NOW)


def test_an_order_is_cancelled_by_its_own_number() -> None:
    with answering(204) as server:
        HttpCarrier(server.url, "s").cancel("o1", at=NOW)

    assert [(a.path, a.said) for a in server.asked] == [("/cancel", {"order": "o1"})]


def test_events_are_read_and_nonsense_is_left_out() -> None:
    events = [
        {"id": "e1", "code": "1", "at": "2020-01-17T12:00:00+08:00", "text": "已揽收"},
        {"id": "e2", "code": "1", "at": "2020-01-17T12:00:00"},
        {"id": "e3", "code": "1", "at": "yesterday"},
        {"code": "1", "at": "2020-01-17T12:00:00+08:00"},
        "e4",
        None,
    ]
    with answering(200, {"events": events}) as server:
        told = HttpCarrier(server.url, "s").track("EY000000178CN", ordered_at=NOW, at=NOW)

    assert told == [Scan("e1", "1", datetime(2020, 1, 17, 4, 0, tzinfo=UTC), "已揽收")]


@pytest.mark.parametrize("said", [None, "x", {}, 7])
def test_what_is_no_list_has_no_events(said: object) -> None:
    assert scans(said) == []


@pytest.mark.parametrize(("body", "label"), [(b"%PDF-1.7 x", b"%PDF-1.7 x"), (b"<html>", b"")])
def test_a_label_is_a_pdf_or_nothing(body: bytes, label: bytes) -> None:
    with answering(200, body) as server:
        assert HttpCarrier(server.url, "s").label("EY000000178CN", at=NOW) == label


def test_a_simulated_order_has_a_good_number_and_always_the_same() -> None:
    first, second = (SimulatedCarrier().order(SHIPMENT, at=NOW) for _ in range(2))

    assert first == second
    assert identifiers.s10(first.number) == first.number


@pytest.mark.parametrize(
    ("plan", "hours", "codes"),
    [
        (Plan.NORMAL, 1, ["10"]),
        (Plan.NORMAL, 25, ["10", "1", "204", "201", "205", "202"]),
        (Plan.NORMAL, 99, ["10", "1", "204", "201", "205", "202", "301"]),
        (Plan.REFUSED, 99, ["10", "1", "204", "201", "205", "202", "404", "407", "406"]),
        (Plan.UNREACHABLE, 99, ["10", "1", "204", "201", "205", "202", "416", "407", "406"]),
        (Plan.DAMAGED, 99, ["10", "1", "204", "201", "205", "414"]),
        (Plan.VANISHED, 999, ["10", "1", "204"]),
        (Plan.DELAYED, 99, ["10", "1", "204", "201"]),
        (Plan.LOCKER, 99, ["10", "1", "204", "201", "205", "202", "211", "311"]),
    ],
)
def test_a_simulated_parcel_is_where_the_clock_says(
    plan: Plan, hours: float, codes: list[str]
) -> None:
    carrier = SimulatedCarrier()
    number = carrier.order(SHIPMENT, at=NOW).number
    carrier.plan_for(number, plan)

    told = carrier.track(number, ordered_at=NOW, at=NOW + timedelta(hours=hours))

    assert [scan.code for scan in told] == codes


def test_a_plan_changed_on_the_way_does_not_change_what_has_happened() -> None:
    carrier = SimulatedCarrier()
    before = carrier.track("EY000000178CN", ordered_at=NOW, at=NOW + timedelta(hours=7))

    carrier.plan_for("EY000000178CN", Plan.VANISHED)

    after = carrier.track("EY000000178CN", ordered_at=NOW, at=NOW + timedelta(hours=99))
    assert after == before


def test_every_plan_has_its_way() -> None:
    assert set(WAYS) == set(Plan)


def test_a_simulated_carrier_can_be_down_or_refuse(tmp_path: Path) -> None:
    here, there = (SimulatedCarrier(tmp_path / "carrier.json") for _ in range(2))
    there.break_by(Fault.DOWN)
    with pytest.raises(CarrierDown):
        here.order(SHIPMENT, at=NOW)
    there.break_by(Fault.REFUSES)
    with pytest.raises(CarrierRefused):
        here.cancel("o1", at=NOW)
    there.break_by(Fault.NONE)

    assert here.label("EY000000178CN", at=NOW) == b""
