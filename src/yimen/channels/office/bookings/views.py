"""The pages of bookings. Personal data is masked; what is found is found by blind index."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.refusals import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.bookings.forms import BookForm, PlanForm
from yimen.channels.office.frame import page
from yimen.journeys import book as journey
from yimen.journeys import check_in as checking
from yimen.kernel.identifiers import BadCitizenId, citizen_id
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Right
from yimen.services.booking import actions, queries
from yimen.services.booking.errors import AppointmentNotFound, BookingError
from yimen.services.booking.queries import AppointmentView
from yimen.services.booking.rules.states import State
from yimen.services.hall import queries as hall
from yimen.services.hall.errors import AlreadyInLine

STATES: Final = {
    State.BOOKED: ("待签到", "blue"),
    State.CHECKED_IN: ("已签到", "good"),
    State.DONE: ("已办理", "plain"),
    State.CANCELLED: ("已取消", "plain"),
    State.CALLED_OFF: ("大厅取消", "wait"),
    State.LATE: ("迟到取号", "wait"),
    State.NO_SHOW: ("爽约", "bad"),
    State.EXPIRED: ("已过期", "plain"),
}
_CODE, _PHONE = 8, 11


@never_cache
@require_safe
@staff_page(Right.ISSUE)
def index(request: StaffRequest) -> HttpResponse:
    """A day's bookings; the day's crowd; whom a change of hours hit."""
    today = hall.business_day(request.centre_id, timezone.now())
    day = typed.day(request.GET.get("day", "")) or today
    return _listed(request, queries.listing(request.centre_id, day), day, today)


@never_cache
@require_POST
@staff_page(Right.ISSUE)
def find(request: StaffRequest) -> HttpResponse:
    """By code, identity number or phone, which stay out of addresses and logs."""
    at = timezone.now()
    today = hall.business_day(request.centre_id, at)
    q = "".join(request.POST.get("q", "").split())[:20].upper()
    return _listed(request, _found(request, q, at), today, today, searched=True)


def _listed(
    request: StaffRequest,
    views: Sequence[AppointmentView],
    day: date,
    today: date,
    *,
    searched: bool = False,
) -> HttpResponse:
    affected = queries.affected(request.centre_id)
    numbers = hall.numbers(view.ticket_id for view in (*views, *affected) if view.ticket_id)
    context = {
        "rows": [_row(view, today, numbers) for view in views],
        "affected": [_row(view, today, numbers) for view in affected],
        "crowd": journey.crowd(request.centre_id, day),
        "day": day,
        "is_today": day == today,
        "searched": searched,
        "may_plan": request.actor.may(Right.RUN_HALL, centre_id=request.centre_id),
        "may_cancel": request.actor.may(Right.WITHDRAW_ANY, centre_id=request.centre_id),
    }
    return page(request, "office/bookings/index.html", context, here="bookings")


def _found(request: StaffRequest, q: str, at: datetime) -> list[AppointmentView]:
    kinds = {_CODE: "code", _PHONE: "phone"}
    proof = {kinds.get(len(q), "citizen_id"): q}
    try:
        return checking.find(request.centre_id, by=request.actor, at=at, **proof)
    except AppointmentNotFound:
        return []


def _row(view: AppointmentView, today: date, numbers: Mapping[int, str]) -> dict[str, Any]:
    zone = hall.centre(view.centre_id).zone
    word, tone = STATES[view.state]
    return {
        "view": view,
        "business": hall.queue_by_id(view.centre_id, view.queue_id).name,
        "starts": view.starts_at.astimezone(zone),
        "ends": view.ends_at.astimezone(zone),
        "word": word,
        "tone": tone,
        "may_check_in": view.state in (State.BOOKED, State.NO_SHOW) and view.day == today,
        "may_cancel": view.state is State.BOOKED,
        "number": numbers.get(view.ticket_id or 0, ""),
    }


@require_POST
@staff_page(Right.ISSUE)
def check_in(request: StaffRequest, appointment_id: int) -> HttpResponse:
    """Somebody without a machine: the number is shown on the number's own page of the office."""
    try:
        ticket, _again = checking.check_in(
            appointment_id, centre_id=request.centre_id, by=request.actor, at=timezone.now()
        )
    except (BookingError, AlreadyInLine) as refusal:
        messages.error(request, sentence(refusal))
        return redirect("office-bookings")
    messages.success(request, f"已签到，号码 {ticket.number}。请告诉群众留意叫号。")
    return redirect("office-bookings")


@require_POST
@staff_page(Right.WITHDRAW_ANY)
def cancel(request: StaffRequest, appointment_id: int) -> HttpResponse:
    """Give the place back for somebody, without the citizens' deadline."""
    if queries.appointment(appointment_id).centre_id != request.centre_id:
        raise AppointmentNotFound
    actions.cancel(appointment_id, by=request.actor, at=timezone.now())
    messages.success(request, "预约已取消，名额已放回。")
    return redirect("office-bookings")


@require_POST
@staff_page(Right.RUN_HALL)
def lift(request: StaffRequest) -> HttpResponse:
    """Let somebody book again who stayed away too often, for example because they were ill."""
    at = timezone.now()
    today = hall.business_day(request.centre_id, at)
    try:
        number = citizen_id(request.POST.get("number", ""), today=today)
    except BadCitizenId as refusal:
        messages.error(request, sentence(refusal))
        return redirect("office-bookings")
    if actions.lift_bar(number, centre_id=request.centre_id, by=request.actor, at=at):
        messages.success(request, "爽约限制已解除，现在可以预约。")
    else:
        messages.info(request, "这个人没有爽约限制。")
    return redirect("office-bookings")


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page(Right.ISSUE)
def book(request: StaffRequest) -> HttpResponse:
    """Book for somebody who stands here or calls: business and day, half hour and person."""
    at = timezone.now()
    offered = journey.offered(request.centre_id, at=at)
    known = {item.queue.code: item.queue for item in offered}
    code = request.GET.get("queue", "")
    queue = known.get(code) or (offered[0].queue if offered else None)
    days = journey.days(request.centre_id, queue.code, at=at) if queue else []
    wanted = request.GET.get("day", "")
    day = next((item.day for item in days if item.day.isoformat() == wanted), None)
    day = day or next((item.day for item in days if item.left), None)
    slots = journey.slots(request.centre_id, queue.code, day, at=at) if queue and day else []
    zone = centres.centre(request.centre_id).zone
    today = hall.business_day(request.centre_id, at)
    form = BookForm(slots, zone, today, _sent(request), key=secrets.token_urlsafe(12))
    if form.is_valid():
        try:
            view, _again = journey.book(
                form.cleaned_data["slot"], form.person(), centre_id=request.centre_id,
                by=request.actor, at=at, channel="reception", key=form.cleaned_data["key"] or None,
            )  # fmt: skip
        except BookingError as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, f"预约成功，预约码 {view.code[:4]} {view.code[4:]}。")
            return redirect(f"{reverse('office-bookings')}?day={view.day}")
    context = {"form": form, "offered": offered, "queue": queue, "days": days, "day": day}
    status = 422 if form.errors else 200
    return page(request, "office/bookings/book.html", context, here="bookings", status=status)


def _sent(request: HttpRequest) -> Any:  # noqa: ANN401 - a form's data
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
@staff_page(Right.RUN_HALL)
def plan(request: StaffRequest) -> HttpResponse:
    """Places of each half hour: what the windows can serve, unless set by hand."""
    at = timezone.now()
    form = PlanForm(_sent(request))
    if form.is_valid():
        code = form.cleaned_data["queue"]
        journey.set_plan(request.centre_id, code, form.places(), by=request.actor, at=at)
        messages.success(request, "名额已保存，已约的不受影响。")
        return redirect("office-bookings-plan")
    by_hand = queries.plans(request.centre_id)
    today = hall.business_day(request.centre_id, at)
    by_windows = {
        item.queue_id: item.places for item in journey.businesses(request.centre_id, today)
    }
    rows = [
        {
            "queue": queue,
            "places": by_hand.get(queue.id, by_windows[queue.id]),
            "by_hand": queue.id in by_hand,
        }
        for queue in hall.queues(request.centre_id).values()
    ]
    context = {"rows": rows, "form": form}
    status = 422 if form.errors else 200
    return page(request, "office/bookings/plan.html", context, here="bookings", status=status)
