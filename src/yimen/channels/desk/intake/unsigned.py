"""Who cannot sign on the second screen: the clerk says what stands in for it, and why."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from yimen.channels.desk.intake import bundles, views
from yimen.channels.desk.seat import Seat, SeatedRequest
from yimen.services.cases.actions import unsigned
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.signing import Unsigned

_CHOOSE: Final = "请选择按指印、代签还是无法签名。"


@require_POST
@views.of_case
def of_case(request: SeatedRequest, seat: Seat, case: CaseView) -> HttpResponse:
    """What is filled in may be filed without a signature."""
    how, reason = _said(request)

    def act() -> object:
        if how is None:
            messages.error(request, _CHOOSE)
            return None
        return unsigned.go_unsigned(case.id, how, reason, by=seat.actor, at=timezone.now())

    return views.done(request, seat, case, act, "sign")


@require_POST
@bundles.of_bundle
def of_bundle(request: SeatedRequest, seat: Seat, found: CaseBundleView) -> HttpResponse:
    """The same of a bundle (一件事)."""
    how, reason = _said(request)

    def act() -> object:
        if how is None:
            messages.error(request, _CHOOSE)
            return None
        at = timezone.now()
        return unsigned.bundle_goes_unsigned(found.id, how, reason, by=seat.actor, at=at)

    return bundles.done(request, seat, found, act, "sign")


def _said(request: HttpRequest) -> tuple[Unsigned | None, str]:
    text = request.POST.get("how", "")
    how = Unsigned(text) if text in set(Unsigned) else None
    return how, request.POST.get("reason", "")
