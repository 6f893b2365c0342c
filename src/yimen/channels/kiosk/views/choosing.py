"""From the start page to a business: who, from which department, in which class."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yimen.channels.doorway import typed
from yimen.channels.doorway.readers import has_reader, read_card
from yimen.channels.doorway.who import DeviceRequest
from yimen.channels.kiosk import pages
from yimen.channels.kiosk.door import machine_page, trip_page
from yimen.channels.kiosk.forms import CitizenIdForm, PhoneForm
from yimen.channels.kiosk.pages import draw, draw_unread
from yimen.channels.kiosk.trip import Step, Trip
from yimen.devices.errors import CardError, ReaderError

_WAYS = {
    step.value: step
    for step in (Step.CARD, Step.PHONE, Step.FIELD, Step.SEARCH, Step.GROUND, Step.CHECKIN)
}
_INVALID = 422


@machine_page
def start(request: DeviceRequest) -> HttpResponse:
    """Begin a visit by one of the ways on the start page."""
    way = _WAYS.get(request.POST.get("way", ""))
    if way is None:
        return redirect("kiosk-home")
    if way is Step.CARD and not has_reader():
        way = Step.TYPED
    return draw(request, Trip.begin(way, at=timezone.now()))


@trip_page
def go_on(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """Draw the visit's page again: after help, or to another page it may go to freely."""
    free = {step.value: step for step in (Step.TYPED, Step.FIELD, Step.SEARCH, Step.GROUND)}
    return draw(request, trip.to(free.get(request.POST.get("to", ""), trip.step)))


@trip_page
def go_back(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """One page back; from the first one the visit ends."""
    earlier = trip.back()
    return redirect("kiosk-bye") if earlier is None else draw(request, earlier)


@trip_page
def identify(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """A card was laid on the reader, or its number typed."""
    if (pressed := request.POST.get("card", "")) and has_reader():
        try:
            card = read_card(pages.reader_of(request), on=timezone.localdate(), demo=pressed)
        except (ReaderError, CardError) as refusal:
            return draw_unread(request, trip.to(Step.CARD), refusal)
        return _knowing(request, trip, card.number, card.name)
    form = CitizenIdForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return draw(request, trip.to(Step.TYPED), form=form, status=_INVALID)
    return _knowing(request, trip, form.cleaned_data["citizen_id"])


def _knowing(request: DeviceRequest, trip: Trip, citizen_id: str, name: str = "") -> HttpResponse:
    known = replace(trip, citizen_id=citizen_id, name=name)
    return draw(request, known.to(Step.CONFIRM if trip.queue else Step.FIELD))


@trip_page
def give_phone(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """A mobile number was typed."""
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return draw(request, trip, form=form, status=_INVALID)
    return draw(request, replace(trip, phone=form.cleaned_data["phone"]).to(Step.FIELD))


@trip_page
def choose(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """An item, a field of work, a department or a business was pressed."""
    if code := request.POST.get("item", "")[:100]:
        return draw(request, trip.with_item(code))
    if code := request.POST.get("queue", ""):
        seen = trip if trip.step is Step.ITEM else replace(trip, item="")
        return draw(request, seen.with_business(code))
    if (department := typed.number(request.POST.get("department", ""))) is not None:
        return draw(request, replace(trip, step=Step.DEPARTMENT, department=department))
    return draw(request, replace(trip, step=Step.FIELD, area=request.POST.get("area", "")))


@trip_page
def search(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """Items by what people call them, and businesses. Typing asks for the list alone."""
    asked = replace(trip, step=Step.SEARCH, searched=request.POST.get("q", "").strip()[:40])
    if request.headers.get("HX-Request"):
        context = pages.search_context(request, asked)
        return render(request, "kiosk/search.html#hits", context | {"sealed": asked.sealed()})
    return draw(request, asked)


@trip_page
def choose_class(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """Into the green channel by a ground, which is not kept, or out of it again."""
    ground = request.POST.get("ground", "")
    granted = any(ground == known for known, _icon, _words in pages.GROUNDS)
    chosen = trip.with_priority(granted)
    return draw(request, chosen.to(Step.CONFIRM if trip.queue else Step.FIELD))
