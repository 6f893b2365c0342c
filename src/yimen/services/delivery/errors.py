"""Refusals of delivery. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError, Kind


class DeliveryError(DomainError):
    """Everything delivery refuses."""


class BadAddress(DeliveryError):
    """Not an address a courier can use. Facts: `part` (name, phone, region, street)."""

    code = "delivery.bad_address"


class UnknownCarrier(DeliveryError):
    """The city has no contract with such a carrier. Facts: `carrier`."""

    code = "delivery.unknown_carrier"


class ParcelNotFound(DeliveryError):
    """No such parcel, or none you may know of."""

    code = "delivery.parcel_not_found"
    kind = Kind.NOT_FOUND


class StepNotAllowed(DeliveryError):
    """The parcel is where this cannot happen. Facts: `parcel_state`, `event`."""

    code = "delivery.step_not_allowed"
    kind = Kind.CONFLICT


class CancelRefused(DeliveryError):
    """The carrier has fetched it already, or does not answer. Facts: `carrier_says`, its code."""

    code = "delivery.cancel_refused"
    kind = Kind.CONFLICT


class AlreadySentAgain(DeliveryError):
    """A colleague has sent it once more already."""

    code = "delivery.already_sent_again"
    kind = Kind.CONFLICT


class NumberTaken(DeliveryError):
    """Another parcel of this carrier has this number."""

    code = "delivery.number_taken"
    kind = Kind.CONFLICT


class ClaimNotFound(DeliveryError):
    """Nothing is claimed for this parcel, or it was settled."""

    code = "delivery.claim_not_found"
    kind = Kind.NOT_FOUND


class KeyReused(DeliveryError):
    """The idempotency key was used before for another request."""

    code = "delivery.key_reused"
    kind = Kind.CONFLICT


class LockerNotFound(DeliveryError):
    """No such locker here."""

    code = "delivery.locker_not_found"
    kind = Kind.NOT_FOUND


class LockerFull(DeliveryError):
    """No free slot is large enough. Facts: `size`."""

    code = "delivery.locker_full"
    kind = Kind.CONFLICT


class AlreadyInLocker(DeliveryError):
    """This lies in a locker already. Facts: `slot`."""

    code = "delivery.already_in_locker"
    kind = Kind.CONFLICT


class LiesInLocker(DeliveryError):
    """It lies behind a door and leaves on no other way. Facts: `locker`, `slot`."""

    code = "delivery.lies_in_locker"
    kind = Kind.CONFLICT


class OnItsWay(DeliveryError):
    """It is with a carrier, or ordered there, and leaves on no other way. Facts: `parcel_state`."""

    code = "delivery.on_its_way"
    kind = Kind.CONFLICT


class DepositNotFound(DeliveryError):
    """Nothing of this kind lies there."""

    code = "delivery.deposit_not_found"
    kind = Kind.NOT_FOUND


class DepositStepNotAllowed(DeliveryError):
    """The deposit is where this cannot happen. Facts: `deposit_state`, `event`."""

    code = "delivery.deposit_step_not_allowed"
    kind = Kind.CONFLICT


class PickUpRefused(DeliveryError):
    """Nothing here opens for this person and this code: which of the two is wrong is not said."""

    code = "delivery.pick_up_refused"
    kind = Kind.FORBIDDEN


class PickUpBarred(DeliveryError):
    """Too many wrong codes; the window hands it out. Facts: `tries`."""

    code = "delivery.pick_up_barred"
    kind = Kind.FORBIDDEN


class PickUpExpired(DeliveryError):
    """It has lain there too long and goes back to the window. Facts: `until`, a date."""

    code = "delivery.pick_up_expired"
    kind = Kind.CONFLICT


class BeingOpened(DeliveryError):
    """The door was told to open a moment ago. Facts: `slot`."""

    code = "delivery.being_opened"
    kind = Kind.CONFLICT
