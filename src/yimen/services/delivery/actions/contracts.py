"""The carriers the city has contracts with, from the settings; and lockers by their rows."""

from pathlib import Path
from typing import Final

from django.conf import settings

from yimen.devices.carriers import Carrier, HttpCarrier
from yimen.devices.lockers import Locker as Device
from yimen.devices.lockers import locker_at
from yimen.devices.simulated_carrier import SimulatedCarrier
from yimen.services.delivery.actions.carrying import Carriers
from yimen.services.delivery.errors import LockerNotFound
from yimen.services.delivery.models import Locker

_SIMULATED: Final = "sim:"


def carriers() -> Carriers:
    """All of them by code, the first one first."""
    return {code: _carrier(code, address) for code, address in settings.CARRIERS.items()}


def simulated(code: str) -> SimulatedCarrier | None:
    """A simulated carrier, to lose and to break things; None where a real one drives."""
    address = settings.CARRIERS.get(code, "")
    return _simulated(code, address) if address.startswith(_SIMULATED) else None


def locker_device(locker_id: int) -> Device:
    """The locker itself.

    Raises:
        LockerNotFound: no such locker.
        UnknownLocker: its address makes no sense.
    """
    row = Locker.objects.filter(pk=locker_id).first()
    if row is None:
        raise LockerNotFound
    if row.address == _SIMULATED:  # a file, so that every process sees the same doors
        file = settings.MEDIA_ROOT.parent / f"simulated-locker-{locker_id}.json"
        return locker_at(f"{_SIMULATED}{file}")
    return locker_at(row.address)


def _carrier(code: str, address: str) -> Carrier:
    if address.startswith(_SIMULATED):
        return _simulated(code, address)
    return HttpCarrier(address, settings.CARRIER_SECRETS.get(code, ""))


def _simulated(code: str, address: str) -> SimulatedCarrier:
    file = address.removeprefix(_SIMULATED)
    here = settings.MEDIA_ROOT.parent / f"simulated-carrier-{code}.json"
    return SimulatedCarrier(Path(file) if file else here)
