"""Finding a number: its story, taking it back, letting it rejoin, calling it out of order."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.typed import DayField
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import words
from yimen.channels.office.frame import page
from yimen.reference.people.rules import Right
from yimen.services.hall import actions, queries
from yimen.services.hall.errors import TicketNotFound
from yimen.services.hall.queries import TicketView
from yimen.services.hall.rules.states import Duty, State


class SearchForm(forms.Form):
    """A printed number, of today or of another day."""

    number = forms.CharField(
        label="号码",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "例如 A012", "autocapitalize": "characters"}),
    )
    day = DayField(label="日期", required=False)


@dataclass(frozen=True)
class Step:
    """One line of a number's story."""

    at: datetime
    what: str
    after: str
    who: str
    reason: str


@require_safe
@staff_page(Right.WITHDRAW_ANY)
def index(request: StaffRequest) -> HttpResponse:
    """Search by number; without one, those who missed their call today."""
    today = queries.business_day(request.centre_id, timezone.now())
    form = SearchForm(request.GET or None)
    number = form.cleaned_data["number"].strip() if form.is_valid() else ""
    found: TicketView | None = None
    if number:
        day: date = form.cleaned_data["day"] or today
        try:
            found = queries.ticket_by_number(request.centre_id, number, day)
        except TicketNotFound:
            found = None
        else:
            return redirect("office-ticket", found.id)
    context = {
        "form": form,
        "number": number,
        "missed": queries.missed(request.centre_id, today, limit=50),
    }
    return page(request, "office/tickets.html", context, here="tickets")


@require_safe
@staff_page(Right.WITHDRAW_ANY)
def ticket(request: StaffRequest, ticket_id: int) -> HttpResponse:
    """One number and what happened to it."""
    view = _own(request, ticket_id)
    today = queries.business_day(request.centre_id, timezone.now())
    waiting = view.state is State.WAITING and view.day == today
    may_call = waiting and request.actor.may(Right.CALL_CHOSEN, centre_id=request.centre_id)
    context = {
        "ticket": view,
        "state": words.STATES[view.state.value],
        "class_name": words.CLASSES[view.ticket_class.value],
        "channel": words.CHANNELS.get(view.channel, view.channel),
        "ahead": queries.ahead(view),
        "steps": [
            Step(at, words.EVENTS.get(event, event), words.STATES.get(after, ""),
                 words.actor(who), reason)
            for event, _, after, at, who, reason in queries.history(ticket_id)
        ],
        "may_withdraw": view.state in {State.WAITING, State.CALLED, State.HELD, State.MISSED},
        "may_rejoin": view.state is State.MISSED and view.day == today,
        "windows": _free_windows(request, view) if may_call else [],
        "may_call": may_call,
    }  # fmt: skip
    return page(request, "office/ticket.html", context, here="tickets")


@require_POST
@staff_page(Right.WITHDRAW_ANY)
def withdraw(request: StaffRequest, ticket_id: int) -> HttpResponse:
    """Take the number back."""
    view = _own(request, ticket_id)
    reason = request.POST.get("reason", "").strip()[:80]
    actions.withdraw(view.id, by=request.actor, at=timezone.now(), reason=reason)
    messages.success(request, f"{view.number} 已取消。")
    return redirect("office-ticket", ticket_id)


@require_POST
@staff_page(Right.WITHDRAW_ANY)
def rejoin(request: StaffRequest, ticket_id: int) -> HttpResponse:
    """Let a missed number back into the line."""
    view = _own(request, ticket_id)
    actions.rejoin(view.id, by=request.actor, at=timezone.now())
    messages.success(request, f"{view.number} 已恢复排队。")
    return redirect("office-ticket", ticket_id)


@require_POST
@staff_page(Right.CALL_CHOSEN)
def call(request: StaffRequest, ticket_id: int) -> HttpResponse:
    """Call the number out of order, to an open window, with a reason."""
    view = _own(request, ticket_id)
    window_id = typed.number(request.POST.get("window", ""))
    if window_id is None or window_id not in queries.window_places(request.centre_id):
        messages.error(request, "请选择一个空闲的窗口。")
        return redirect("office-ticket", ticket_id)
    reason = request.POST.get("reason", "")
    called = actions.call_chosen(
        view.id, window_id, by=request.actor, at=timezone.now(), reason=reason
    )
    messages.success(request, f"已特呼 {called.number} 到 {called.window} 号窗口。")
    return redirect("office-ticket", ticket_id)


def _own(request: StaffRequest, ticket_id: int) -> TicketView:
    view = queries.ticket(ticket_id)
    if view.centre_id != request.centre_id:
        raise TicketNotFound
    return view


def _free_windows(request: StaffRequest, view: TicketView) -> list[tuple[int, str]]:
    """Open windows that serve this queue and have nobody in front of them."""
    return [
        (duty.window_id, f"{duty.window} 号窗口（{duty.area} 区）")
        for duty in queries.duties(request.centre_id)
        if duty.state is Duty.OPEN
        and view.queue.code in duty.queues
        and queries.at_window(duty.window_id) is None
    ]
