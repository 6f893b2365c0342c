"""The intake at a window, from the item to the receipt. Each part is a form of its own, saved."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.desk.guide_items import found
from yimen.channels.desk.intake.bundle_picture import drawn_bundles
from yimen.channels.desk.intake.forms import ApplicantForm, seen_in
from yimen.channels.desk.intake.occasions import occasion
from yimen.channels.desk.intake.picture import cards_to_lay, draw, drawn_cases
from yimen.channels.desk.intake.who import let_in, person_said
from yimen.channels.desk.seat import Seat, SeatedRequest, place_of, seated
from yimen.channels.doorway import typed
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.readers import has_reader
from yimen.journeys import bills, parcels, results, returns, take_in
from yimen.kernel.errors import DomainError
from yimen.reference.catalogue.queries.bundles import find_bundles
from yimen.services.cases.actions import (
    adopting,
    attending,
    choosing,
    drafting,
    filing,
    promising,
    supplementing,
    viewing,
)
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import cases, search
from yimen.services.cases.queries.bundles import bundle_drafts_at_window, bundles_of_ticket
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import Place, PlaceKind
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.states import BEFORE_ACCEPTANCE, State
from yimen.services.cases.rules.steps import Outcome
from yimen.services.delivery.rules.addresses import Address, address
from yimen.services.hall import queries as hall

CaseViewFunction = Callable[..., HttpResponseBase]


def of_case(view: CaseViewFunction) -> Callable[..., HttpResponseBase]:
    """Hand a view the case its address names, of this centre only."""

    @seated
    @wraps(view)
    def guarded(
        request: SeatedRequest, seat: Seat, public_id: str, **more: object
    ) -> HttpResponseBase:
        case = cases.case_by_public_id(public_id)
        if case.centre_id != seat.centre_id:
            raise CaseNotFound
        return view(request, seat, case, **more)

    return guarded


@require_safe
@never_cache
@seated
def index(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """What was begun with the present number, and the search for an item to begin."""
    text = request.GET.get("q", "").strip()[:40]
    context = index_picture(seat) | {
        "found_bundles": find_bundles(text) if text else [],
        "searched": text,
        "hits": found(text, seat.duty.queues),
    }
    return render(request, "desk/intake/index.html", context)


def index_picture(seat: Seat) -> dict[str, Any]:
    """Who is at the window, what was begun with their number, and drafts left from before."""
    present = hall.at_window(seat.window.id)
    begun = _alone(present.id) if present else []
    left = [
        draft
        for draft in search.drafts_at_window(seat.window.id)
        if draft.id not in {case.id for case in begun}
    ]
    whole = bundles_of_ticket(present.id) if present else []
    drafts = bundle_drafts_at_window(seat.window.id)
    return {
        "number": seat.window.number,
        "seat": seat,
        "present": present,
        "cases": drawn_cases(begun),
        "bundles": drawn_bundles(whole),
        "bundle_drafts": drawn_bundles([each for each in drafts if each not in whole]),
        "drafts": drawn_cases(left),
        "has_reader": has_reader(),
        "demo_cards": cards_to_lay(seat),
    }


def _alone(ticket_id: int) -> list[CaseView]:
    """Cases of a number that belong to no bundle: the bundle's own line stands for its cases."""
    return [case for case in search.cases_of_ticket(ticket_id) if case.bundle_id is None]


@require_POST
@seated
def begin(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """Begin a case of an item for whoever is at the window."""
    present = hall.at_window(seat.window.id)
    item = request.POST.get("item", "")[:100]
    try:
        case = drafting.begin(
            item,
            centre_id=seat.centre_id,
            channel="window",
            by=seat.actor,
            at=timezone.now(),
            ticket_id=present.id if present else None,
            window_id=seat.window.id,
            key=request.POST.get("key", "")[:40] or None,
        )
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("desk-cases", number=seat.window.number)
    return redirect("desk-case", number=seat.window.number, public_id=case.public_id)


@require_safe
@never_cache
@of_case
def case_page(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """The whole intake on one page: what is done, what is next."""
    if case.state not in BEFORE_ACCEPTANCE:
        return redirect("desk-receipt", number=seat.window.number, public_id=case.public_id)
    plain = attending.attend(case.id, occasion(seat), by=seat.actor, at=seat.at)
    return render(request, "desk/intake/case.html", draw(seat, case, plain))


def done(
    request: SeatedRequest, seat: Seat, case: CaseView, act: Callable[[], object], part: str
) -> HttpResponse:
    """Do something and come back to its part of the page; a refusal is said there."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return back(seat, case, part)


def back(seat: Seat, case: CaseView, part: str) -> HttpResponse:
    address = reverse("desk-case", args=[seat.window.number, case.public_id])
    return redirect(f"{address}#{part}")


@require_POST
@of_case
def answer(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """The situation."""
    known = {question.key for question in definition(case.version_id).content.questions}
    given = {key: request.POST[key] for key in known if request.POST.get(key)}
    return done(
        request,
        seat,
        case,
        lambda: drafting.answer(
            case.id, given, by=seat.actor, at=timezone.now(), seen=seen_in(request)
        ),
        "situation",
    )


@require_POST
@of_case
def applicant(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """Who applies: typed, or read from the card on the reader."""
    form = ApplicantForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    return done(
        request,
        seat,
        case,
        lambda: _identify(request, seat, case, said),
        "applicant",
    )


def _identify(request: SeatedRequest, seat: Seat, case: CaseView, said: dict[str, Any]) -> None:
    person = person_said(request, seat, said, viewing.for_house(case.id))
    seen = seen_in(request)
    drafting.identify(case.id, person, by=seat.actor, at=timezone.now(), seen=seen)
    let_in(request, seat, person)


@require_POST
@of_case
def material(request: SeatedRequest, seat: Seat, case: CaseView, key: str) -> HttpResponse:
    """One material: shown, scanned or uploaded, signed, promised; or taken back."""
    way = request.POST.get("way", "")[:8]
    uploads = request.FILES.getlist("files")

    def act() -> object:
        at, seen = timezone.now(), seen_in(request)
        if way == "":
            return drafting.take_back(case.id, key, by=seat.actor, at=at, seen=seen)
        if way == PROMISE:
            return promising.promise(case.id, [key], by=seat.actor, at=at, seen=seen)
        if uploads:  # behind those that are there: whoever sent them, none is lost
            return take_in.give_files(case.id, key, way, uploads, by=seat.actor, at=at)
        return drafting.give(case.id, {key: Given(way)}, by=seat.actor, at=at, seen=seen)

    return done(request, seat, case, act, f"material-{key}")


@require_POST
@of_case
def all_shown(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """Every required original is here and was looked at: the common path, one press."""
    given = {
        each.key: Given("bring" if "bring" in each.ways else "sign")
        for each in materials(case.id)
        if each.need == "required"
        and each.state.value in {"missing", "wrong"}
        and {"bring", "sign"} & set(each.ways)
    }
    return done(
        request,
        seat,
        case,
        lambda: drafting.give(
            case.id, given, by=seat.actor, at=timezone.now(), seen=seen_in(request)
        ),
        "materials",
    )


@require_POST
@of_case
def hand_over(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """How the result reaches the citizen."""
    way, at, seen = request.POST.get("way", "window"), timezone.now(), seen_in(request)

    def choose() -> CaseView:
        if way == "post":
            to = _post_address(request, case)
            return parcels.choose_post(case.id, to, by=seat.actor, at=at, seen=seen)
        return choosing.choose_hand_over(case.id, way, None, by=seat.actor, at=at, seen=seen)

    return done(request, seat, case, choose, "hand-over")


def _post_address(request: SeatedRequest, case: CaseView) -> Address:
    """Where to post it; to the applicant where no other name and phone are given.

    Raises:
        BadAddress: no courier would find it.
    """
    said, own = request.POST, viewing.for_house(case.id)
    return address(
        said.get("name", "").strip() or own.name,
        said.get("phone", "").strip() or own.phone,
        said.get("region", ""),
        said.get("street", ""),
    )


@require_POST
@of_case
def present(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """Show it on the second screen to be looked at and signed, or take it off."""
    shown, at = request.POST.get("shown") == "1", timezone.now()

    def act() -> object:
        if shown:  # the screen shows only what is of this window and whoever stands here
            adopting.adopt(case.id, **place_of(seat), by=seat.actor, at=at)
        return drafting.present(case.id, shown, by=seat.actor, at=at)

    return done(request, seat, case, act, "sign")


@require_POST
@of_case
def take(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """Take in, accept, decide at once, tell what is missing, or turn away."""
    deed = _DEEDS.get(request.POST.get("deed", ""))
    back = reverse("desk-case", args=[seat.window.number, case.public_id]) + "#take"
    if deed is None:
        messages.error(request, "请选择要做什么。")
        return redirect(back)
    try:
        deed(request, seat, case)
        bills.raise_for(case.id, by=seat.actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect(back)
    return redirect("desk-receipt", number=seat.window.number, public_id=case.public_id)


def _received(request: SeatedRequest, seat: Seat, case: CaseView) -> None:
    if case.state in {State.DRAFT, State.SUBMITTED}:
        kept = request.POST.getlist("paper")
        take_in.receive(case.id, kept, _here(seat), by=seat.actor, at=timezone.now())
    elif case.state is State.CORRECTION:
        supplementing.supply(case.id, by=seat.actor, at=timezone.now())


def _accepted(request: SeatedRequest, seat: Seat, case: CaseView) -> None:
    _received(request, seat, case)
    tolerant = typed.number(request.POST.get("tolerant_days", ""), most=999)
    filing.accept(case.id, by=seat.actor, at=timezone.now(), tolerant_days=tolerant)


def _granted(request: SeatedRequest, seat: Seat, case: CaseView) -> None:
    take_in.finish(
        case.id,
        Outcome.PASS,
        request.POST.get("reason", ""),
        request.POST.getlist("paper"),
        _here(seat),
        by=seat.actor,
        at=timezone.now(),
    )
    results.make(case.id, at=timezone.now())


def _told(request: SeatedRequest, seat: Seat, case: CaseView) -> None:
    _received(request, seat, case)
    flaws = {
        each.key: request.POST[f"flaw-{each.key}"]
        for each in materials(case.id)
        if request.POST.get(f"flaw-{each.key}", "").strip()
    }
    supplementing.ask(case.id, flaws, by=seat.actor, at=timezone.now())


def _not_required(request: SeatedRequest, seat: Seat, case: CaseView) -> None:
    reason = request.POST.get("reason", "")
    returns.turn_away(case.id, reason, by=seat.actor, at=timezone.now())


def _not_competent(request: SeatedRequest, seat: Seat, case: CaseView) -> None:
    returns.turn_away(
        case.id,
        request.POST.get("reason", ""),
        authority=request.POST.get("authority", ""),
        by=seat.actor,
        at=timezone.now(),
    )


_DEEDS: dict[str, Callable[[SeatedRequest, Seat, CaseView], None]] = {
    "receive": _received,
    "accept": _accepted,
    "grant": _granted,
    "supplement": _told,
    "not_required": _not_required,
    "not_competent": _not_competent,
}


def _here(seat: Seat) -> Place:
    return Place(PlaceKind.WINDOW, seat.window.id)
