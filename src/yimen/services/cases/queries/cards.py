"""Cards, and what decides whose they are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from yimen.reference.centres import queries as centres
from yimen.reference.centres.rules.opening import closes_at
from yimen.services.cases.errors import CardNotFound
from yimen.services.cases.models import Case, CaseEvent, Step
from yimen.services.cases.models.cards import Card
from yimen.services.cases.queries.clocks import local_day, zone_of
from yimen.services.cases.rules.cards import CardState, Cause, Colour, Visit
from yimen.services.cases.rules.clocks import ClockKind
from yimen.services.cases.rules.states import Move, StepState

_INBOX = [StepState.OPEN.value, StepState.CLAIMED.value]
_REFUSALS = [move.value for move in (Move.REFUSE, Move.FIND_NOT_REQUIRED, Move.FIND_NOT_COMPETENT)]
#: A centre that is closed for longer than this has no office hours to wait for.
_LOOK_AHEAD_DAYS = 30


@dataclass(frozen=True)
class CardView:
    """A card as pages need it. Staff by id."""

    id: int
    case_id: int
    public_id: str
    case_number: str
    item_name: str
    centre_id: int
    clock: ClockKind | None
    colour: Colour
    cause: Cause
    on: date
    at: datetime
    department_id: int
    department: str
    staff_id: int | None
    state: CardState
    ground: str
    appealed_by: int | None
    appealed_at: datetime | None
    decision: str
    decided_by: int | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Holder:
    """Whose business a case is at present."""

    department_id: int
    staff_id: int | None
    step_id: int | None


def card(card_id: int) -> CardView:
    """One card.

    Raises:
        CardNotFound: no such card.
    """
    row = _rows().filter(pk=card_id).first()
    if row is None:
        raise CardNotFound
    return _view(row)


def cards_of(case_id: int) -> list[CardView]:
    """A case's cards in the order they were given, cancelled ones included."""
    return [_view(row) for row in _rows().filter(case_id=case_id).order_by("id")]


def cards(
    *,
    centre_id: int | None = None,
    department_id: int | None = None,
    staff_id: int | None = None,
    colours: tuple[Colour, ...] = (Colour.YELLOW, Colour.RED),
    states: tuple[CardState, ...] = tuple(CardState),
    before: int | None = None,
    limit: int = 50,
) -> list[CardView]:
    """A page of cards, the newest first, older than the card `before`."""
    rows = _rows().filter(
        colour__in=[colour.value for colour in colours], state__in=[state.value for state in states]
    )
    if centre_id is not None:
        rows = rows.filter(case__centre_id=centre_id)
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    if staff_id is not None:
        rows = rows.filter(staff=staff_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_view(row) for row in rows.order_by("-id")[:limit]]


def holder_of(row: Case, kind: ClockKind | None, cause: Cause) -> Holder:
    """Who answers for a case: the step that is due first, else who took it in or decided it.

    Args:
        row: the case.
        kind: the clock a card is for; None for a cause that is no limit.
        cause: what for.
    """
    if cause in {Cause.SECOND_SUPPLEMENT, Cause.DEEMED} or kind is ClockKind.ACCEPTANCE:
        return Holder(row.department_id, row.received_by, None)
    if cause is Cause.NO_REASON:
        return Holder(row.department_id, row.decided_by, None)
    if kind is ClockKind.DELIVERY:
        return Holder(row.department_id, None, None)
    steps = Step.objects.filter(case=row, state__in=_INBOX).order_by("due_on", "position", "id")
    step = steps.first()
    if step is None:
        return Holder(row.department_id, row.handled_by or row.accepted_by, None)
    return Holder(step.department_id, step.assignee, step.pk)


def refusal_of(case_id: int) -> int | None:
    """The log's entry with which a case was refused or turned away, None where it was not."""
    refused = CaseEvent.objects.filter(case_id=case_id, event__in=_REFUSALS)
    return refused.order_by("id").values_list("pk", flat=True).first()


def visit_of(row: Case) -> Visit | None:
    """The office hours in which an instant item was to be done; None where the centre has none.

    What came in after closing time or on a closed day belongs to the next day that opens.
    """
    if row.received_at is None:
        return None
    zone = zone_of(row.centre_id)
    hours = centres.hours(row.centre_id)
    first = local_day(row.centre_id, row.received_at)
    for day in (first + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD_DAYS)):
        open_ = hours.on(day)
        closing = closes_at(open_, day, zone)
        if closing is not None and closing > row.received_at:
            opening = datetime.combine(day, min(open_).opens, zone)
            return Visit(max(row.received_at, opening), closing, day)
    return None


def _rows() -> QuerySet[Card]:
    return Card.objects.select_related("case", "clock", "department")


def _view(row: Card) -> CardView:
    return CardView(
        id=row.pk,
        case_id=row.case_id,
        public_id=row.case.public_id,
        case_number=row.case.number or "",
        item_name=row.case.item_name,
        centre_id=row.case.centre_id,
        clock=ClockKind(row.clock.kind) if row.clock is not None else None,
        colour=Colour(row.colour),
        cause=Cause(row.cause),
        on=row.on,
        at=row.at,
        department_id=row.department_id,
        department=row.department.name,
        staff_id=row.staff,
        state=CardState(row.state),
        ground=row.ground,
        appealed_by=row.appealed_by,
        appealed_at=row.appealed_at,
        decision=row.decision,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def slow_instant_cases(*, before: datetime, after: int, limit: int) -> list[int]:
    """Instant cases received before an instant that are not decided and may deserve a card, by id.

    Those that have their red one are left out: nothing worse can come.
    """
    done = Card.objects.filter(case_id=OuterRef("pk"), cause=Cause.INSTANT_OVERNIGHT.value)
    rows = Case.objects.filter(
        ~Exists(done),
        instant=True,
        decided_at__isnull=True,
        ended_at__isnull=True,
        received_at__lt=before,
        pk__gt=after,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
