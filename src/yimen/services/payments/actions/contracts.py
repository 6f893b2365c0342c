"""The gateway that the city has a contract with, and the secrets shared with it."""

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from yimen.devices.gateways import HttpGateway, PaymentGateway
from yimen.devices.simulated_gateway import SimulatedGateway
from yimen.services.payments.errors import NoGateway

_SIMULATED: Final = "sim:"


def gateway() -> PaymentGateway:
    """The city's gateway.

    Raises:
        NoGateway: the city has none.
    """
    if not settings.PAY:
        raise NoGateway
    return simulated() or HttpGateway(settings.PAY, settings.PAY_SECRETS[0])


def simulated() -> SimulatedGateway | None:
    """The simulated gateway, to pay without money; None where a real one is."""
    if not settings.PAY.startswith(_SIMULATED):
        return None
    named = settings.PAY.removeprefix(_SIMULATED)
    file = Path(named) if named else settings.MEDIA_ROOT.parent / "simulated-cashier.json"
    return _simulated(settings.PAY_SECRETS[0], file, settings.PUBLIC_URL)


@cache
def _simulated(secret: str, file: Path, site: str) -> SimulatedGateway:
    return SimulatedGateway(secret, file, cashier=f"{site}/pay/simulated/")
