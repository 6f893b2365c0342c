"""The intake of a bundle (一件事) at a window: as a case's, each thing once for every part."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.desk.intake.bundle_picture import draw, draw_receipt
from yimen.channels.desk.intake.forms import ApplicantForm, seen_in
from yimen.channels.desk.intake.occasions import SAY_WHY, occasion
from yimen.channels.desk.intake.who import let_in, person_said
from yimen.channels.desk.seat import Seat, SeatedRequest, place_of, seated
from yimen.channels.doorway.codes import barcode_svg, qr_svg
from yimen.channels.doorway.downloads import file_response
from yimen.channels.doorway.phrases import sentence
from yimen.journeys import bundles as journey
from yimen.kernel.documents import Label
from yimen.kernel.errors import DomainError
from yimen.services.cases.actions import adopting, bundle_attending, bundle_drafting, bundle_viewing
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import CaseNotFound, ReasonNeeded
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.rules.custody import Place, PlaceKind
from yimen.services.hall import queries as hall
from yimen.support.paper import pdf

BundleViewFunction = Callable[..., HttpResponseBase]


def of_bundle(view: BundleViewFunction) -> Callable[..., HttpResponseBase]:
    """Hand a view the bundle its address names, of this centre only."""

    @seated
    @wraps(view)
    def guarded(
        request: SeatedRequest, seat: Seat, public_id: str, **more: object
    ) -> HttpResponseBase:
        found = bundles.bundle_by_public_id(public_id)
        if found.centre_id != seat.centre_id:
            raise CaseNotFound
        return view(request, seat, found, **more)

    return guarded


@require_POST
@seated
def begin(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """Begin a bundle for whoever is at the window."""
    present = hall.at_window(seat.window.id)
    try:
        found = bundle_drafting.begin(
            request.POST.get("bundle", "")[:40],
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
    return redirect("desk-bundle", number=seat.window.number, public_id=found.public_id)


@require_safe
@never_cache
@of_bundle
def page(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """The whole intake on one page; once filed, the receipt."""
    if found.filed_at is not None:
        return redirect("desk-bundle-receipt", number=seat.window.number, public_id=found.public_id)
    plain = bundle_attending.attend(found.id, occasion(seat), by=seat.actor, at=seat.at)
    return render(request, "desk/intake/bundle.html", draw(seat, found, plain))


def done(
    request: SeatedRequest,
    seat: Seat,
    found: CaseBundleView,
    act: Callable[[], object],
    part: str,
) -> HttpResponse:
    """Do something and come back to its part of the page; a refusal is said there."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return back(seat, found, part)


def back(seat: Seat, found: CaseBundleView, part: str) -> HttpResponse:
    address = reverse("desk-bundle", args=[seat.window.number, found.public_id])
    return redirect(f"{address}#{part}")


@require_POST
@of_bundle
def answer(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """The situation."""
    known = {question.key for question in bundles.definition_of(found.version_id).questions}
    given = {key: request.POST[key] for key in known if request.POST.get(key)}

    def act() -> object:
        return bundle_drafting.answer(
            found.id, given, by=seat.actor, at=timezone.now(), seen=seen_in(request)
        )

    return done(request, seat, found, act, "situation")


@require_POST
@of_bundle
def applicant(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """Who applies: typed, or read from the card on the reader."""
    form = ApplicantForm(request.POST)
    form.is_valid()
    said = form.cleaned_data

    def act() -> object:
        person = person_said(request, seat, said, bundle_viewing.for_house(found.id))
        view = bundle_drafting.identify(
            found.id, person, by=seat.actor, at=timezone.now(), seen=seen_in(request)
        )
        let_in(request, seat, person)
        return view

    return done(request, seat, found, act, "applicant")


@require_POST
@of_bundle
def material(request: SeatedRequest, seat: Seat, found: CaseBundleView, key: str) -> HttpResponse:
    """One material, for every part: shown, scanned or uploaded, signed; or taken back."""
    way = request.POST.get("way", "")[:8]
    uploads = request.FILES.getlist("files")

    def act() -> object:
        by, at, seen = seat.actor, timezone.now(), seen_in(request)
        if way == "":
            return bundle_drafting.take_back(found.id, key, by=by, at=at, seen=seen)
        if uploads:
            return journey.give_files(found.id, key, way, uploads, by=by, at=at)
        return bundle_drafting.give(found.id, {key: Given(way)}, by=by, at=at, seen=seen)

    return done(request, seat, found, act, f"material-{key}")


@require_POST
@of_bundle
def all_shown(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """Every required original is here and was looked at: the common path, one press."""
    given = {}
    for each in bundles.materials_of(found.id):
        ways = {way.value for way in each.merged.ways} & {"bring", "sign"}
        if each.merged.need.value != "optional" and not each.way and ways:
            given[each.merged.key] = Given("bring" if "bring" in ways else "sign")

    def act() -> object:
        return bundle_drafting.give(
            found.id, given, by=seat.actor, at=timezone.now(), seen=seen_in(request)
        )

    return done(request, seat, found, act, "materials")


@require_POST
@of_bundle
def present(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """Show it on the second screen to be looked at and signed, or take it off."""
    shown, at = request.POST.get("shown") == "1", timezone.now()

    def act() -> object:
        if shown:
            adopting.adopt_bundle(found.id, **place_of(seat), by=seat.actor, at=at)
        return bundle_drafting.present(found.id, shown, by=seat.actor, at=at)

    return done(request, seat, found, act, "sign")


@require_POST
@of_bundle
def file(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """File every part at once; then the receipt."""
    try:
        journey.file(
            found.id,
            request.POST.getlist("paper"),
            Place(PlaceKind.WINDOW, seat.window.id),
            by=seat.actor,
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        address = reverse("desk-bundle", args=[seat.window.number, found.public_id])
        return redirect(f"{address}#take")
    return redirect("desk-bundle-receipt", number=seat.window.number, public_id=found.public_id)


@require_safe
@never_cache
@of_bundle
def receipt(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """The receipt: one number and query code, every part, papers with their barcodes."""
    if found.filed_at is None:
        return redirect("desk-bundle", number=seat.window.number, public_id=found.public_id)
    address = settings.PUBLIC_URL or request.build_absolute_uri("/")
    progress_url = f"{address.rstrip('/')}/progress?no={found.number}"
    context = draw_receipt(seat, found) | {
        "code": bundles.query_code(found.id),
        "papers": [(paper, barcode_svg(paper.barcode)) for paper in _papers(found)],
        "progress_url": progress_url,
        "qr": qr_svg(progress_url, label="查进度"),
    }
    return render(request, "desk/intake/bundle_receipt.html", context)


def _papers(found: CaseBundleView) -> list[papers.PaperView]:
    return [
        paper
        for part in found.parts
        if part.case_id is not None
        for paper in papers.papers_of(part.case_id)
    ]


@require_safe
@never_cache
@of_bundle
def labels(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """A barcode label for each paper that stays, as PDF for the 80 mm printer."""
    wanted = [
        Label(title=paper.name, barcode=paper.barcode, lines=(found.name, found.number))
        for paper in _papers(found)
    ]
    return HttpResponse(pdf.labels(wanted), content_type="application/pdf")


@require_safe
@never_cache
@of_bundle
def kept_file(
    request: SeatedRequest, seat: Seat, found: CaseBundleView, file_id: str
) -> HttpResponseBase:
    """A file of this bundle or its signature; the look is on record."""
    try:
        bundle_attending.open_file(found.id, file_id, occasion(seat), by=seat.actor, at=seat.at)
    except ReasonNeeded:
        messages.error(request, SAY_WHY)
        return redirect("desk-bundle", number=seat.window.number, public_id=found.public_id)
    return file_response(file_id)
