"""Questions about lockers: what is free, what lies where, what must be taken back."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yimen.services.delivery.errors import DepositNotFound, LockerNotFound
from yimen.services.delivery.models import Deposit, Locker, Slot
from yimen.services.delivery.queries.views import (
    DepositView,
    LockerView,
    SlotView,
    deposit_view,
    slot_view,
)
from yimen.services.delivery.rules.lockers import IN_SLOT, DepositState

_IN_SLOT = [state.value for state in IN_SLOT]


def lockers(centre_id: int) -> list[LockerView]:
    """A centre's lockers by name."""
    used = Deposit.objects.filter(slot=OuterRef("pk"), state__in=_IN_SLOT)
    free = dict(
        Slot.objects.annotate(used=Exists(used))
        .filter(locker__centre_id=centre_id, used=False, broken_at__isnull=True)
        .values_list("locker_id")
        .annotate(count=Count("pk"))
    )
    lying = "slots__deposits"
    rows = (
        Locker.objects.filter(centre_id=centre_id)
        .annotate(
            total=Count("slots", distinct=True),
            waiting=Count(lying, filter=Q(**{f"{lying}__state": "stored"}), distinct=True),
            overdue=Count(lying, filter=Q(**{f"{lying}__state": "expired"}), distinct=True),
        )
        .order_by("name")
    )
    return [
        LockerView(
            id=row.pk,
            centre_id=row.centre_id,
            name=row.name,
            place=row.place,
            address=row.address,
            is_active=row.is_active,
            free=free.get(row.pk, 0),
            total=row.total,
            waiting=row.waiting,
            overdue=row.overdue,
        )
        for row in rows
    ]


def centre_of(locker_id: int) -> int:
    """Whose a locker is.

    Raises:
        LockerNotFound: none has this id.
    """
    found = Locker.objects.filter(pk=locker_id).values_list("centre_id", flat=True).first()
    if found is None:
        raise LockerNotFound
    return found


def has_locker(centre_id: int) -> bool:
    """Whether a centre has a locker in use."""
    return Locker.objects.filter(centre_id=centre_id, is_active=True).exists()


def slots(locker_id: int) -> list[SlotView]:
    """A locker's doors by number, with what lies behind them."""
    lying = {
        row.slot_id: row
        for row in Deposit.objects.filter(slot__locker_id=locker_id, state__in=_IN_SLOT)
    }
    rows = Slot.objects.filter(locker_id=locker_id).order_by("number")
    return [slot_view(row, lying.get(row.pk)) for row in rows]


def deposit(deposit_id: int) -> DepositView:
    """One deposit.

    Raises:
        DepositNotFound: none has this id.
    """
    row = _rows().filter(pk=deposit_id).first()
    if row is None:
        raise DepositNotFound
    return deposit_view(row)


def deposits(centre_id: int, *, state: DepositState | None = None) -> list[DepositView]:
    """What lies in a centre's lockers, what is due first at the top."""
    rows = _rows().filter(slot__locker__centre_id=centre_id, state__in=_IN_SLOT)
    if state is not None:
        rows = rows.filter(state=state.value)
    return [deposit_view(row) for row in rows.order_by("valid_until", "id")]


def lying(reference: str) -> DepositView | None:
    """Where this lies behind a door, or is about to; None where it does not."""
    row = _rows().filter(reference=reference, state__in=_IN_SLOT).first()
    return None if row is None else deposit_view(row)


def in_locker(references: Iterable[str]) -> set[str]:
    """Which of these references lie behind a door, or are about to."""
    rows = Deposit.objects.filter(reference__in=list(references), state__in=_IN_SLOT)
    return set(rows.values_list("reference", flat=True))


def _rows() -> QuerySet[Deposit]:
    return Deposit.objects.select_related("slot__locker")
