"""Orders that a carrier took while nobody wanted them any more: cancelled there, until it answers.

An order is placed without a lock. Whoever cancels it meanwhile, or types the number of another
carrier's counter, finds no order to take back; the worker that placed it writes it down.
"""

import logging
from datetime import datetime
from typing import Final

from yimen.devices.carriers import Carrier, CarrierDown, CarrierRefused
from yimen.services.delivery.models import Parcel

log = logging.getLogger("yimen.delivery")

#: At most so many in one round.
_BITE: Final = 10


def take_back_orders(code: str, carrier: Carrier, *, at: datetime) -> int:
    """Cancel what one carrier shall not fetch; how many it has answered for.

    Again next round where it is down. Where it refuses, its courier is on the way: that is kept as
    the parcel's trouble, which is all that can be known.
    """
    answered = 0
    unwanted = Parcel.objects.filter(carrier=code).exclude(unwanted_order="").order_by("pk")
    for parcel_id, order in unwanted.values_list("pk", "unwanted_order")[:_BITE]:
        said: dict[str, str] = {}
        try:
            carrier.cancel(order, at=at)
        except CarrierDown:
            break
        except CarrierRefused as refusal:
            said["trouble"] = refusal.code
            log.warning("order not taken back", extra={"parcel": parcel_id, "code": refusal.code})
        # Two workers may ask at once: the second answer, a refusal, finds nothing to write.
        same = Parcel.objects.filter(pk=parcel_id, unwanted_order=order)
        same.update(unwanted_order="", **said)
        answered += 1
    return answered
