"""Materials that need not be handed in: used with the applicant's consent, or kept to be used."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from yimen.channels.desk.intake.views import done, of_case
from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.channels.doorway import typed
from yimen.journeys import reuse
from yimen.services.cases.queries.views import CaseView


@require_POST
@of_case
def use(request: SeatedRequest, seat: Seat, case: CaseView, key: str) -> HttpResponse:
    """What the applicant holds already stands in for a material."""
    kind, _, number = request.POST.get("thing", "").partition(":")
    thing = typed.number(number) or 0
    agreed = request.POST.get("agreed") == "on"

    def act() -> object:
        at = timezone.now()
        return reuse.use(case.id, key, kind, thing, agreed=agreed, by=seat.actor, at=at)

    return done(request, seat, case, act, f"material-{key}")


@require_POST
@of_case
def keep(request: SeatedRequest, seat: Seat, case: CaseView, key: str) -> HttpResponse:
    """The pages agree with the original: kept as a checked copy."""

    def act() -> None:
        reuse.keep_checked(case.id, key, by=seat.actor, at=timezone.now())

    return done(request, seat, case, act, f"material-{key}")
