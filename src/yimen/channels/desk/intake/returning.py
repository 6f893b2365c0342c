"""Who comes back: a case found again by its number, a paper's barcode or the person's card."""

import re
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yimen.channels.desk.intake.picture import drawn_cases
from yimen.channels.desk.intake.views import index_picture, of_case
from yimen.channels.desk.seat import Seat, SeatedRequest, place_of, seated
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.readers import read_card
from yimen.kernel.errors import DomainError
from yimen.kernel.identifiers import checked_case_number, citizen_id
from yimen.services.cases.actions import adopting
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import cases, search
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import BEFORE_ACCEPTANCE

_LONGEST: Final = 40
_BARCODE: Final = re.compile(r"\d{23}")
_PERSON: Final = re.compile(r"\d{17}[\dXx]")
_ORGANISATION: Final = re.compile(r"[0-9A-Za-z]{18}")


@require_POST
@never_cache
@seated
def find(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """Cases of this centre that fit; those still filled in can be gone on with here.

    By POST: an identity number stands in no address.
    """
    context = index_picture(seat)
    try:
        found = _found(request, seat)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("desk-cases", number=seat.window.number)
    context |= {"returning": drawn_cases(found), "looked_for": True}
    return render(request, "desk/intake/index.html", context)


def _found(request: SeatedRequest, seat: Seat) -> list[CaseView]:
    today = timezone.localdate()
    if request.POST.get("read"):
        demo = request.POST.get("demo", "") if settings.DEMO else ""
        card = read_card(f"window-{seat.window.number}", on=today, demo=demo)
        return _of_person(card.number, seat)
    text = "".join(request.POST.get("text", "")[:_LONGEST].replace("-", " ").split())
    if _BARCODE.fullmatch(text):
        return _here([cases.case(papers.paper(text).case_id)], seat)
    if _PERSON.fullmatch(text):
        return _of_person(citizen_id(text, today=today), seat)
    if _ORGANISATION.fullmatch(text):
        return _of_person(text.upper(), seat)
    return _here([cases.case_by_number(checked_case_number(text))], seat)


def _of_person(number: str, seat: Seat) -> list[CaseView]:
    return search.at_windows_of(seat.centre_id, number)


def _here(found: list[CaseView], seat: Seat) -> list[CaseView]:
    """Another centre's case is not known here."""
    if any(case.centre_id != seat.centre_id for case in found):
        raise CaseNotFound
    return found


@require_POST
@of_case
def go_on(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponseBase:
    """Go on with it at this window, under the number being served; or look at its receipt."""
    if case.state in BEFORE_ACCEPTANCE:
        adopting.adopt(case.id, **place_of(seat), by=seat.actor, at=timezone.now())
    return redirect("desk-case", number=seat.window.number, public_id=case.public_id)
