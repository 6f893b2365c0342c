"""The list of parcels, those in trouble first; one parcel, its timeline, what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway.codes import qr_svg
from yimen.channels.doorway.parcels import ShownParcel, shown_parcel
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page
from yimen.channels.office.parcels import words
from yimen.channels.office.parcels.forms import STEPS, offers
from yimen.channels.office.today import Figure
from yimen.devices.simulated_carrier import Fault, Plan
from yimen.journeys import parcels as journey
from yimen.journeys.fetching import expected
from yimen.journeys.telling import case_id_of
from yimen.kernel.errors import DomainError, Kind
from yimen.reference.people.rules import Right
from yimen.services.cases.errors import CaseNotFound, ResultNotPrinted
from yimen.services.cases.queries import cases
from yimen.services.delivery import actions, queries
from yimen.services.delivery.errors import ParcelNotFound
from yimen.services.delivery.queries import ParcelView
from yimen.support.writing import whole

_CASE_NUMBER: Final = 21


@dataclass(frozen=True)
class Row:
    """One parcel in the list."""

    shown: ShownParcel
    direction: str
    what: str
    number: str
    alarm: str


@require_safe
@staff_page(Right.READ_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """Parcels of the centre."""
    only = request.GET.get("only", "")
    only = only if only in words.ONLY else ""
    search = request.GET.get("q", "").strip()[:64]
    found = queries.listing(request.centre_id, only=only, search=_reference(search))
    context = {
        "rows": _rows(found),
        "figures": _figures(request.centre_id),
        "filters": words.ONLY.items(),
        "only": only,
        "q": search,
        "to_post": [] if only or search else journey.to_post(request.centre_id),
        "to_open": [] if only or search else _rows(queries.to_open(request.centre_id)),
        "may_receive": request.actor.may(Right.RECEIVE, centre_id=request.centre_id),
        "may_post": request.actor.may(Right.HAND_OUT, centre_id=request.centre_id),
    }
    return page(request, "office/parcels/list.html", context, here="parcels")


@require_POST
@staff_page(Right.HAND_OUT)
def post(request: StaffRequest, case_id: int) -> HttpResponse:
    """Have a result carried to the address that was chosen; on to its parcel, for the label."""
    try:
        made = journey.post_result(case_id, by=request.actor, at=timezone.now())
    except ResultNotPrinted as refusal:  # done on the case's page at the issue window
        messages.error(request, sentence(refusal))
        return redirect("office-issue-case", cases.case(case_id).public_id)
    messages.success(request, "已登记寄出，正在向快递公司下单。请打印面单，封好交给快递员。")
    return redirect("office-parcel", made.id)


@never_cache
@require_safe
@staff_page(Right.READ_CASES)
def parcel(request: StaffRequest, parcel_id: int) -> HttpResponse:
    """One parcel."""
    return _detail(request, _readable(request, parcel_id))


@require_POST
@staff_page(Right.HAND_OUT)
def step(request: StaffRequest, parcel_id: int, name: str) -> HttpResponse:
    """Do something to it; back to the parcel, or its page with what is wrong."""
    if name not in STEPS:
        raise Http404
    view = _readable(request, parcel_id)
    form = STEPS[name].form(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            done = STEPS[name].deed(parcel_id, form, request.actor, timezone.now())
        except DomainError as refusal:
            if refusal.kind is Kind.FORBIDDEN:
                raise
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, f"“{STEPS[name].label}”已完成。")
            after = done.id if isinstance(done, ParcelView) else parcel_id
            return redirect("office-parcel", after)
    return _detail(request, queries.parcel(view.id), {name: form})


@never_cache
@require_safe
@staff_page(Right.HAND_OUT)
def label(request: StaffRequest, parcel_id: int) -> HttpResponse:
    """The label to print and stick on. That names and phones were shown is on record."""
    view = _readable(request, parcel_id)
    sender, receiver = actions.waybill(parcel_id, by=request.actor, at=timezone.now())
    context = {
        "parcel": view,
        "sender": sender,
        "receiver": receiver,
        "content": words.CONTENTS[view.content],
        "payer": words.PAYERS[view.payer],
        "code": qr_svg(view.number, label=f"邮件号 {view.number}") if view.number else "",
        "demo": settings.DEMO,
    }
    return page(request, "office/parcels/label.html", context, here="parcels")


@require_POST
@staff_page(Right.HAND_OUT)
def demo(request: StaffRequest, parcel_id: int) -> HttpResponse:
    """In the demonstration: what becomes of a parcel, its next event now, a broken carrier."""
    view = _readable(request, parcel_id)
    carrier = actions.simulated(view.carrier) if settings.DEMO else None
    if carrier is None or not view.number:
        raise Http404
    if (fault := request.POST.get("fault", "")) in set(Fault):
        carrier.break_by(Fault(fault))
        messages.success(request, f"演示快递公司：{words.CARRIER_FAULTS[Fault(fault)]}。")
        return redirect("office-parcel", parcel_id)
    if (plan := request.POST.get("plan", "")) in set(Plan):
        carrier.plan_for(view.number, Plan(plan))
        messages.success(request, f"这个邮件接下来：{words.PLANS[Plan(plan)]}。")
        return redirect("office-parcel", parcel_id)
    at = timezone.now()
    known = {(event.code, event.text) for event in queries.timeline(parcel_id)}
    coming = [
        scan
        for scan in carrier.way(view.number, view.ordered_at)
        if (scan.code, scan.text) not in known
    ]
    if not coming:
        messages.info(request, "按现在的安排，这个邮件不再有新的轨迹。")
    else:
        actions.track(view.carrier, view.number, coming[:1], at=at)
    return redirect("office-parcel", parcel_id)


def _detail(
    request: StaffRequest, view: ParcelView, sent: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    claim = queries.open_claims([view.id]).get(view.id)
    later = [other for other in queries.parcels_of(view.reference) if other.again_of == view.id]
    simulated = actions.simulated(view.carrier) if settings.DEMO and view.number else None
    opens = view.may_open and request.actor.may(Right.RECEIVE, centre_id=view.centre_id)
    case_id = case_id_of(view.reference) if view.opened_at else None
    context = {
        "may_open": opens,
        "expected": expected(view) if opens else (),
        "case_url": _case_url(case_id) if case_id else "",
        "row": _rows([view])[0],
        "shown": shown_parcel(view, queries.timeline(view.id)),
        "content": words.CONTENTS[view.content],
        "payer": words.PAYERS[view.payer],
        "claim": claim,
        "later": later[0] if later else None,
        "offers": offers(view, claim, request.actor, sent or {}),
        "may_print": request.actor.may(Right.HAND_OUT, centre_id=view.centre_id),
        "plans": words.PLANS.items() if simulated else (),
        "plan": simulated.plan(view.number) if simulated else None,
        "faults": words.CARRIER_FAULTS.items() if simulated else (),
        "fault": simulated.fault if simulated else None,
    }
    status = 422 if sent else 200
    return page(request, "office/parcels/parcel.html", context, here="parcels", status=status)


def _case_url(case_id: int) -> str:
    return reverse("office-case", args=[cases.case(case_id).public_id])


def _readable(request: StaffRequest, parcel_id: int) -> ParcelView:
    """The parcel, for anybody who may read cases where it belongs.

    Raises:
        ParcelNotFound: there is none, or it is another centre's.
    """
    view = queries.parcel(parcel_id)
    if not request.actor.may(Right.READ_CASES, centre_id=view.centre_id):
        raise ParcelNotFound
    return view


def _rows(views: Sequence[ParcelView]) -> list[Row]:
    ids = {view.id: case_id for view in views if (case_id := case_id_of(view.reference))}
    names = cases.names_of(ids.values())
    rows = []
    for view in views:
        number, item = names.get(ids.get(view.id, 0), ("", view.reference))
        direction, alarm = words.DIRECTIONS[view.direction], words.ALARMS[view.alarm]
        rows.append(Row(shown_parcel(view), direction, item, number, alarm))
    return rows


def _reference(search: str) -> str:
    """A case's number as the reference of its parcels; anything else as it was typed."""
    bare = "".join(search.split())
    if len(bare) != _CASE_NUMBER or not bare.isdecimal():
        return bare
    try:
        return f"case:{cases.case_by_number(bare).id}"
    except CaseNotFound:
        return bare


def _figures(centre_id: int) -> list[Figure]:
    found = queries.counts(centre_id)
    return [
        Figure("要处理", whole(found.trouble), "件", alarm=found.trouble > 0),
        Figure("在途", whole(found.under_way), "件"),
        Figure("待下单", whole(found.to_book), "件"),
    ]
