"""From a proof to the number: one booking is checked in at once, of several one is chosen."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from yimen.channels.doorway.readers import has_reader, read_card
from yimen.channels.doorway.who import DeviceRequest
from yimen.channels.kiosk.checkin import pages
from yimen.channels.kiosk.checkin.forms import ProofForm
from yimen.channels.kiosk.door import trip_page
from yimen.channels.kiosk.pages import draw, draw_refused, draw_unread, reader_of
from yimen.channels.kiosk.trip import Step, Trip
from yimen.channels.kiosk.views.taking import print_slip_of
from yimen.devices.errors import CardError, ReaderError
from yimen.journeys import check_in as journey
from yimen.journeys.standing import standing
from yimen.kernel.errors import DomainError
from yimen.services.booking.queries import AppointmentView
from yimen.services.hall.errors import AlreadyInLine

_INVALID = 422
_CONFLICT = 409


@trip_page
def identify(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """A card was laid on the reader, or a code, phone or number typed or scanned."""
    if (pressed := request.POST.get("card", "")) and has_reader():
        try:
            card = read_card(reader_of(request), on=timezone.localdate(), demo=pressed)
        except (ReaderError, CardError) as refusal:
            return draw_unread(request, trip.to(Step.CHECKIN), refusal)
        proof = {"citizen_id": card.number}
    else:
        form = ProofForm(request.POST, today=timezone.localdate())
        if not form.is_valid():
            return draw(request, trip.to(Step.CHECKIN), form=form, status=_INVALID)
        proof = form.cleaned_data["proof"]
    device = request.device
    try:
        found = journey.find(device.centre_id, by=device.actor, at=timezone.now(), **proof)
    except DomainError as refusal:
        return draw_refused(request, trip.to(Step.CHECKIN), refusal)
    if len(found) == 1:
        return _check_in(request, trip, found[0])
    known = replace(trip, citizen_id=proof.get("citizen_id", ""), phone=proof.get("phone", ""))
    return draw(request, known.to(Step.APPOINTMENTS))


@trip_page
def take(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """One of several bookings was pressed; only one's own can be."""
    pressed = request.POST.get("booking", "")
    mine = [view for view in pages.bookings_of(request, trip) if view.public_id == pressed]
    if trip.step is not Step.APPOINTMENTS or not mine:
        return redirect("kiosk-bye")
    return _check_in(request, trip, mine[0])


def _check_in(request: DeviceRequest, trip: Trip, view: AppointmentView) -> HttpResponse:
    device, at = request.device, timezone.now()
    try:
        ticket, again = journey.check_in(
            view.id, centre_id=device.centre_id, by=device.actor, at=at
        )
    except AlreadyInLine as held:
        if not held.facts["ticket"]:
            return draw_refused(request, trip.to(Step.CHECKIN), held)
        return draw(request, trip.given(str(held.facts["ticket"])), held=True, status=_CONFLICT)
    except DomainError as refusal:
        return draw_refused(request, trip.to(Step.CHECKIN), refusal)
    if again:
        return draw(request, trip.given(ticket.public_id), replayed=True)
    stands = standing(ticket.public_id, at=at)
    return draw(request, trip.given(ticket.public_id), trouble=print_slip_of(request, stands))
