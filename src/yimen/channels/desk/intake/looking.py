"""Whose data a clerk sees in full: of whoever is served here; else after saying why. On record."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from yimen.channels.desk.intake import bundles, views
from yimen.channels.desk.intake.occasions import occasion
from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.services.cases.actions import attending, bundle_attending
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.views import CaseView


@require_POST
@views.of_case
def of_case(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """A reason to look at a case whose number is not served here."""

    def act() -> None:
        reason = request.POST.get("reason", "")
        attending.explain(case.id, occasion(seat), reason, by=seat.actor, at=seat.at)

    return views.done(request, seat, case, act, "form")


@require_POST
@bundles.of_bundle
def of_bundle(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """The same of a bundle (一件事)."""

    def act() -> None:
        reason = request.POST.get("reason", "")
        bundle_attending.explain(found.id, occasion(seat), reason, by=seat.actor, at=seat.at)

    return bundles.done(request, seat, found, act, "form")
