"""Materials that need not be handed in: used with the applicant's consent, or kept to be used.

Of a case, and of a bundle (一件事), where one use stands for every part.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from yimen.channels.desk.intake import bundles, views
from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.channels.doorway import typed
from yimen.journeys import bundle_reuse, reuse
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.views import CaseView


@require_POST
@views.of_case
def use(request: SeatedRequest, seat: Seat, case: CaseView, key: str) -> HttpResponse:
    """What the applicant holds already stands in for a material."""
    kind, thing, agreed = _said(request)

    def act() -> object:
        at = timezone.now()
        return reuse.use(case.id, key, kind, thing, agreed=agreed, by=seat.actor, at=at)

    return views.done(request, seat, case, act, f"material-{key}")


@require_POST
@views.of_case
def keep(request: SeatedRequest, seat: Seat, case: CaseView, key: str) -> HttpResponse:
    """The pages agree with the original: kept as a checked copy."""

    def act() -> None:
        reuse.keep_checked(case.id, key, by=seat.actor, at=timezone.now())

    return views.done(request, seat, case, act, f"material-{key}")


@require_POST
@bundles.of_bundle
def use_in_bundle(
    request: SeatedRequest, seat: Seat, found: CaseBundleView, key: str
) -> HttpResponse:
    """The same of a merged material, for every part."""
    kind, thing, agreed = _said(request)

    def act() -> object:
        at = timezone.now()
        return bundle_reuse.use(found.id, key, kind, thing, agreed=agreed, by=seat.actor, at=at)

    return bundles.done(request, seat, found, act, f"material-{key}")


@require_POST
@bundles.of_bundle
def keep_of_bundle(
    request: SeatedRequest, seat: Seat, found: CaseBundleView, key: str
) -> HttpResponse:
    """The pages of a merged material agree with the original."""

    def act() -> None:
        bundle_reuse.keep_checked(found.id, key, by=seat.actor, at=timezone.now())

    return bundles.done(request, seat, found, act, f"material-{key}")


def _said(request: HttpRequest) -> tuple[str, int, bool]:
    """Kind and id of what was offered, and whether its holder agreed."""
    kind, _, number = request.POST.get("thing", "").partition(":")
    return kind, typed.number(number) or 0, request.POST.get("agreed") == "on"
