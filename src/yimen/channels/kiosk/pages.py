"""Draws the page a visit stands at; all it shows is worked out here from the trip and the hall."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.codes import qr_svg
from yimen.channels.doorway.refusals import STATUS, sentence
from yimen.channels.doorway.ways.shown import ShownWay, entrance, machine, shown_way
from yimen.channels.doorway.who import DeviceRequest
from yimen.channels.kiosk import items, offers, parameters, slips
from yimen.channels.kiosk.checkin import pages as checkin
from yimen.channels.kiosk.door import frame
from yimen.channels.kiosk.forms import CitizenIdForm, PhoneForm
from yimen.channels.kiosk.trip import Step, Trip
from yimen.journeys.standing import Standing, standing
from yimen.kernel import masking
from yimen.kernel.errors import DomainError
from yimen.reference.centres import queries as centres
from yimen.reference.centres.errors import NoWay, PlaceNotFound
from yimen.reference.policy import queries as policy
from yimen.services.hall import queries as hall
from yimen.services.hall.errors import QueueNotFound

#: Who may use the green channel. The ground is asked, and kept nowhere.
GROUNDS: Final = (
    ("elder", "person-standing", _("老年人")),
    ("disabled", "accessibility", _("残疾人")),
    ("expecting", "heart", _("孕妇")),
    ("infant", "baby", _("怀抱婴幼儿")),
    ("ill", "heart-pulse", _("重病患者")),
    ("forces", "shield", _("军人、退役军人、消防员及家属")),
    ("talent", "star", _("高层次人才、重大项目")),
    ("tongue", "languages", _("需要手语或外语帮助")),
)

#: Businesses beside the items found, and without a word typed.
_FEW: Final = 3
_MANY: Final = 8

Context = dict[str, Any]


def draw(request: DeviceRequest, trip: Trip, *, status: int = 200, **more: object) -> HttpResponse:
    """The page of the trip's step; `more` wins over what the page works out itself."""
    page = _PAGES[trip.step]
    context = frame(request, **page(request, trip)) | more
    context |= {"trip": context.get("trip", trip), "way": trip.way.value}
    context["sealed"] = context["trip"].sealed()
    context["may_go_back"] = trip.back() is not None
    return render(request, f"kiosk/{trip.step.value}.html", context, status=status)


def draw_refused(request: DeviceRequest, trip: Trip, refusal: DomainError) -> HttpResponse:
    """What, why, and what else can be done now."""
    context = frame(request, sealed=trip.sealed(), said=sentence(refusal), code=refusal.code)
    context["may_go_back"] = trip.back() is not None
    return render(request, "kiosk/refused.html", context, status=STATUS[refusal.kind])


def draw_unread(request: DeviceRequest, trip: Trip, refusal: DomainError) -> HttpResponse:
    """The page where the card lies, with what was wrong with it."""
    return draw(request, trip, said=sentence(refusal), status=STATUS[refusal.kind])


def reader_of(request: DeviceRequest) -> str:
    """The place of this machine's card reader."""
    return f"device-{request.device.actor.id}"


def _known(request: DeviceRequest) -> list[offers.Offer]:
    centre_id = request.device.centre_id
    today = hall.business_day(centre_id, timezone.now())
    return offers.offers(centre_id, day_lines=hall.lines(centre_id, today))


def _card(request: DeviceRequest, trip: Trip) -> Context:
    return checkin.reader()


def _typed(request: DeviceRequest, trip: Trip) -> Context:
    return {"form": CitizenIdForm(today=timezone.localdate())}


def _phone(request: DeviceRequest, trip: Trip) -> Context:
    return {"form": PhoneForm()}


def _ground(request: DeviceRequest, trip: Trip) -> Context:
    return {"grounds": GROUNDS}


def _field(request: DeviceRequest, trip: Trip) -> Context:
    known = _known(request)
    fields = offers.fields(request.device.centre_id, known)
    names = [area.name for area in fields]
    chosen = trip.area if trip.area in names else (names[0] if names else "")
    return {
        "trip": replace(trip, area=chosen),
        "fields": fields,
        "chosen": chosen,
        "departments": offers.departments(known, chosen),
    }


def _department(request: DeviceRequest, trip: Trip) -> Context:
    group = [offer for offer in _known(request) if offer.department_id == trip.department]
    return {"offers": group, "department": group[0].department if group else ""}


def search_context(request: DeviceRequest, trip: Trip) -> Context:
    """The items and the businesses that fit what was typed."""
    known = _known(request)
    text = trip.searched
    return {
        "items": items.found(text, known) if text else [],
        "offers": offers.found(known, text, limit=_FEW if text else _MANY),
        "searched": text,
    }


def _item(request: DeviceRequest, trip: Trip) -> Context:
    return items.context(request, trip.item, _known(request))


def _confirm(request: DeviceRequest, trip: Trip) -> Context:
    offer = next((item for item in _known(request) if item.code == trip.queue), None)
    if offer is None:
        raise QueueNotFound(queue=trip.queue)
    return {
        "offer": offer,
        "holder_name": masking.name(trip.name),
        "holder_id": masking.citizen_id(trip.citizen_id),
        "holder_phone": masking.mobile(trip.phone),
    }


def _number(request: DeviceRequest, trip: Trip) -> Context:
    stands = standing(trip.ticket, at=timezone.now())
    return number_context(request, stands)


def number_context(request: DeviceRequest, stands: Standing) -> Context:
    """What the number page shows; also the paper's own words, for the preview."""
    address = slips.ticket_url(request, stands.ticket.public_id)
    day = timezone.localdate()
    return {
        "standing": stands,
        "slip": slips.slip(request, stands),
        "to_area": _to_area(request, stands),
        "code": qr_svg(address, label=str(_("扫码在手机上看进度"))),
        "idle_seconds": policy.whole(parameters.NUMBER_SECONDS, day),
        # a machine must not keep addresses of tickets in its history; a visitor of the demo may
        "demo": settings.DEMO,
        "simulated": slips.printer_address().startswith("sim:"),
    }


def _to_area(request: DeviceRequest, stands: Standing) -> ShownWay | None:
    """From this machine to the area where one waits; None where no plan shows it."""
    centre_id = request.device.centre_id
    try:
        here = machine(centre_id, request.device.name) or entrance(centre_id)
        goal = centres.place_of_area(centre_id, stands.area.code if stands.area else "")
        return shown_way(centre_id, here.code, goal.code)
    except (PlaceNotFound, NoWay):
        return None


_PAGES: Final[Mapping[Step, Callable[[DeviceRequest, Trip], Context]]] = {
    Step.CARD: _card,
    Step.TYPED: _typed,
    Step.PHONE: _phone,
    Step.GROUND: _ground,
    Step.FIELD: _field,
    Step.DEPARTMENT: _department,
    Step.SEARCH: search_context,
    Step.ITEM: _item,
    Step.CONFIRM: _confirm,
    Step.NUMBER: _number,
    Step.CHECKIN: checkin.ask,
    Step.APPOINTMENTS: checkin.choose,
}
