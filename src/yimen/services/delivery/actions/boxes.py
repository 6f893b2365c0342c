"""What the actions on a deposit share: lock the row, move it, name its code."""

from collections.abc import Sequence
from datetime import datetime

from yimen.reference.people.rules import Actor
from yimen.services.delivery import announce, queries
from yimen.services.delivery.actions.rows import name_of
from yimen.services.delivery.errors import DepositNotFound
from yimen.services.delivery.models import Deposit
from yimen.services.delivery.queries import DepositView
from yimen.services.delivery.rules.lockers import DepositState, DepositStep, next_deposit
from yimen.support.secrets import blind_index


def locked_deposit(deposit_id: int) -> Deposit:
    """The row, held until the transaction ends.

    Raises:
        DepositNotFound: none has this id.
    """
    row = Deposit.objects.select_for_update().filter(pk=deposit_id).first()
    if row is None:
        raise DepositNotFound
    return row


def move_deposit(
    row: Deposit, step: DepositStep, *, at: datetime, fields: Sequence[str] = ()
) -> DepositView:
    """Let something happen to a locked row, whose other `fields` the caller has set.

    Raises:
        DepositStepNotAllowed: the rules refuse.
    """
    before = row.state
    row.state = next_deposit(DepositState(before), step).value
    row.save(update_fields=["state", *fields])
    view = queries.deposit(row.pk)
    if row.state != before:
        announce.deposit_moved(view, at=at)
    return view


def ended(row: Deposit, *, by: Actor, at: datetime) -> list[str]:
    """Note who ended it, and when; the fields that were set."""
    row.ended_at, row.ended_by = at, name_of(by)
    return ["ended_at", "ended_by"]


def code_index(locker_id: int, code: str) -> bytes:
    """What is kept of a code: eight digits alone would be found by trying."""
    return blind_index(f"locker:{locker_id}:{code}")
