"""Who of a department will be late in the coming days, and why we think so."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncDate
from django.utils.timezone import get_current_timezone

from yimen.kernel.workdays import Calendar
from yimen.reference.centres import queries as centres
from yimen.services.cases.models import Case, SpecialProcedure, Step
from yimen.services.cases.queries.clocks import limits_on, local_day
from yimen.services.cases.rules import forecast as rules
from yimen.services.cases.rules.forecast import Ahead, Need, Speed
from yimen.services.cases.rules.states import State, StepState

_UNDONE = [StepState.WAITING.value, StepState.OPEN.value, StepState.CLAIMED.value]
#: Suspended cases have no due date, decided ones no steps.
_GOING = [State.ACCEPTED.value, State.IN_REVIEW.value]


@dataclass(frozen=True)
class LateView:
    """A case that will be late if nothing changes.

    Args:
        due_on: its promised day.
        expected_on: when its remaining steps will be done at the present speed.
        need: the days behind it, a step a line, each with what it rests on.
        staff_id: who holds the step that is open now; None while nobody took it.
    """

    case_id: int
    public_id: str
    number: str
    item_name: str
    due_on: date
    statutory_due: date | None
    expected_on: date
    need: Need
    step: str
    staff_id: int | None


@dataclass(frozen=True)
class LateForecast:
    """Who will be late from tomorrow on.

    Args:
        until: the last day looked at.
        looked_at: cases due in these days.
        speed_days: the speed is that of so many days.
        measured: finished steps behind it.
        late: those expected after their due day, the latest first.
    """

    until: date
    looked_at: int
    speed_days: int
    measured: int
    late: tuple[LateView, ...]


def forecast_late(department_id: int, day: date, *, ahead: int = 1) -> LateForecast:
    """Which cases of a department that are due in the next working days will miss their day.

    Left out: cases late already, suspended ones, and steps of cases with a special procedure in
    the measured speed, whose days are not their colleagues'.

    Args:
        department_id: whose cases.
        day: today, whose work is not over.
        ahead: how many working days to look ahead; 1 is the next one.
    """
    calendar = centres.legal_calendar()
    until = rules.done_on(day, ahead, calendar)
    rows = list(
        Case.objects.filter(
            department_id=department_id,
            state__in=_GOING,
            promised_due__gte=day,
            promised_due__lte=until,
        ).order_by("promised_due", "id")
    )
    span = limits_on(day).speed_days
    steps: defaultdict[int, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(case__in=rows, state__in=_UNDONE).order_by("position", "id"):
        steps[step.case_id].append(step)
    departments = {step.department_id for found in steps.values() for step in found}
    since = day - timedelta(days=span)
    speeds = _speeds({row.item_code for row in rows}, departments, since, calendar)
    late = [
        view
        for row in rows
        if steps[row.pk]
        and (view := _view(row, steps[row.pk], speeds[row.item_code], day, calendar))
        and view.expected_on > view.due_on
    ]
    late.sort(key=lambda view: (view.due_on - view.expected_on, view.case_id))
    measured = sum(speed.cases for found in speeds.values() for speed in found.values())
    return LateForecast(until, len(rows), span, measured, tuple(late))


def _view(
    row: Case, steps: list[Step], speeds: dict[str, Speed], day: date, calendar: Calendar
) -> LateView:
    found = rules.need((_ahead(row, step, day, calendar) for step in steps), speeds)
    current = steps[0]
    return LateView(
        case_id=row.pk,
        public_id=row.public_id,
        number=row.number or "",
        item_name=row.item_name,
        due_on=row.promised_due or day,
        statutory_due=row.statutory_due,
        expected_on=rules.done_on(day - timedelta(days=1), found.days, calendar),
        need=found,
        step=current.name,
        staff_id=current.assignee,
    )


def _ahead(row: Case, step: Step, day: date, calendar: Calendar) -> Ahead:
    spent = None
    if step.opened_at is not None:
        opened = local_day(row.centre_id, step.opened_at)
        spent = rules.working_days(opened, day - timedelta(days=1), calendar)
    return Ahead(step.position, step.name, step.days, spent)


def _speeds(
    items: Collection[str], departments: Collection[int], since: date, calendar: Calendar
) -> defaultdict[str, dict[str, Speed]]:
    """Medians by item and step, over the steps of some departments that ended since a day."""
    special = SpecialProcedure.objects.filter(case=OuterRef("case"), began_on__isnull=False)
    done = (
        Step.objects.filter(
            ~Exists(special),
            case__item_code__in=items,
            state=StepState.DONE.value,
            department__in=departments,
            done_at__gte=datetime.combine(since, time.min, get_current_timezone()),
            opened_at__isnull=False,
        )
        .values_list("case__item_code", "name", TruncDate("opened_at"), TruncDate("done_at"))
        .annotate(Count("id"))
    )
    counts: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for item, name, opened, ended, number in done:
        counts[item, name][rules.working_days(opened, ended, calendar)] += number
    speeds: defaultdict[str, dict[str, Speed]] = defaultdict(dict)
    for (item, name), found in counts.items():
        speeds[item][name] = rules.median(found)
    return speeds
