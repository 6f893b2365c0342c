"""Rating on the phone how a bad rating was repaired, by its one-time link."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway.names import named
from yimen.channels.doorway.refusals import sentence
from yimen.services.feedback import actions, queries
from yimen.services.feedback.errors import (
    BadStars,
    CommentTooLong,
    InvitationRefused,
    NothingToRateAgain,
)
from yimen.services.feedback.queries import SecondView
from yimen.services.feedback.rules import GRADES, REASONS
from yimen.services.feedback.rules.repair import TEXT_LIMIT
from yimen.services.hall import queries as hall

_INVALID: Final = 422
_GRADES: Final = {str(grade) for grade in GRADES}


@never_cache
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, token: str) -> HttpResponse:
    """What was done about the rating, and how the rater finds it."""
    seen = queries.second(token, at=timezone.now())
    if seen is None:
        raise Http404
    if request.user.is_authenticated:  # accounts are of staff: nobody of the house rates for others
        return _over(request, "staff")
    if seen.stop:
        return _over(request, seen.stop)
    if request.method == "POST":
        return _given(request, token, seen)
    return _asked(request, token, seen, _stars(request.GET.get("stars", "")))


def _asked(
    request: HttpRequest, token: str, seen: SecondView, stars: int, fault: str = ""
) -> HttpResponse:
    repair = seen.repair
    context = {
        "token": token,
        "seen": seen,
        "place": named(hall.centre(repair.centre_id)),
        "first": _(GRADES[repair.stars]),
        "first_reasons": [_(REASONS[repair.stars].get(code, str(code))) for code in repair.reasons],
        "kind": str(seen.answer.facts.get("kind", "")) if seen.answer else "",
        "grades": [(value, _(word)) for value, word in sorted(GRADES.items())],
        "stars": stars,
        "grade": _(GRADES[stars]) if stars else "",
        "comment": request.POST.get("comment", ""),
        "limit": TEXT_LIMIT,
        "fault": fault,
    }
    part = "#form" if request.headers.get("HX-Request") and not fault else ""
    status = _INVALID if fault else 200
    return render(request, f"portal/rating_again.html{part}", context, status=status)


def _given(request: HttpRequest, token: str, seen: SecondView) -> HttpResponse:
    stars = _stars(request.POST.get("stars", ""))
    comment = request.POST.get("comment", "").replace("\r\n", "\n")
    try:
        actions.rate_again(token, stars, text=comment, at=timezone.now())
    except (BadStars, CommentTooLong) as refusal:
        return _asked(request, token, seen, stars, sentence(refusal))
    except InvitationRefused as refusal:  # used in another tab in the meantime
        return _over(request, str(refusal.facts["why"]))
    except NothingToRateAgain:
        return _over(request, "rated")
    return redirect("rating-again-thanks")


@require_http_methods(["GET"])
def thanks(request: HttpRequest) -> HttpResponse:
    """Said after it; knows nothing of it."""
    return _over(request, "given")


def _over(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "portal/rating_again_over.html", {"why": why})


def _stars(text: str) -> int:
    """One to five, 0 where nothing sensible was chosen."""
    return int(text) if text in _GRADES else 0
