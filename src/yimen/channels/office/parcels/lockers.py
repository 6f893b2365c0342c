"""Pick-up lockers: their doors, what lies behind them, laying in and taking back."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.delivery import DEPOSIT_STATES
from yimen.channels.office.frame import page, sent
from yimen.channels.office.parcels import words
from yimen.devices.lockers import Fault, SimulatedLocker, locker_at
from yimen.journeys import lockers as journey
from yimen.journeys.telling import case_id_of
from yimen.kernel.errors import DomainError, Kind
from yimen.reference.people.rules import Right
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import cases
from yimen.services.delivery import actions, queries
from yimen.services.delivery.errors import DepositNotFound, LockerNotFound
from yimen.services.delivery.queries import LockerView, SlotView
from yimen.services.delivery.rules.lockers import DepositState

_TONES: Final = {
    DepositState.RESERVED: ("wait", "door-open"),
    DepositState.STORED: ("blue", "package"),
    DepositState.OPENING: ("wait", "door-open"),
    DepositState.EXPIRED: ("bad", "clock-alert"),
}


class LayInForm(forms.Form):
    """Whose result, and how much room it needs."""

    number = forms.CharField(
        label="办件编号",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "input--code", "autocomplete": "off"}),
        help_text="扫受理凭证上的条码，或输入 21 位编号。",
    )
    size = forms.ChoiceField(
        label="格口",
        choices=[
            ("small", "小（证件、证书）"),
            ("medium", "中（A4 文件）"),
            ("large", "大（号牌等）"),
        ],
    )

    def clean_number(self) -> str:
        """Without the spaces people read it with."""
        return "".join(str(self.cleaned_data["number"]).split())


class LockerForm(forms.Form):
    """A locker to take into use."""

    name = forms.CharField(label="名称", max_length=40)
    place = forms.CharField(label="位置（写进短信）", max_length=60)
    address = forms.CharField(
        label="地址", max_length=200, help_text="例如 agent:http://10.0.0.7:9410"
    )


@dataclass(frozen=True)
class Door:
    """One door as the page draws it."""

    slot: SlotView
    size: str
    state: str
    tone: str
    icon: str
    item: str
    number: str


@require_safe
@staff_page(Right.HAND_OUT, Right.DEVICES)
def index(request: StaffRequest) -> HttpResponse:
    """All lockers of the centre; what lies in them is for who hands out."""
    context = {
        "may_open": request.actor.may(Right.HAND_OUT),
        "lockers": queries.lockers(request.centre_id),
        "form": LockerForm() if request.actor.may(Right.DEVICES) else None,
    }
    return page(request, "office/parcels/lockers.html", context, here="lockers")


@require_http_methods(["GET", "POST"])
@staff_page(Right.DEVICES)
def add(request: StaffRequest) -> HttpResponse:
    """Take a locker into use with the doors it tells of."""
    form = LockerForm(sent(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            locker_id = actions.enrol_locker(
                request.centre_id,
                given["name"],
                given["place"],
                given["address"],
                locker_at(given["address"]),
                by=request.actor,
            )
        except DomainError as refusal:
            form.add_error("address", sentence(refusal))
        else:
            messages.success(request, "取件柜已启用。")
            if request.actor.may(Right.HAND_OUT):
                return redirect("office-locker", locker_id)
            return redirect("office-lockers")
    status = 422 if form.errors else 200
    context = {"form": form}
    return page(request, "office/parcels/locker_add.html", context, here="lockers", status=status)


@never_cache
@require_safe
@staff_page(Right.HAND_OUT)
def locker(request: StaffRequest, locker_id: int) -> HttpResponse:
    """One locker with its doors."""
    return _detail(request, _here(request, locker_id), LayInForm())


@require_POST
@staff_page(Right.HAND_OUT)
def lay_in(request: StaffRequest, locker_id: int) -> HttpResponse:
    """Open a door for a result."""
    shown, form = _here(request, locker_id), LayInForm(request.POST)
    if form.is_valid():
        try:
            case = cases.case_by_number(form.cleaned_data["number"])
            kept = journey.lay_in(
                case.id,
                locker_id,
                size=form.cleaned_data["size"],
                by=request.actor,
                at=timezone.now(),
            )
        except CaseNotFound as refusal:
            form.add_error("number", sentence(refusal))
        except DomainError as refusal:
            if refusal.kind is Kind.FORBIDDEN:
                raise
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, f"{kept.slot} 号柜门已打开，请放入后关门，再按“已关门”。")
            return redirect("office-locker", locker_id)
    return _detail(request, shown, form, status=422)


@require_POST
@staff_page(Right.HAND_OUT)
def door(request: StaffRequest, deposit_id: int, deed: str) -> HttpResponse:
    """Close up, give up or take back what a door is for."""
    view, at = queries.deposit(deposit_id), timezone.now()
    _here(request, view.locker_id)
    if deed == "close":
        journey.close_up(deposit_id, by=request.actor, at=at)
        messages.success(request, f"{view.slot} 号格口已存好，取件码已发给申请人。")
    elif deed == "give-up":
        actions.give_up(deposit_id, by=request.actor, at=at)
        messages.success(request, f"{view.slot} 号格口已空出。")
    elif deed == "take-back":
        journey.take_back(deposit_id, by=request.actor, at=at)
        messages.success(request, f"{view.slot} 号柜门已打开，请取出后关门。")
    return redirect("office-locker", view.locker_id)


@require_POST
@staff_page(Right.HAND_OUT)
def mend(request: StaffRequest, locker_id: int, slot_id: int) -> HttpResponse:
    """Somebody has looked at a door that jammed."""
    shown = _here(request, locker_id)
    if slot_id not in {slot.id for slot in queries.slots(shown.id)}:
        raise DepositNotFound
    actions.mend_slot(slot_id, by=request.actor, at=timezone.now())
    return redirect("office-locker", locker_id)


@require_POST
@staff_page(Right.HAND_OUT)
def fault(request: StaffRequest, locker_id: int) -> HttpResponse:
    """In the demonstration: break a locker, or mend it."""
    _here(request, locker_id)
    device, asked = _simulated(locker_id), request.POST.get("fault", "")
    if device is None or asked not in set(Fault):
        raise Http404
    device.break_by(Fault(asked))
    messages.success(request, f"演示取件柜：{words.LOCKER_FAULTS[Fault(asked)]}。")
    return redirect("office-locker", locker_id)


def _simulated(locker_id: int) -> SimulatedLocker | None:
    """The demonstration's locker; None where a real one stands."""
    device = actions.locker_device(locker_id) if settings.DEMO else None
    return device if isinstance(device, SimulatedLocker) else None


def _detail(
    request: StaffRequest, shown: LockerView, form: LayInForm, *, status: int = 200
) -> HttpResponse:
    doors = _doors(queries.slots(shown.id))
    device = _simulated(shown.id)
    columns: defaultdict[str, list[Door]] = defaultdict(list)
    for one in doors:
        columns[one.slot.number[:1]].append(one)
    context = {
        "locker": shown,
        "form": form,
        "columns": list(columns.values()),
        "at_work": [one for one in doors if one.state],
        "faults": words.LOCKER_FAULTS.items() if device else (),
        "fault": device.fault if device else None,
        "to_lay_in": journey.to_lay_in(request.centre_id),
    }
    return page(request, "office/parcels/locker.html", context, here="lockers", status=status)


def _doors(slots: list[SlotView]) -> list[Door]:
    ids = {slot.id: case_id for slot in slots if (case_id := case_id_of(slot.reference))}
    names = cases.names_of(ids.values())
    doors = []
    for slot in slots:
        number, item = names.get(ids.get(slot.id, 0), ("", slot.reference))
        tone, icon = _TONES.get(slot.state, ("", "")) if slot.state else ("", "")
        state = DEPOSIT_STATES[slot.state.value] if slot.state else ""
        doors.append(Door(slot, words.SIZES[slot.size], state, tone, icon, item, number))
    return doors


def _here(request: StaffRequest, locker_id: int) -> LockerView:
    """A locker of this centre.

    Raises:
        LockerNotFound: there is none.
    """
    for shown in queries.lockers(request.centre_id):
        if shown.id == locker_id:
            return shown
    raise LockerNotFound
