"""Results through a pick-up locker: laid in, the code told, taken with card and code, or back."""

from datetime import date, datetime

from django.db import transaction

from yimen.devices.cards import Card, require_sound
from yimen.journeys import result_papers, telling, whereabouts
from yimen.journeys.telling import Said
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import deciding, handing, viewing
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries.handing import ready
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import Place, PlaceKind
from yimen.services.cases.rules.states import State
from yimen.services.delivery import actions, queries
from yimen.services.delivery.actions import Opened
from yimen.services.delivery.errors import AlreadyInLocker
from yimen.services.delivery.queries import DepositView
from yimen.services.notify.rules.templates import Key
from yimen.services.notify.rules.values import Value
from yimen.support.following import LoggedEvent
from yimen.support.secrets import blind_index


def lay_in(case_id: int, locker_id: int, *, size: str, by: Actor, at: datetime) -> DepositView:
    """Open a door for a clerk who lays a case's result in. Then `close_up`.

    The case is held while the slot is kept: a number typed wrong opens no door, and nobody hands
    the result out meanwhile.

    Raises:
        CaseNotFound: no such case where the locker stands.
        NotAllowed: `by` does not hand out results here.
        HandedOut, ResultNotReady, ResultNotPrinted: no result waits at the issue window.
        OnItsWay: a carrier has it.
        LockerNotFound, LockerFull, AlreadyInLocker, LockerOffline: as `delivery` says.
    """
    case, plain = viewing.with_view(case_id)
    if case.centre_id != queries.centre_of(locker_id):
        raise CaseNotFound
    return actions.deposit(
        locker_id,
        actions.locker_device(locker_id),
        size=size,
        reference=f"case:{case_id}",
        holder_index=blind_index(plain.id),
        agent_index=blind_index(plain.agent_id) if plain.agent_id else None,
        check=lambda: _check_leaves(case_id, by=by),
        by=by,
        at=at,
    )


def _check_leaves(case_id: int, *, by: Actor) -> None:
    """Hold the case; go on only if its result waits at the issue window."""
    case = handing.hold(case_id, by=by)
    whereabouts.check_not_on_its_way(case_id)
    if (lying := queries.lying(f"case:{case_id}")) is not None:
        raise AlreadyInLocker(slot=lying.slot)
    handing.check_waits(case)


def to_lay_in(centre_id: int) -> list[CaseView]:
    """Results that their applicants want from a locker and that lie in none, oldest first."""
    waiting = ready(centre_id, way="locker")
    lying = queries.in_locker(f"case:{case.id}" for case in waiting)
    return [case for case in waiting if f"case:{case.id}" not in lying]


def close_up(deposit_id: int, *, by: Actor, at: datetime) -> DepositView:
    """The door is shut: from now on its owner can take it, and is told the code.

    The code is in the message alone, so both are written in one transaction.

    Raises:
        NotAllowed: `by` does not hand out results here.
        DoorLeftOpen, LockerOffline: the door is not known to be shut.
        DepositStepNotAllowed: it was stored before.
    """
    lying = queries.deposit(deposit_id)
    actions.check_shut(deposit_id, actions.locker_device(lying.locker_id))
    with transaction.atomic():
        stored = actions.store(deposit_id, by=by, at=at)
        case = telling.case_of(stored.deposit.reference)
        if case is not None:
            target = Place(PlaceKind.LOCKER, lying.locker_id)
            with result_papers.best_effort():
                result_papers.hand_on(case.id, target, by=by, at=at)
        if case is not None and stored.deposit.valid_until is not None:
            values: dict[str, Value] = {
                "place": f"{stored.deposit.place}{stored.deposit.slot}号格",
                "code": stored.code,
                "until": stored.deposit.valid_until,
            }
            telling.tell(
                case,
                Said(Key.LOCKER_STORED, values),
                occasion=f"stored:{deposit_id}",
                at=at,
            )
    return stored.deposit


def pick_up(code: str, card: Card, *, locker_id: int, by: Actor, on: date, at: datetime) -> Opened:
    """Somebody stands before a locker with their card and the code of the message.

    Raises:
        CardError: the card may not be used today.
        PickUpRefused, PickUpBarred, PickUpExpired, BeingOpened: as `delivery` says.
        LockerError: the door did not open.
    """
    require_sound(card, on)
    return actions.pick_up(
        code,
        actions.locker_device(locker_id),
        locker_id=locker_id,
        citizen_index=blind_index(card.number),
        by=by,
        at=at,
    )


def take_back(deposit_id: int, *, by: Actor, at: datetime) -> DepositView:
    """Open a door for a clerk who takes something back to the window.

    Raises:
        NotAllowed, DepositNotFound, DepositStepNotAllowed, LockerError: as `delivery` says.
    """
    lying = queries.deposit(deposit_id)
    device = actions.locker_device(lying.locker_id)
    back = actions.collect_expired(deposit_id, device, by=by, at=at)
    case = telling.case_of(back.reference)
    if case is not None:
        with result_papers.best_effort():
            result_papers.bring_back(case.id, PlaceKind.LOCKER, by=by, at=at, taken=True)
    return back


def on_taken(event: LoggedEvent) -> None:
    """What was taken is in the citizen's hand."""
    case = telling.case_of(str(event.body["reference"]))
    if case is None:
        return
    with result_papers.best_effort():
        result_papers.reach_citizen(case.id, PlaceKind.LOCKER, by=HOUSE, at=event.at, how="locker")
    if case.state in {State.CERTIFIED, State.REFUSED}:
        deciding.hand_over(case.id, taker="locker", by=HOUSE, at=event.at)


def on_expired(event: LoggedEvent) -> None:
    """What has lain too long waits at the window."""
    case = telling.case_of(str(event.body["reference"]))
    if case is not None:
        said = Said(Key.LOCKER_EXPIRED, {"place": telling.issue_window(case)})
        telling.tell(case, said, occasion=f"expired:{event.body['deposit']}", at=event.at)


REACTIONS = {"locker.taken": on_taken, "locker.expired": on_expired}
