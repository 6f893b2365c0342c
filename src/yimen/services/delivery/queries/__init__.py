"""Questions about parcels, lockers and the day's rules."""

from yimen.services.delivery.queries.days import rules_on
from yimen.services.delivery.queries.lockers import (
    deposit,
    deposits,
    deposits_of,
    has_locker,
    in_locker,
    lockers,
    slots,
)
from yimen.services.delivery.queries.parcels import (
    Counts,
    addresses,
    counts,
    listing,
    open_claims,
    parcel,
    parcel_by_number,
    parcel_by_public_id,
    parcels_of,
    timeline,
    with_parcel,
)
from yimen.services.delivery.queries.views import (
    ClaimView,
    DepositView,
    EventView,
    LockerView,
    ParcelView,
    SlotView,
)
from yimen.services.delivery.rules.kinds import Content, Direction, Payer

__all__ = [
    "ClaimView",
    "Content",
    "Counts",
    "DepositView",
    "Direction",
    "EventView",
    "LockerView",
    "ParcelView",
    "Payer",
    "SlotView",
    "addresses",
    "counts",
    "deposit",
    "deposits",
    "deposits_of",
    "has_locker",
    "in_locker",
    "listing",
    "lockers",
    "open_claims",
    "parcel",
    "parcel_by_number",
    "parcel_by_public_id",
    "parcels_of",
    "rules_on",
    "slots",
    "timeline",
    "with_parcel",
]
