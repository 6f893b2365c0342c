"""Rating a visit on the phone by its one-time link: stars, reasons of that grade, thanks."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway import typed
from yimen.channels.doorway.names import named
from yimen.channels.doorway.refusals import sentence
from yimen.journeys.rate import rate as rate_visit
from yimen.services.feedback import queries
from yimen.services.feedback.errors import (
    BadReasons,
    BadStars,
    CommentTooLong,
    InvitationRefused,
)
from yimen.services.feedback.queries import InvitationView
from yimen.services.feedback.rules import COMMENT_LIMIT, GRADES, REASONS
from yimen.services.hall import queries as hall

_INVALID: Final = 422


@never_cache
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """First the stars; then only the reasons of that grade; each once."""
    invitation = queries.invitation(token)
    if invitation is None:
        raise Http404
    if invitation.used:
        return _used(request, token)
    if invitation.expires_at <= timezone.now():
        return _over(request, "expired")
    if request.method == "POST":
        return _given(request, token, invitation)
    return _asked(request, token, invitation, _stars(request.GET.get("stars", "")))


def _used(request: HttpRequest, token: str) -> HttpResponse:
    """On to rating the repair, where there was a bad rating and it was answered."""
    again = queries.second(token, at=timezone.now())
    if again is not None and not again.stop:
        return redirect("rating-again", token)
    repairing = again is not None and again.stop == "not_now" and not again.repair.over
    return _over(request, "repairing" if repairing else "used")


def _asked(
    request: HttpRequest, token: str, invitation: InvitationView, stars: int, fault: str = ""
) -> HttpResponse:
    ticket = hall.ticket(invitation.ticket_id)
    context = {
        "token": token,
        "ticket": ticket,
        "place": named(hall.centre(invitation.centre_id)),
        "grades": [(value, _(word)) for value, word in sorted(GRADES.items())],
        "stars": stars,
        "grade": _(GRADES[stars]) if stars else "",
        "reasons": [(code, _(words)) for code, words in REASONS.get(stars, {}).items()],
        "chosen": request.POST.getlist("reasons"),
        "comment": request.POST.get("comment", ""),
        "limit": COMMENT_LIMIT,
        "fault": fault,
    }
    part = "#form" if request.headers.get("HX-Request") and not fault else ""
    status = _INVALID if fault else 200
    return render(request, f"portal/rating.html{part}", context, status=status)


def _given(request: HttpRequest, token: str, invitation: InvitationView) -> HttpResponse:
    stars = _stars(request.POST.get("stars", ""))
    reasons = typed.numbers(request.POST.getlist("reasons"))
    comment = request.POST.get("comment", "").replace("\r\n", "\n")
    try:
        rate_visit(
            token, stars, reasons=reasons, comment=comment, channel="phone", at=timezone.now()
        )
    except (BadStars, BadReasons, CommentTooLong) as refusal:
        return _asked(request, token, invitation, stars, sentence(refusal))
    except InvitationRefused as refusal:  # rated on the window's screen in the meantime
        return _over(request, str(refusal.facts["why"]))
    return redirect("rating-thanks")


def thanks(request: HttpRequest) -> HttpResponse:
    """Said after a rating; knows nothing of it."""
    return _over(request, "given")


def _over(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "portal/rating_over.html", {"why": why})


def _stars(text: str) -> int:
    """One to five, 0 where nothing sensible was chosen."""
    return int(text) if text in {str(grade) for grade in GRADES} else 0
