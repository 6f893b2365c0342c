"""Results and materials by parcel: ordered for a case, followed, told of, handed over when signed.

What a carrier tells is noted by `delivery`; what follows for the case and its applicant is said
here, as a reaction to the log.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from yimen.journeys import result_papers, telling, whereabouts
from yimen.journeys.telling import Said
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import choosing, deciding, handing, viewing
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.handing import ready
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import Place, PlaceKind
from yimen.services.cases.rules.states import State
from yimen.services.delivery import actions, queries
from yimen.services.delivery.actions import Load
from yimen.services.delivery.errors import BadAddress
from yimen.services.delivery.queries import Content, Direction, ParcelView
from yimen.services.delivery.rules.addresses import Address, Part, address
from yimen.services.notify.rules.templates import Key
from yimen.support.following import LoggedEvent

#: The case's result is ready, and not in the citizen's hand.
_READY: Final = frozenset({State.CERTIFIED, State.REFUSED})


def counter_address(at: datetime) -> Address:
    """Where the city sends from and is sent to, as the parameters say.

    Raises:
        BadAddress: nobody has written it down properly.
    """
    return address(*queries.rules_on(timezone.localdate(at)).sender)


def choose_post(
    case_id: int, to: Address, *, by: Actor, at: datetime, seen: datetime | None = None
) -> CaseView:
    """The applicant wants the result by post, to an address that a courier can find.

    Raises:
        CaseNotFound, NotAllowed, NotEditable, DraftMoved: as `cases` says.
    """
    return choosing.choose_hand_over(case_id, "post", asdict(to), by=by, at=at, seen=seen)


def chosen_address(case_id: int) -> Address:
    """Where the applicant wants the result.

    Raises:
        CaseNotFound: no such case.
        BadAddress: none was chosen.
    """
    said = viewing.for_house(case_id).address
    try:
        return address(said["name"], said["phone"], said["region"], said["street"])
    except KeyError:
        raise BadAddress(part=Part.STREET.value) from None


def post_result(
    case_id: int, *, by: Actor, at: datetime, to: Address | None = None, carrier: str = ""
) -> ParcelView:
    """Have a case's result carried to the citizen. Again: the same parcel.

    The case is held meanwhile: what was handed out or laid into a locker is not posted.

    Args:
        case_id: which.
        by: who hands it to the carrier.
        at: now.
        to: another address than the one chosen.
        carrier: another carrier than the city's first.

    Raises:
        CaseNotFound: no such case.
        NotAllowed: `by` does not hand out results here.
        HandedOut, ResultNotReady, ResultNotPrinted: no result waits at the issue window.
        LiesInLocker: it is to be taken back first.
        BadAddress: no address was chosen.
        UnknownCarrier: the city has no contract with it.
    """
    case = cases.case(case_id)
    receiver = to or chosen_address(case_id)
    load = Load(
        Direction.TO_CITIZEN,
        counter_address(at),
        receiver,
        Content.CERTIFICATE if case.state is not State.REFUSED else Content.DOCUMENTS,
        carrier=carrier,
    )
    reference = f"case:{case_id}"
    with transaction.atomic():
        held = handing.hold(case_id, by=by)
        if (known := queries.on_its_way(reference)) is not None:
            return known
        whereabouts.check_not_in_locker(case_id)
        handing.check_waits(held)
        return actions.order(
            load, reference=reference, centre_id=case.centre_id, key="result", by=by, at=at
        )


def send_again(
    parcel_id: int, *, by: Actor, at: datetime, receiver: Address | None = None, carrier: str = ""
) -> ParcelView:
    """Send what came back, was lost or was never fetched once more.

    Raises:
        HandedOut: somebody has taken the result meanwhile.
        LiesInLocker, OnItsWay: it leaves on another way.
        NotAllowed, ParcelNotFound, StepNotAllowed, AlreadySentAgain, UnknownCarrier: as `delivery`
            says.
    """
    earlier = queries.parcel(parcel_id)
    case_id = telling.case_id_of(earlier.reference)
    with transaction.atomic():
        if case_id is not None and earlier.direction is Direction.TO_CITIZEN:
            handing.hold(case_id, by=by)
            whereabouts.check_not_in_locker(case_id)
            whereabouts.check_not_on_its_way(case_id, beside=parcel_id)
        return actions.send_again(parcel_id, by=by, at=at, receiver=receiver, carrier=carrier)


def to_post(centre_id: int) -> list[CaseView]:
    """Results that their applicants want by post and that nobody has posted yet, oldest first."""
    waiting = ready(centre_id, way="post")
    sent = queries.with_parcel((f"case:{case.id}" for case in waiting), Direction.TO_CITIZEN)
    return [case for case in waiting if f"case:{case.id}" not in sent]


def on_parcel(event: LoggedEvent) -> None:
    """Tell what became of a parcel; what was signed is handed over, from the legal moment on."""
    parcel = queries.parcel(int(event.body["parcel"]))
    case = telling.case_of(parcel.reference)
    if case is None:
        return
    kind = event.name.removeprefix("parcel.")
    say = (_TO_CITIZEN if parcel.direction is Direction.TO_CITIZEN else _FROM_CITIZEN).get(kind)
    if say is not None:
        said, occasion = say(parcel, case)
        numbered = occasion or f"{event.name}:{event.id}"
        with telling.if_it_may_be_said():
            telling.tell(case, said, occasion=numbered, at=event.at)
    if parcel.direction is Direction.TO_CITIZEN:
        with result_papers.best_effort():
            _move_papers(kind, parcel, case, at=event.at)
    signed = parcel.signed_at is not None and parcel.direction is Direction.TO_CITIZEN
    if kind == "signed" and signed and case.state in _READY:
        deciding.hand_over(case.id, taker="parcel", by=HOUSE, at=parcel.signed_at or event.at)


def _move_papers(kind: str, parcel: ParcelView, case: CaseView, *, at: datetime) -> None:
    """The papers go where their parcel goes; what comes back is on its way until it is scanned."""
    if kind in _WITH_COURIER:
        target = Place(PlaceKind.COURIER, parcel.id)
        result_papers.hand_on(case.id, target, by=HOUSE, at=at)
    elif kind == "signed":
        result_papers.reach_citizen(
            case.id,
            PlaceKind.COURIER,
            by=HOUSE,
            at=at,
            how=f"parcel:{parcel.id}",
            place_id=parcel.id,
        )
    elif kind == "returned":
        result_papers.bring_back(
            case.id, PlaceKind.COURIER, by=HOUSE, at=at, taken=False, place_id=parcel.id
        )


#: Whichever is heard first: the courier has it.
_WITH_COURIER: Final = frozenset({"picked_up", "in_transit", "out_for_delivery"})

Saying = Callable[[ParcelView, CaseView], tuple[Said, str]]


def _posted(parcel: ParcelView, case: CaseView) -> tuple[Said, str]:
    values = {"carrier": parcel.carrier_name, "parcel": parcel.number}
    return Said(Key.PARCEL_POSTED, values), f"posted:{parcel.id}"


def _by_carrier(key: Key, once: str = "") -> Saying:
    def said(parcel: ParcelView, case: CaseView) -> tuple[Said, str]:
        occasion = f"{once}:{parcel.id}" if once else ""
        return Said(key, {"carrier": parcel.carrier_name}), occasion

    return said


def _returned(parcel: ParcelView, case: CaseView) -> tuple[Said, str]:
    return Said(Key.PARCEL_RETURNED, {"place": telling.issue_window(case)}), ""


#: Said of a result on its way. Whichever of the first three is heard first says that it was posted.
_TO_CITIZEN: Final[Mapping[str, Saying]] = {
    "picked_up": _posted,
    "in_transit": _posted,
    "out_for_delivery": _posted,
    "signed": _by_carrier(Key.PARCEL_DELIVERED),
    "problem": _by_carrier(Key.PARCEL_PROBLEM),
    "lost": _by_carrier(Key.PARCEL_PROBLEM),
    "returned": _returned,
}
#: Said of papers on their way here.
_FROM_CITIZEN: Final[Mapping[str, Saying]] = {
    "awaiting": _by_carrier(Key.PARCEL_ORDERED, once="ordered"),
    "problem": _by_carrier(Key.PARCEL_PROBLEM),
    "lost": _by_carrier(Key.PARCEL_PROBLEM),
}
NAMES: Final = frozenset(f"parcel.{kind}" for kind in {**_TO_CITIZEN, **_FROM_CITIZEN})
