"""Two addresses, a parcel between them, a carrier that does as it is told, and a locker."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

from tests.builders import CITIZEN as NUMBER
from yimen.devices.carriers import Booked, Scan, Shipment
from yimen.devices.lockers import SimulatedLocker
from yimen.kernel.identifiers import s10_check
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.delivery import actions, queries
from yimen.services.delivery.actions import Load
from yimen.services.delivery.models import Parcel
from yimen.services.delivery.queries import DepositView, Direction, ParcelView
from yimen.services.delivery.rules.addresses import address
from yimen.support.secrets import blind_index

#: A Friday morning, 10:00 in the city.
TEN = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)
CENTRE = 1
HALL = address("东莞市公安局出件窗口", "0769-22836669", "441900004000", "鸿福路 99 号 P01 窗口")
HOME = address("张小明", "13800000000", "441900121000", "虎门大道 5 号 2 栋 301")
TO_ZHANG = Load(Direction.TO_CITIZEN, HALL, HOME)
ZHANG = blind_index(NUMBER)
CASE = "case:17"
CITIZEN = Actor("citizen", 0, "Ab12")


def at(hours: float) -> datetime:
    """Hours after ten."""
    return TEN + timedelta(hours=hours)


def order(
    key: str = "result", *, reference: str = CASE, hours: float = 0, by: Actor = HOUSE
) -> ParcelView:
    """A parcel to Zhang."""
    return actions.order(
        TO_ZHANG, reference=reference, centre_id=CENTRE, key=key, by=by, at=at(hours)
    )


def booked(key: str = "result", *, reference: str = CASE) -> ParcelView:
    """A parcel the carrier has a number for."""
    parcel_id = order(key, reference=reference).id
    actions.place_orders({"ems": FakeCarrier()}, at=at(0))
    return view(parcel_id)


def view(parcel_id: int) -> ParcelView:
    """The parcel as it stands now."""
    return queries.parcel(parcel_id)


def scan(code: str, hours: float, name: str = "", text: str = "") -> Scan:
    """Something a carrier tells."""
    return Scan(name or f"e-{code}-{hours:g}", code, at(hours), text)


def tell(parcel_id: int, *scans: Scan, hours: float = 100) -> actions.Moved:
    """Let the carrier tell something."""
    seen = view(parcel_id)
    return actions.track(seen.carrier, seen.number, scans, at=at(hours))


def row() -> Parcel:
    """The only parcel."""
    return Parcel.objects.get()


@dataclass
class FakeCarrier:
    """Takes everything, or does what it was told for the next ones; tells what it was given."""

    troubles: list[Exception | None] = field(default_factory=list)
    told: dict[str, list[Scan]] = field(default_factory=dict)
    ordered: list[Shipment] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    tracked: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def order(self, shipment: Shipment, *, at: datetime) -> Booked:
        """As the protocol says."""
        with self.lock:
            self.ordered.append(shipment)
            self._trouble()
        serial = f"{int(shipment.id[1:]):08}"
        return Booked(f"o-{shipment.id}", f"EY{serial}{s10_check(serial)}CN")

    def cancel(self, order: str, *, at: datetime) -> None:
        """As the protocol says."""
        self._trouble()
        self.cancelled.append(order)

    def track(self, number: str, *, ordered_at: datetime, at: datetime) -> list[Scan]:
        """As the protocol says."""
        with self.lock:
            self.tracked.append(number)
            self._trouble()
        return self.told.get(number, [])

    def label(self, number: str, *, at: datetime) -> bytes:
        """As the protocol says."""
        return b""

    def _trouble(self) -> None:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble


def build_locker(device: SimulatedLocker, name: str = "一号柜", centre_id: int = CENTRE) -> int:
    """A locker in use."""
    return actions.enrol_locker(centre_id, name, "中心一楼东门", "sim:", device, by=HOUSE)


def lay_in(
    locker_id: int,
    device: SimulatedLocker,
    *,
    reference: str = CASE,
    size: str = "small",
    holder: bytes = ZHANG,
    by: Actor = HOUSE,
) -> DepositView:
    """A slot kept for something of Zhang's."""
    return actions.deposit(
        locker_id, device, size=size, reference=reference, holder_index=holder, by=by, at=at(0)
    )


def stored(locker_id: int, device: SimulatedLocker, *, reference: str = CASE) -> actions.Stored:
    """Something of Zhang's behind a shut door."""
    kept = lay_in(locker_id, device, reference=reference)
    actions.check_shut(kept.id, device)
    return actions.store(kept.id, by=HOUSE, at=at(0))
