"""The number itself: given once however often one presses, printed, and printed again."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from yimen.channels.doorway.who import DeviceRequest
from yimen.channels.kiosk import slips
from yimen.channels.kiosk.door import trip_page
from yimen.channels.kiosk.pages import draw, draw_refused
from yimen.channels.kiosk.trip import Step, Trip
from yimen.devices.errors import PrinterError
from yimen.journeys.print_slip import print_slip
from yimen.journeys.standing import Standing, standing
from yimen.journeys.take_ticket import take_ticket
from yimen.kernel.errors import DomainError
from yimen.services.hall.actions import Holder
from yimen.services.hall.errors import AlreadyInLine
from yimen.services.hall.rules.dispatch import TicketClass

_CONFLICT = 409


@trip_page
def take(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """Give the number and print it. The trip's key makes a repeated press the same number."""
    if trip.step is not Step.CONFIRM or not trip.key:
        return redirect("kiosk-bye")
    at = timezone.now()
    try:
        issued = take_ticket(
            centre_id=request.device.centre_id,
            queue_code=trip.queue,
            by=request.device.actor,
            at=at,
            channel="machine",
            ticket_class=TicketClass.PRIORITY if trip.priority else TicketClass.ORDINARY,
            holder=Holder(trip.citizen_id, trip.name, trip.phone),
            key=trip.key,
        )
    except AlreadyInLine as held:
        if not held.facts["ticket"]:
            return draw_refused(request, trip, held)
        return draw(request, trip.given(str(held.facts["ticket"])), held=True, status=_CONFLICT)
    except DomainError as refusal:
        return draw_refused(request, trip, refusal)
    if issued.replayed:
        return draw(request, trip.given(issued.public_id), replayed=True)
    stands = standing(issued.public_id, at=at)
    return draw(request, trip.given(issued.public_id), trouble=print_slip_of(request, stands))


@trip_page
def print_again(request: DeviceRequest, trip: Trip) -> HttpResponse:
    """The same slip once more: the paper was out, or is lost."""
    if trip.step is not Step.NUMBER:
        return redirect("kiosk-bye")
    stands = standing(trip.ticket, at=timezone.now())
    trouble = print_slip_of(request, stands) if stands.may_withdraw else None
    return draw(request, trip, trouble=trouble, printed_again=stands.may_withdraw and not trouble)


def print_slip_of(request: DeviceRequest, stands: Standing) -> PrinterError | None:
    """Print the number's slip; what went wrong, None when all went well."""
    return print_slip(
        slips.slip(request, stands),
        address=slips.printer_address(),
        centre_id=request.device.centre_id,
        by=request.device.actor,
        at=timezone.now(),
    )
