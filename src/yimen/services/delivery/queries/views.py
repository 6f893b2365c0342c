"""What others see of delivery: frozen values, personal data masked."""

from dataclasses import dataclass
from datetime import date, datetime

from yimen.services.delivery.models import Claim, Deposit, Locker, Parcel, Slot, TrackEvent
from yimen.services.delivery.rules import addresses
from yimen.services.delivery.rules.addresses import MaskedAddress
from yimen.services.delivery.rules.alarms import Alarm
from yimen.services.delivery.rules.kinds import Content, Direction, Payer, carrier_name
from yimen.services.delivery.rules.lockers import DepositState
from yimen.services.delivery.rules.states import MAY_GO_AGAIN, Problem, State, Step
from yimen.support.secrets import unseal

_WIPED = MaskedAddress("", "", "")


@dataclass(frozen=True)
class ParcelView:
    """One parcel.

    Args:
        id: ours.
        public_id: in the address of its own page.
        centre_id: whose.
        direction: which way.
        carrier: the carrier's code.
        carrier_name: as people call it.
        number: on the parcel; empty until there is one.
        reference: whose it is, for example "case:17".
        content: what is in it.
        payer: who pays.
        sender: masked, unless it is our counter.
        receiver: masked, unless it is our counter.
        ordered_at: when it was ordered here.
        state: where it is.
        state_since: since when.
        problem: why it does not arrive.
        signed_at: the legal moment of delivery.
        signed_by: the carrier's code for whose signature.
        last_news_at: when anything was last told of it.
        alarm: what the watch has found.
        trouble: what the carrier said last instead of yes, as a code.
        again_of: the earlier parcel that this one replaces.
        sent_again: whether a later one replaces it.
        opened_at: when somebody here opened what a citizen sent.
    """

    id: int
    public_id: str
    centre_id: int
    direction: Direction
    carrier: str
    carrier_name: str
    number: str
    reference: str
    content: Content
    payer: Payer
    sender: MaskedAddress
    receiver: MaskedAddress
    ordered_at: datetime
    state: State
    state_since: datetime
    problem: Problem
    signed_at: datetime | None
    signed_by: str
    last_news_at: datetime
    alarm: Alarm
    trouble: str
    again_of: int | None
    sent_again: bool
    opened_at: datetime | None

    @property
    def may_open(self) -> bool:
        """Whether it came from a citizen, and waits to be opened."""
        came = self.direction is Direction.FROM_CITIZEN and self.state is State.SIGNED
        return came and self.opened_at is None

    @property
    def may_go_again(self) -> bool:
        """Whether it can be sent once more."""
        stuck = self.state is State.PROBLEM and self.problem is Problem.NOT_TAKEN
        return (self.state in MAY_GO_AGAIN or stuck) and not self.sent_again


@dataclass(frozen=True)
class EventView:
    """One line of a parcel's timeline."""

    happened_at: datetime
    told_at: datetime
    step: Step
    problem: Problem
    code: str
    text: str
    source: str


@dataclass(frozen=True)
class ClaimView:
    """What is asked of a carrier."""

    parcel_id: int
    opened_at: datetime
    settled_fen: int | None


@dataclass(frozen=True)
class LockerView:
    """A locker, with how many slots are free.

    Args:
        free: neither used nor broken.
        total: all of them.
        waiting: deposits that wait for their owners.
        overdue: deposits to be taken back.
    """

    id: int
    centre_id: int
    name: str
    place: str
    address: str
    is_active: bool
    free: int
    total: int
    waiting: int
    overdue: int


@dataclass(frozen=True)
class SlotView:
    """One door, and whose thing lies behind it."""

    id: int
    number: str
    size: str
    broken_at: datetime | None
    deposit_id: int | None
    state: DepositState | None
    reference: str
    valid_until: date | None


@dataclass(frozen=True)
class DepositView:
    """Something that lies, or lay, behind a door."""

    id: int
    centre_id: int
    locker_id: int
    locker: str
    place: str
    slot: str
    reference: str
    state: DepositState
    stored_at: datetime | None
    valid_until: date | None
    ended_at: datetime | None


def parcel_view(row: Parcel, *, sent_again: bool) -> ParcelView:
    """A row as others see it."""
    return ParcelView(
        id=row.pk,
        public_id=row.public_id,
        centre_id=row.centre_id,
        direction=Direction(row.direction),
        carrier=row.carrier,
        carrier_name=carrier_name(row.carrier),
        number=row.number or "",
        reference=row.reference,
        content=Content(row.content),
        payer=Payer(row.payer),
        sender=_shown(row.sender_sealed, ours=row.direction == Direction.TO_CITIZEN.value),
        receiver=_shown(row.receiver_sealed, ours=row.direction == Direction.FROM_CITIZEN.value),
        ordered_at=row.ordered_at,
        state=State(row.state),
        state_since=row.state_since,
        problem=Problem(row.problem),
        signed_at=row.signed_at,
        signed_by=row.signed_by,
        last_news_at=row.last_news_at,
        alarm=Alarm(row.alarm),
        trouble=row.trouble,
        again_of=row.again_of_id,
        sent_again=sent_again,
        opened_at=row.opened_at,
    )


def event_view(row: TrackEvent) -> EventView:
    """A row as others see it."""
    return EventView(
        happened_at=row.happened_at,
        told_at=row.told_at,
        step=Step(row.step),
        problem=Problem(row.problem),
        code=row.code,
        text=row.text,
        source=row.source,
    )


def claim_view(row: Claim) -> ClaimView:
    """A row as others see it."""
    return ClaimView(row.pk, row.opened_at, row.settled_fen)


def slot_view(row: Slot, deposit: Deposit | None) -> SlotView:
    """A row as others see it, with what lies behind the door."""
    return SlotView(
        id=row.pk,
        number=row.number,
        size=row.size,
        broken_at=row.broken_at,
        deposit_id=deposit.pk if deposit else None,
        state=DepositState(deposit.state) if deposit else None,
        reference=deposit.reference if deposit else "",
        valid_until=deposit.valid_until if deposit else None,
    )


def deposit_view(row: Deposit) -> DepositView:
    """A row, read with its slot and locker, as others see it."""
    locker: Locker = row.slot.locker
    return DepositView(
        id=row.pk,
        centre_id=locker.centre_id,
        locker_id=locker.pk,
        locker=locker.name,
        place=locker.place,
        slot=row.slot.number,
        reference=row.reference,
        state=DepositState(row.state),
        stored_at=row.stored_at,
        valid_until=row.valid_until,
        ended_at=row.ended_at,
    )


def _shown(sealed: bytes | memoryview, *, ours: bool) -> MaskedAddress:
    if not sealed:
        return _WIPED
    found = addresses.from_json(unseal(bytes(sealed)))
    return found.of_counter if ours else found.masked
