"""When a parcel does not arrive: alarms, loss with its claim, and "it was not me who signed"."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.delivery import announce, queries
from yimen.services.delivery.actions.rows import locked, name_of, step
from yimen.services.delivery.errors import ClaimNotFound, StepNotAllowed
from yimen.services.delivery.models import Claim, Parcel
from yimen.services.delivery.queries import ParcelView
from yimen.services.delivery.rules import alarms as rules
from yimen.services.delivery.rules.alarms import Alarm
from yimen.services.delivery.rules.states import OVER, Problem, State, Step

_OPEN = sorted(state.value for state in State if state not in OVER)


def report_lost(parcel_id: int, *, by: Actor, at: datetime) -> ParcelView:
    """Declare a parcel lost, and claim for it. What was in it must be made anew by whoever can.

    News of it that comes later finds it again; the claim stays until somebody settles it.

    Raises:
        NotAllowed: `by` does not hand out results here.
        ParcelNotFound: no such parcel.
        StepNotAllowed: it is not under way.
    """
    require(by, Right.HAND_OUT, centre_id=queries.parcel(parcel_id).centre_id)
    with transaction.atomic():
        row = locked(parcel_id)
        view = step(row, Step.LOSE, by=name_of(by), at=at)
        Claim.objects.get_or_create(
            parcel=row, defaults={"opened_at": at, "opened_by": name_of(by)}
        )
        return view


def settle_claim(parcel_id: int, *, fen: int, by: Actor, at: datetime) -> None:
    """Note what the carrier paid.

    Raises:
        NotAllowed: `by` does not hand out results here.
        ClaimNotFound: nothing was claimed, or it was settled before.
    """
    require(by, Right.HAND_OUT, centre_id=queries.parcel(parcel_id).centre_id)
    hit = Claim.objects.filter(pk=parcel_id, settled_at__isnull=True).update(
        settled_fen=fen, settled_at=at, settled_by=name_of(by)
    )
    if not hit:
        raise ClaimNotFound


def dispute(parcel_id: int, *, by: Actor, at: datetime) -> ParcelView:
    """The receiver says that the signature is not theirs: it counts as not delivered until cleared.

    Raises:
        NotAllowed: `by` neither hands out results here nor is a citizen.
        StepNotAllowed: nobody has signed.
    """
    if by.kind != "citizen":
        require(by, Right.HAND_OUT, centre_id=queries.parcel(parcel_id).centre_id)
    with transaction.atomic():
        row = locked(parcel_id)
        return step(row, Step.DISPUTE, by=name_of(by), at=at, problem=Problem.DISPUTED)


def clear_dispute(parcel_id: int, *, by: Actor, at: datetime) -> ParcelView:
    """It was found out that it had been delivered: the signature counts from its own moment.

    Raises:
        NotAllowed: `by` does not hand out results here.
        StepNotAllowed: nobody disputes it.
    """
    require(by, Right.HAND_OUT, centre_id=queries.parcel(parcel_id).centre_id)
    with transaction.atomic():
        row = locked(parcel_id)
        if row.problem != Problem.DISPUTED.value:
            raise StepNotAllowed(parcel_state=row.state, event=Step.CLEAR.value)
        return step(row, Step.CLEAR, by=name_of(by), at=at)


def raise_alarms(*, at: datetime) -> list[ParcelView]:
    """Look over all parcels under way; those that somebody should look after from now on.

    Each is announced once; news of a parcel ends its alarm.
    """
    patience = queries.rules_on(timezone.localdate(at)).patience
    raised: list[ParcelView] = []
    quiet = Parcel.objects.filter(
        state__in=_OPEN, alarm="", last_news_at__lt=at - patience.shortest
    )
    for parcel_id, state, since, last_news in quiet.values_list(
        "pk", "state", "state_since", "last_news_at"
    ):
        found = rules.alarm(
            State(state), since=since, last_news=last_news, at=at, patience=patience
        )
        if found is not Alarm.NONE:
            raised += _raise(parcel_id, state, found, at=at)
    return raised


def _raise(parcel_id: int, state: str, found: Alarm, *, at: datetime) -> list[ParcelView]:
    """Note one alarm, unless the parcel has moved meanwhile."""
    with transaction.atomic():
        hit = Parcel.objects.filter(pk=parcel_id, state=state, alarm="").update(
            alarm=found.value, alarm_since=at
        )
        if not hit:
            return []
        view = queries.parcel(parcel_id)
        announce.parcel_alarm(view, at=at)
    return [view]
