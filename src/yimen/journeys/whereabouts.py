"""Where a result is that does not lie at the issue window: behind a door, or with a carrier.

A result leaves on one way. Whoever gives it out holds its case (`cases.actions.handing.hold`) and
then asks here, so that two ways never start side by side.
"""

from dataclasses import dataclass

from yimen.services.delivery import queries
from yimen.services.delivery.errors import LiesInLocker, OnItsWay
from yimen.services.delivery.queries import DepositView, ParcelView


@dataclass(frozen=True)
class Away:
    """What must come back before a result can leave on another way.

    Args:
        deposit: behind a door, or about to be laid there.
        parcel: with a carrier, or ordered there.
    """

    deposit: DepositView | None
    parcel: ParcelView | None


def away(case_id: int) -> Away:
    """Where the result of a case is, beside the issue window."""
    reference = f"case:{case_id}"
    return Away(queries.lying(reference), queries.on_its_way(reference))


def check_here(case_id: int) -> None:
    """Go on only if the result of a case is neither in a locker nor on its way.

    Raises:
        LiesInLocker: it is to be taken back first.
        OnItsWay: its parcel is to be cancelled, or to come back, first.
    """
    check_not_in_locker(case_id)
    check_not_on_its_way(case_id)


def check_not_in_locker(case_id: int) -> None:
    """The same of lockers alone.

    Raises:
        LiesInLocker: it is to be taken back first.
    """
    if (deposit := away(case_id).deposit) is not None:
        raise LiesInLocker(locker=deposit.locker, slot=deposit.slot)


def check_not_on_its_way(case_id: int, *, beside: int | None = None) -> None:
    """The same of parcels alone; `beside` is the id of one that does not count.

    Raises:
        OnItsWay: its parcel is to be cancelled, or to come back, first.
    """
    parcel = away(case_id).parcel
    if parcel is not None and parcel.id != beside:
        raise OnItsWay(parcel_state=parcel.state.value)
