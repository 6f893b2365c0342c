"""A person's own steps, and what the group may claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.streams import stream_url
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.cases import STATES
from yimen.channels.office.cases.who import departments_of
from yimen.channels.office.cases.words import CHANNELS, DUE, ROLES, STATE_TONES, Sign
from yimen.channels.office.frame import page
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import steps as actions
from yimen.services.cases.queries import cases, search
from yimen.services.cases.queries import inbox as queries
from yimen.services.cases.queries.inbox import Place, Task
from yimen.services.cases.queries.search import Wanted
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.queries.voices import urged
from yimen.services.cases.rules.states import State

PAGE: Final = 50
BEHIND: Final = (Right.HANDLE, Right.REVIEW, Right.APPROVE)
#: What changes an inbox.
EVENTS: Final = " ".join(
    f"case.{name}"
    for name in [
        "receive",
        "submit",
        "accept",
        "deem_accepted",
        "supplement",
        "reroute",
        "unstaffed",
        "claim",
        "begin_review",
        "release",
        "pass_on",
        "finish_step",
        "return_step",
        "suspend",
        "resume",
        "terminate",
        "void",
        "withdraw",
        "urge",
    ]
)
#: More than these are found by search; nobody scrolls through them here.
_WAITING: Final = 20


@dataclass(frozen=True)
class Row:
    """One step in an inbox, in words."""

    task: Task
    state: str
    tone: str
    due: Sign
    role: str
    channel: str
    #: When the applicant urged it last.
    urged_at: datetime | None


@never_cache
@require_safe
@staff_page()
def own(request: StaffRequest) -> HttpResponse:
    """What I have claimed. Who works at no step is led to the search."""
    if not any(request.actor.may(right) for right in BEHIND):
        return redirect("office-cases-find")
    today = timezone.localdate()
    tasks = queries.own_inbox(request.actor.id, today=today, after=_after(request), limit=PAGE + 1)
    context = _context(request, tasks, today)
    return page(request, "office/cases/own.html", context, here="cases-own")


@never_cache
@require_safe
@staff_page()
def group(request: StaffRequest) -> HttpResponse:
    """What anybody like me may claim; cases the department has not accepted yet come first."""
    if not any(request.actor.may(right) for right in BEHIND):
        return redirect("office-cases-find")
    today = timezone.localdate()
    after = _after(request)
    tasks = queries.group_inbox(request.actor, today=today, after=after, limit=PAGE + 1)
    context = _context(request, tasks, today)
    context["arrived"] = [] if after else _arrived(request.actor)
    return page(request, "office/cases/open.html", context, here="cases-open")


@require_POST
@staff_page()
def claim(request: StaffRequest, step_id: int) -> HttpResponse:
    """Claim from the list: on to the case, or back with what keeps me from it."""
    try:
        step = actions.claim(step_id, by=request.actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("office-cases-open")
    messages.success(request, f"已认领“{step.name}”。")
    return redirect("office-case", cases.case(step.case_id).public_id)


def _arrived(actor: Actor) -> list[tuple[CaseView, str, datetime | None]]:
    """Cases of my departments that wait for acceptance: handlers only."""
    found: list[CaseView] = []
    for department_id in departments_of(actor, Right.HANDLE):
        for state in (State.SUBMITTED, State.RECEIVED):
            wanted = Wanted(department_id=department_id, state=state)
            found += search.search(wanted, limit=_WAITING)
    found.sort(key=lambda view: view.id)
    shown = found[:_WAITING]
    when = urged(view.id for view in shown)
    return [(view, str(STATES[view.state.value]), when.get(view.id)) for view in shown]


def _context(request: StaffRequest, tasks: Sequence[Task], today: date) -> dict[str, object]:
    shown = tasks[:PAGE]
    when = urged(task.case_id for task in shown)
    return {
        "rows": [_row(task, when.get(task.case_id)) for task in shown],
        "today": today,
        "older": _address(request, shown[-1]) if len(tasks) > PAGE else "",
        "newest": request.path if "after" in request.GET else "",
        "stream": followed(request),
        "events": EVENTS,
    }


def followed(request: StaffRequest) -> str:
    """Where a page hears of the cases of its reader's departments; empty for who has none."""
    topics = {f"cases:{each.department_id}" for each in request.actor.grants if each.department_id}
    return stream_url(request, topics) if topics else ""


def _row(task: Task, urged_at: datetime | None) -> Row:
    return Row(
        task,
        str(STATES[task.state.value]),
        STATE_TONES.get(task.state, "plain"),
        DUE[task.colour],
        ROLES.get(task.role, task.role),
        CHANNELS.get(task.channel, task.channel),
        urged_at,
    )


def _address(request: StaffRequest, last: Task) -> str:
    due = last.due_on.isoformat() if last.due_on else "none"
    return f"{request.path}?after={due}.{last.step_id}"


def _after(request: StaffRequest) -> Place | None:
    """Where the page before ended; nonsense is the first page."""
    due, _, step = request.GET.get("after", "").partition(".")
    day, step_id = typed.day(due), typed.number(step)
    if step_id is None or (day is None and due != "none"):
        return None
    return Place(day, step_id)
