"""Who comes back: a case or bundle found again by its number, a barcode or the person's card."""

import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yimen.channels.desk.intake.bundle_picture import drawn_bundles
from yimen.channels.desk.intake.bundles import of_bundle
from yimen.channels.desk.intake.picture import drawn_cases
from yimen.channels.desk.intake.views import index_picture, of_case
from yimen.channels.desk.seat import Seat, SeatedRequest, place_of, seated
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.readers import read_card
from yimen.kernel.errors import DomainError
from yimen.kernel.identifiers import checked_case_number, citizen_id
from yimen.services.cases.actions import adopting
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import bundles, cases, search
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import BEFORE_ACCEPTANCE

_LONGEST: Final = 200
#: What the code on a receipt says: the address of its progress.
_RECEIPT: Final = re.compile(r"[?&]no=(\d{21})\b")
_BARCODE: Final = re.compile(r"\d{23}")
_PERSON: Final = re.compile(r"\d{17}[\dXx]")
_ORGANISATION: Final = re.compile(r"[0-9A-Za-z]{18}")


@dataclass(frozen=True)
class _Found:
    cases: list[CaseView]
    bundles: list[CaseBundleView]


@require_POST
@never_cache
@seated
def find(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """Cases and bundles of this centre that fit; those still filled in are gone on with here.

    By POST: an identity number stands in no address.
    """
    context = index_picture(seat)
    try:
        found = _found(request, seat)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("desk-cases", number=seat.window.number)
    context |= {
        "returning": drawn_cases(found.cases),
        "returning_bundles": drawn_bundles(found.bundles),
        "looked_for": True,
    }
    return render(request, "desk/intake/index.html", context)


def _found(request: SeatedRequest, seat: Seat) -> _Found:
    today = timezone.localdate()
    if request.POST.get("read"):
        demo = request.POST.get("demo", "") if settings.DEMO else ""
        card = read_card(f"window-{seat.window.number}", on=today, demo=demo)
        return _of_person(card.number, seat, in_person=True)
    typed = request.POST.get("text", "")[:_LONGEST]
    if receipt := _RECEIPT.search(typed):
        return _of_number(receipt.group(1), seat)
    text = "".join(typed.replace("-", " ").split())
    if _BARCODE.fullmatch(text):
        return _of_case(cases.case(papers.paper(text).case_id), seat)
    if _PERSON.fullmatch(text):
        return _of_person(citizen_id(text, today=today), seat)
    if _ORGANISATION.fullmatch(text):
        return _of_person(text.upper(), seat)
    return _of_number(text, seat)


def _of_person(number: str, seat: Seat, *, in_person: bool = False) -> _Found:
    """The line of a bundle stands for its parts, but for those that windows still go on with.

    Drafts begun at home are found by the card alone: whoever knows a number stands not there.
    """
    found = [
        case
        for case in search.at_windows_of(seat.centre_id, number, in_person=in_person)
        if case.bundle_id is None or case.state in BEFORE_ACCEPTANCE
    ]
    whole = bundles.bundles_at_windows_of(seat.centre_id, number, in_person=in_person)
    return _Found(found, whole)


def _of_number(text: str, seat: Seat) -> _Found:
    """A bundle with those of its parts that windows still go on with, or a case."""
    number = checked_case_number(text)
    whole = bundles.find_bundle(number)
    if whole is None:
        return _of_case(cases.case_by_number(number), seat)
    _check_here(whole, seat)
    left = [
        cases.case(part.case_id)
        for part in whole.parts
        if part.case_id is not None and part.case_state in BEFORE_ACCEPTANCE
    ]
    return _Found(left, [whole])


def _of_case(case: CaseView, seat: Seat) -> _Found:
    """With the bundle it is part of."""
    _check_here(case, seat)
    return _Found([case], [bundles.bundle(case.bundle_id)] if case.bundle_id is not None else [])


def _check_here(found: CaseView | CaseBundleView, seat: Seat) -> None:
    """Another centre's is not known here."""
    if found.centre_id != seat.centre_id:
        raise CaseNotFound


@require_POST
@of_case
def go_on(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponseBase:
    """Go on with it at this window, under the number being served; or look at its receipt."""
    if case.state in BEFORE_ACCEPTANCE:
        adopting.adopt(case.id, **place_of(seat), by=seat.actor, at=timezone.now())
    return redirect("desk-case", number=seat.window.number, public_id=case.public_id)


@require_POST
@of_bundle
def go_on_with_bundle(
    request: SeatedRequest, seat: Seat, found: CaseBundleView
) -> HttpResponseBase:
    """The same of a bundle (一件事)."""
    if found.filed_at is None:
        adopting.adopt_bundle(found.id, **place_of(seat), by=seat.actor, at=timezone.now())
    return redirect("desk-bundle", number=seat.window.number, public_id=found.public_id)
