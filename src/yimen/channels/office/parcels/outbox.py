"""What was said by SMS: what waits, what did not arrive; in the demonstration every word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.notify import SMS_STATES
from yimen.channels.office.frame import page
from yimen.channels.office.today import Figure
from yimen.devices.sms import ConsoleGateway, Fault, gateway_at
from yimen.reference.people.rules import Right
from yimen.services.notify import actions, queries
from yimen.services.notify.actions.sending import configured
from yimen.services.notify.queries import SmsView
from yimen.services.notify.rules.sending import State
from yimen.support.writing import whole

_DAYS: Final = 7
_FILTERS: Final[Mapping[str, tuple[str, tuple[State, ...]]]] = {
    "": ("全部", ()),
    "dead": ("未送达", (State.DEAD,)),
    "waiting": ("待发送", (State.QUEUED, State.FAILED, State.SENDING)),
    "sent": ("已发送", (State.SENT,)),
}
_LOOKS: Final[Mapping[State, tuple[str, str]]] = {
    State.QUEUED: ("blue", "clock-3"),
    State.SENDING: ("blue", "send"),
    State.SENT: ("good", "circle-check"),
    State.FAILED: ("wait", "rotate-ccw"),
    State.DEAD: ("bad", "circle-alert"),
}
#: What a code in the row's error says; others are the gateway's own and shown as they are.
_ERRORS: Final[Mapping[str, str]] = {
    "stale": "已过时效，不再发送",
    "timeout": "短信网关没有及时回应",
    "no_answer": "短信网关没有回应",
    "down": "短信网关停止服务",
    "refused": "短信网关拒绝发送",
}
FAULTS: Final[Mapping[Fault, str]] = {
    Fault.NONE: "正常",
    Fault.DOWN: "网关停止服务",
    Fault.REFUSES: "网关拒绝发送",
}


@dataclass(frozen=True)
class Row:
    """One SMS in the list."""

    sms: SmsView
    state: str
    tone: str
    icon: str
    error: str


@require_safe
@staff_page(Right.RUN_HALL)
def index(request: StaffRequest) -> HttpResponse:
    """SMS of the last week, newest first."""
    since = timezone.now() - timedelta(days=_DAYS)
    only = request.GET.get("state", "")
    only = only if only in _FILTERS else ""
    found = queries.outbox(states=_FILTERS[only][1], since=since, uncovered=settings.DEMO)
    console = _console()
    context = {
        "rows": [_row(view) for view in found],
        "figures": _figures(queries.counts(since=since)),
        "filters": [(value, label) for value, (label, _) in _FILTERS.items()],
        "only": only,
        "has_gateway": bool(settings.SMS),
        "demo": settings.DEMO,
        "faults": FAULTS.items() if console else (),
        "fault": console.fault if console else None,
    }
    return page(request, "office/parcels/outbox.html", context, here="outbox")


@require_POST
@staff_page(Right.RUN_HALL)
def revive(request: StaffRequest, message_id: int) -> HttpResponse:
    """Try one that did not arrive once more."""
    actions.revive(message_id, by=request.actor, at=timezone.now())
    messages.success(request, "已重新排队发送。")
    return redirect("office-outbox")


@require_POST
@staff_page(Right.RUN_HALL)
def fault(request: StaffRequest) -> HttpResponse:
    """In the demonstration: break the gateway, or mend it."""
    console, asked = _console(), request.POST.get("fault", "")
    if console is None or asked not in set(Fault):
        raise Http404
    console.break_by(Fault(asked))
    messages.success(request, f"演示短信网关：{FAULTS[Fault(asked)]}。")
    return redirect("office-outbox")


def _console() -> ConsoleGateway | None:
    """The demonstration's gateway; None where a real one is."""
    if not settings.DEMO or not settings.SMS.startswith("console:"):
        return None
    gateway = gateway_at(configured())
    return gateway if isinstance(gateway, ConsoleGateway) else None


def _row(view: SmsView) -> Row:
    tone, icon = _LOOKS[view.state]
    error = _ERRORS.get(view.error, view.error)
    return Row(view, SMS_STATES[view.state.value], tone, icon, error)


def _figures(found: queries.Outbox) -> list[Figure]:
    days = f"近 {_DAYS} 天"
    return [
        Figure("未送达", whole(found.dead), "条", days, alarm=found.dead > 0),
        Figure("待发送", whole(found.waiting), "条", days),
        Figure("已发送", whole(found.sent), "条", days),
    ]
