"""A carrier without vans: each parcel is where the clock says, unless it was told otherwise.

It keeps nothing but what it was told to do wrong: number and events follow from the order, so that
every process tells the same, and a push and a poll never contradict each other.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from yimen.devices.carriers import Booked, CarrierDown, CarrierRefused, Scan, Shipment
from yimen.devices.simulated import SharedState
from yimen.kernel.identifiers import s10_check

#: Hours after the order, code, and what a courier's terminal says.
Way = tuple[tuple[float, str, str], ...]

_FETCHED: Final[Way] = ((0, "10", "等待上门揽收"), (2, "1", "已揽收"))
_DRIVEN: Final[Way] = (
    *_FETCHED,
    (6, "204", "到达转运中心"),
    (18, "201", "到达派件城市"),
    (22, "205", "到达派件网点"),
)


class Plan(StrEnum):
    """What becomes of a parcel."""

    NORMAL = "normal"
    REFUSED = "refused"  # the receiver does not take it; it goes back
    UNREACHABLE = "unreachable"  # nobody answers; it goes back
    DAMAGED = "damaged"
    VANISHED = "vanished"  # no word after the first hub: lost, and nobody says so
    DELAYED = "delayed"  # everything takes five times as long
    LOCKER = "locker"  # put into a locker and fetched there


WAYS: Final[Mapping[Plan, Way]] = {
    Plan.NORMAL: (*_DRIVEN, (24, "202", "派件中"), (26, "301", "已签收，本人签收")),
    Plan.REFUSED: (
        *_DRIVEN,
        (24, "202", "派件中"),
        (26, "404", "收件人拒收"),
        (28, "407", "退回寄件地"),
        (50, "406", "退件已签收"),
    ),
    Plan.UNREACHABLE: (
        *_DRIVEN,
        (24, "202", "派件中"),
        (26, "416", "无法联系收件人"),
        (74, "407", "退回寄件地"),
        (96, "406", "退件已签收"),
    ),
    Plan.DAMAGED: (*_DRIVEN, (23, "414", "外包装破损")),
    Plan.VANISHED: (*_FETCHED, (6, "204", "到达转运中心")),
    Plan.DELAYED: tuple(
        (hours * 5, code, text)
        for hours, code, text in (*_DRIVEN, (24, "202", "派件中"), (26, "301", "已签收"))
    ),
    Plan.LOCKER: (
        *_DRIVEN,
        (24, "202", "派件中"),
        (25, "211", "已放入快递柜"),
        (33, "311", "快递柜签收"),
    ),
}


class Fault(StrEnum):
    """What can be wrong with the carrier itself."""

    NONE = "none"
    DOWN = "down"
    REFUSES = "refuses"


class SimulatedCarrier:
    """Drives by the clock.

    Args:
        state: file with faults and plans, shared by all processes; None keeps them in memory.
    """

    def __init__(self, state: Path | None = None) -> None:
        self.state = SharedState(state)

    def order(self, shipment: Shipment, *, at: datetime) -> Booked:
        """As the protocol says; the number follows from the shipment's own."""
        self._answer()
        serial = int("".join(filter(str.isdigit, shipment.id)) or "0") % 100_000_000
        body = f"{serial:08}"
        number = f"EY{body}{s10_check(body)}CN"
        return Booked(f"order-{number}", number)

    def cancel(self, order: str, *, at: datetime) -> None:
        """As the protocol says."""
        self._answer()

    def track(self, number: str, *, ordered_at: datetime, at: datetime) -> list[Scan]:
        """As the protocol says: what has happened by now."""
        self._answer()
        return [scan for scan in self.way(number, ordered_at) if scan.happened_at <= at]

    def label(self, number: str, *, at: datetime) -> bytes:
        """Ours is used."""
        self._answer()
        return b""

    def way(self, number: str, ordered_at: datetime) -> list[Scan]:
        """Everything that will happen to a parcel, in order."""
        return [
            Scan(f"{number}-{hours:g}-{code}", code, ordered_at + timedelta(hours=hours), text)
            for hours, code, text in WAYS[self.plan(number)]
        ]

    def plan(self, number: str) -> Plan:
        """What becomes of a parcel."""
        return Plan(self.state.get().get("plans", {}).get(number, Plan.NORMAL))

    def plan_for(self, number: str, plan: Plan) -> None:
        """Let something become of a parcel."""
        plans = self.state.get().get("plans", {})
        self.state.change({"plans": {**plans, number: plan.value}})

    @property
    def fault(self) -> Fault:
        """What is wrong with the carrier now."""
        return Fault(self.state.get().get("fault", Fault.NONE))

    def break_by(self, fault: Fault) -> None:
        """Switch a fault on, or off by `Fault.NONE`."""
        self.state.change({"fault": fault.value})

    def _answer(self) -> None:
        if self.fault is Fault.DOWN:
            raise CarrierDown("down")
        if self.fault is Fault.REFUSES:
            raise CarrierRefused("refused")
