"""The pages of booking. Each works without script; only the last form writes."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yimen.channels.doorway.codes import qr_svg
from yimen.channels.doorway.names import named, place
from yimen.channels.doorway.refusals import STATUS, sentence
from yimen.channels.doorway.who import citizen
from yimen.channels.portal.booking import words
from yimen.channels.portal.booking.forms import PersonForm, ProofForm
from yimen.journeys import book as journey
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.centres import queries as centres
from yimen.reference.centres.errors import CentreNotFound
from yimen.reference.centres.queries import CentreView
from yimen.services.booking import actions, queries
from yimen.services.booking.errors import AppointmentNotFound, BookingError, SlotNotFound
from yimen.services.booking.queries import AppointmentView, SlotView
from yimen.services.booking.rules.states import State
from yimen.services.hall import queries as hall
from yimen.services.hall.queries import QueueView
from yimen.support import writing

_INVALID: Final = 422


@dataclass(frozen=True)
class Row:
    """One thing to choose."""

    url: str
    title: str
    note: str
    end: str
    tone: str
    open: bool
    share: int = 0


def _centre() -> CentreView:
    known = centres.centres()
    if not known:
        raise CentreNotFound
    return known[0]


def _frame(step: int, back: str, **more: object) -> dict[str, Any]:
    """The steps by name, and the way back."""
    names = (_("业务"), _("日期"), _("时段"), _("姓名"))
    states = ["done" if n < step else "now" if n == step else "todo" for n in range(len(names))]
    steps = [{"title": t, "state": s} for t, s in zip(names, states, strict=True)]
    return {"steps": steps, "step": step + 1, "back_url": back, **more}


@never_cache
@require_safe
def businesses(request: HttpRequest) -> HttpResponse:
    """Which business? Searched by a part of its name or of its department's."""
    centre, at = _centre(), timezone.now()
    departments = {item.id: named(item) for item in catalogue.departments()}
    q = request.GET.get("q", "").strip()[:40]
    rows = []
    for item in journey.offered(centre.id, at=at):
        queue = item.queue
        department = departments.get(queue.department_id, queue.department)
        if q.casefold() not in f"{queue.name} {named(queue)} {department}".casefold():
            continue
        end = writing.day_short(item.first) if item.first else _("约满")
        url = reverse("book-days", args=[queue.code])
        rows.append(Row(url, named(queue), department, end, "", open=True))
    context = _frame(0, reverse("portal-home"), rows=rows, q=q, place=named(centre))
    if request.headers.get("HX-Request"):
        return render(request, "portal/booking/businesses.html#rows", context)
    return render(request, "portal/booking/businesses.html", context)


@never_cache
@require_safe
def days(request: HttpRequest, code: str) -> HttpResponse:
    """Which day? Full ones are shown, and when the next one is offered."""
    centre, at = _centre(), timezone.now()
    queue = hall.queue(centre.id, code)
    today = at.astimezone(centre.zone).date()
    rows = []
    for item in journey.days(centre.id, code, at=at):
        word, tone = words.CROWDS[item.crowd]
        note = _("今天") if item.day == today else ""
        end = _("还有 %(left)d 个") % {"left": item.left} if item.left else str(word)
        url = reverse("book-slots", args=[code, item.day.isoformat()])
        title = writing.day_week(item.day)
        rows.append(Row(url, title, note, end, tone, open=item.left > 0))
    context = _frame(
        1, reverse("book"), rows=rows, queue=queue, release=_release(queue, centre, at)
    )
    return render(request, "portal/booking/days.html", context)


def _release(queue: QueueView, centre: CentreView, at: datetime) -> str:
    following = queries.next_release(queue.id, at=at)
    if following is None:
        return ""
    opens, day = following
    return _("%(day)s的号，%(opens)s 放出。") % {
        "day": writing.day_week(day),
        "opens": writing.moment(opens, zone=centre.zone),
    }


@never_cache
@require_safe
def slots(request: HttpRequest, code: str, day: date) -> HttpResponse:
    """Which half hour? With how full each is."""
    centre, at = _centre(), timezone.now()
    queue = hall.queue(centre.id, code)
    levels = {item.starts_at: item for item in journey.crowd(centre.id, day, code)}
    rows = []
    for slot in journey.slots(centre.id, code, day, at=at):
        level = levels[slot.starts_at]
        word, tone = words.CROWDS[level.crowd]
        title = words.span(slot.starts_at, slot.ends_at, centre.zone)
        end = _("还有 %(left)d 个") % {"left": slot.left} if slot.left else ""
        url = reverse("book-who", args=[slot.id])
        rows.append(Row(url, title, str(word), end, tone, open=slot.left > 0, share=level.share))
    back = reverse("book-days", args=[code])
    context = _frame(2, back, rows=rows, queue=queue, day=day)
    return render(request, "portal/booking/slots.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def who(request: HttpRequest, slot_id: int) -> HttpResponse:
    """In whose name? The only page that books; its key makes a second press the same booking."""
    centre, at = _centre(), timezone.now()
    slot = queries.slot(slot_id)
    if slot.centre_id != centre.id:
        raise SlotNotFound
    queue = hall.queue_by_id(centre.id, slot.queue_id)
    today = at.astimezone(centre.zone).date()
    if request.method != "POST":
        form = PersonForm(today, key=secrets.token_urlsafe(12))
        return _ask_who(request, slot, queue, form)
    form = PersonForm(today, request.POST)
    if not form.is_valid():
        return _ask_who(request, slot, queue, form, status=_INVALID)
    key = form.cleaned_data["key"] or None
    try:
        view, _again = journey.book(
            slot_id,
            form.person(),
            centre_id=centre.id,
            by=citizen(""),
            at=at,
            channel="phone",
            key=key,
        )
    except BookingError as refusal:
        said = sentence(refusal)
        return _ask_who(request, slot, queue, form, fault=said, status=STATUS[refusal.kind])
    return redirect("booking", view.public_id)


def _ask_who(
    request: HttpRequest,
    slot: SlotView,
    queue: QueueView,
    form: PersonForm,
    *,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    zone = _centre().zone
    context = _frame(
        3,
        reverse("book-slots", args=[queue.code, slot.day.isoformat()]),
        form=form,
        queue=queue,
        day=slot.day,
        span=words.span(slot.starts_at, slot.ends_at, zone),
        fault=fault,
        agent_open=bool(form.is_bound and (form["agent_id"].data or form["agent_name"].data)),
    )
    return render(request, "portal/booking/who.html", context, status=status)


@never_cache
@require_safe
def booking(request: HttpRequest, public_id: str) -> HttpResponse:
    """The appointment itself: code, time, place, what to bring it to."""
    view = queries.appointment_by_public_id(public_id)
    return render(request, "portal/booking/booking.html", _shown(view))


def _shown(view: AppointmentView) -> dict[str, Any]:
    centre = centres.centre(view.centre_id)
    queue = hall.queue_by_id(view.centre_id, view.queue_id)
    areas = {area.id: area for area in centres.areas(view.centre_id)}
    ticket = hall.ticket(view.ticket_id) if view.ticket_id else None
    held = queries.rules_on(view.day)
    return {
        "view": view,
        "said": words.said(view, held.early, centre.zone),
        "span": words.span(view.starts_at, view.ends_at, centre.zone),
        "queue": queue,
        "centre": centre,
        "area": place(areas.get(queue.area_id or 0)),
        "ticket": ticket,
        "is_open": view.state is State.BOOKED,
        "code": f"{view.code[:4]} {view.code[4:]}",
        "qr": qr_svg(view.code, label=_("预约码")) if view.code else "",
        "until": writing.moment(view.starts_at - held.cancel_notice, zone=centre.zone),
    }


@never_cache
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks once, then gives the place back."""
    view = queries.appointment_by_public_id(public_id)
    if request.method == "POST":
        actions.cancel(view.id, by=citizen(public_id), at=timezone.now())
        return redirect("booking", public_id)
    if view.state is not State.BOOKED:
        return redirect("booking", public_id)
    return render(request, "portal/booking/cancel.html", _shown(view))


@never_cache
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """A booking by its code and the last four of ID or phone, to look at or give back."""
    form = ProofForm(request.POST if request.method == "POST" else None)
    fault = ""
    if form.is_valid():
        try:
            view = queries.proven(form.cleaned_data["code"], form.cleaned_data["tail"])
        except AppointmentNotFound as refusal:
            fault = sentence(refusal)
        else:
            return redirect("booking", view.public_id)
    context = {"form": form, "fault": fault, "back_url": reverse("book")}
    status = _INVALID if form.is_bound else 200
    return render(request, "portal/booking/find.html", context, status=status)
