"""Tables of delivery."""

from yimen.services.delivery.models.lockers import Deposit, Locker, Slot
from yimen.services.delivery.models.parcels import Claim, Parcel, TrackEvent

__all__ = ["Claim", "Deposit", "Locker", "Parcel", "Slot", "TrackEvent"]
