"""An item's own form, or a bundle's: saved, or shown again with what was typed and the refusal."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from yimen.channels.desk.intake import bundle_picture, bundles, picture, views
from yimen.channels.desk.intake.forms import keep_typed, seen_in
from yimen.channels.desk.intake.occasions import occasion
from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.refusals import STATUS
from yimen.channels.doorway.schema_forms import answers_of, schema_form
from yimen.kernel.errors import DomainError
from yimen.services.cases.actions import attending, bundle_attending, bundle_drafting, drafting
from yimen.services.cases.errors import DraftMoved
from yimen.services.cases.queries import bundles as queries
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import BEFORE_ACCEPTANCE


@require_POST
@views.of_case
def of_case(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """The item's own form."""
    content = definition(case.version_id).content
    schema: Any = content.form.schema
    ui: Any = content.form.ui
    filled = answers_of(schema_form(schema, ui, request.POST), schema)
    try:
        drafting.fill(case.id, filled, by=seat.actor, at=timezone.now(), seen=seen_in(request))
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return _case_again(request, seat, case, filled, refusal)
    return views.back(seat, case, "form")


def _case_again(
    request: SeatedRequest,
    seat: Seat,
    case: CaseView,
    filled: Mapping[str, object],
    refusal: DomainError,
) -> HttpResponse:
    """The page as it stands now, with what was typed still in the form: nobody types it twice."""
    plain = attending.attend(case.id, occasion(seat), by=seat.actor, at=seat.at)
    if plain is None or case.state not in BEFORE_ACCEPTANCE:
        return views.back(seat, case, "form")
    context = picture.draw(seat, cases.case(case.id), plain)
    keep_typed(context["form"], plain, filled, moved=isinstance(refusal, DraftMoved))
    return render(request, "desk/intake/case.html", context, status=STATUS[refusal.kind])


@require_POST
@bundles.of_bundle
def of_bundle(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """The one form."""
    plan = queries.plan(found.id)
    schema: Any = plan.form
    hints: Any = plan.hints
    filled = answers_of(schema_form(schema, hints, request.POST), schema)
    at = timezone.now()
    try:
        bundle_drafting.fill(found.id, filled, by=seat.actor, at=at, seen=seen_in(request))
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return _bundle_again(request, seat, found, filled, refusal)
    return bundles.back(seat, found, "form")


def _bundle_again(
    request: SeatedRequest,
    seat: Seat,
    found: CaseBundleView,
    filled: Mapping[str, object],
    refusal: DomainError,
) -> HttpResponse:
    """As at a case."""
    plain = bundle_attending.attend(found.id, occasion(seat), by=seat.actor, at=seat.at)
    if plain is None or found.filed_at is not None:
        return bundles.back(seat, found, "form")
    context = bundle_picture.draw(seat, queries.bundle(found.id), plain)
    keep_typed(context["form"], plain, filled, moved=isinstance(refusal, DraftMoved))
    return render(request, "desk/intake/bundle.html", context, status=STATUS[refusal.kind])
