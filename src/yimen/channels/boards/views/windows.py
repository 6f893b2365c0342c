"""A window's own screen, and rating on it.

Rating is the citizen's alone: only the enrolled screen of the window may open it, a preview by
staff may not, and nothing here shows how anybody was rated.
"""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yimen.channels.boards.door import Onlooker, onlooker_page
from yimen.channels.boards.window import Screen, screen, served_at, window_by_number
from yimen.channels.doorway import typed
from yimen.channels.doorway.streams import stream_url
from yimen.journeys import bills
from yimen.journeys.rate import rate as rate_visit
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import DeviceKind, Right
from yimen.reference.policy import queries as policy
from yimen.services.cases.queries.bundles import bundle_presented_at_window
from yimen.services.cases.queries.search import presented_at_window
from yimen.services.feedback import queries as ratings
from yimen.services.feedback.errors import BadReasons, BadStars, InvitationRefused
from yimen.services.feedback.rules import GRADES, REASONS
from yimen.services.hall import queries as hall

THANKS_SECONDS: Final = 5
#: An icon for each grade, beside its word and its stars.
FACES: Final = {1: "angry", 2: "frown", 3: "meh", 4: "smile", 5: "laugh"}
_screen_page = onlooker_page(DeviceKind.WINDOW_SCREEN)


def _window_of(seen: Onlooker, number: int | None) -> int:
    """The screen's own window; staff name one. A screen cannot look at another window."""
    if seen.window_id is not None:
        return seen.window_id
    if number is None:
        number = min(place.number for place in hall.window_places(seen.centre_id).values())
    return window_by_number(seen.centre_id, number)


def _is_shown_to_sign(window_id: int) -> bool:
    """Whether a case or a bundle waits for a signature there."""
    served = served_at(window_id)
    return bool(
        presented_at_window(window_id, served) or bundle_presented_at_window(window_id, served)
    )


def _is_shown_to_pay(window_id: int) -> bool:
    """Whether a bill's code waits for the phone of whoever is served there."""
    return bills.shown_at(window_id, at=timezone.now()) is not None


@require_safe
@_screen_page
def window(request: HttpRequest, seen: Onlooker, number: int | None = None) -> HttpResponse:
    """The whole screen; while a case is shown to be signed, or a bill to be paid, that."""
    if seen.is_device and seen.window_id is not None and _is_shown_to_sign(seen.window_id):
        return redirect("window-confirm")
    if seen.is_device and seen.window_id is not None and _is_shown_to_pay(seen.window_id):
        return redirect("window-pay")
    shown = _shown(seen, number)
    context = {
        "screen": shown,
        "place": hall.centre(seen.centre_id),
        "now_url": _address("window-now", number),
        "stream_url": _address("window-stream", number),
        "rate_url": reverse("window-rate", args=["TOKEN"]) if seen.is_device else "",
    }
    return render(request, "boards/window.html", context)


@require_safe
@_screen_page
def now(request: HttpRequest, seen: Onlooker, number: int | None = None) -> HttpResponse:
    """The changing part alone."""
    return render(request, "boards/window.html#now", {"screen": _shown(seen, number)})


@require_safe
@_screen_page
def stream(request: HttpRequest, seen: Onlooker, number: int | None = None) -> HttpResponse:
    """The window's stream; invitations to rate go to the enrolled screen only."""
    window_id = _window_of(seen, number)
    topics = [f"window:{window_id}", *_queue_topics(seen.centre_id, window_id)]
    if seen.is_device:
        topics.append(f"rating:{window_id}")
    return JsonResponse({"url": stream_url(request, topics)})


@require_http_methods(["GET", "POST"])
@_screen_page
def rate(request: HttpRequest, seen: Onlooker, token: str) -> HttpResponse:
    """Grade, reasons of that grade, thanks. `?stars=` chooses, POST gives."""
    _check_own(seen, token)
    asked = request.POST.get("lang") or request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        if request.method == "POST":
            return _given(request, seen, token, language)
        return _asked(request, seen, token, language)


def _check_own(seen: Onlooker, token: str) -> None:
    """Go on only at the enrolled screen of the window that served the visit."""
    if not seen.is_device:
        raise NotAllowed(right=Right.RATE)
    invitation = ratings.invitation(token)
    if invitation is None or invitation.window_id != seen.window_id:
        raise Http404


def _asked(
    request: HttpRequest, seen: Onlooker, token: str, language: str, stars: int = 0
) -> HttpResponse:
    stars = stars or _stars(request.GET.get("stars", ""))
    day = hall.business_day(seen.centre_id, timezone.now())
    context = {
        "token": token,
        "language": language,
        "languages": settings.LANGUAGES,
        "grades": [
            (value, _(word), FACES[value], range(value)) for value, word in sorted(GRADES.items())
        ],
        "stars": stars,
        "grade": _(GRADES[stars]) if stars else "",
        "reasons": [(code, _(text)) for code, text in REASONS.get(stars, {}).items()],
        "seconds": policy.whole("feedback.screen_seconds", day),
    }
    return render(request, _page(request, "rate"), context)


def _given(request: HttpRequest, seen: Onlooker, token: str, language: str) -> HttpResponse:
    stars = _stars(request.POST.get("stars", ""))
    reasons = typed.numbers(request.POST.getlist("reasons"))
    at = timezone.now()
    why = "given"
    try:
        rate_visit(token, stars, reasons=reasons, comment="", channel="screen", at=at)
    except (BadStars, BadReasons):
        return _asked(request, seen, token, language, stars)
    except InvitationRefused as refusal:  # rated on the phone in the meantime, or pressed twice
        why = str(refusal.facts["why"])
    if not request.headers.get("HX-Request"):
        return redirect("window-screen")
    context = {"why": why, "seconds": THANKS_SECONDS}
    return render(request, _page(request, "thanks"), context)


def _page(request: HttpRequest, part: str) -> str:
    """Inside the screen with script, else as a page of its own."""
    return (
        f"boards/rating.html#{part}" if request.headers.get("HX-Request") else "boards/rating.html"
    )


def _stars(text: str) -> int:
    return int(text) if text in {str(grade) for grade in GRADES} else 0


def _shown(seen: Onlooker, number: int | None) -> Screen:
    return screen(seen.centre_id, _window_of(seen, number), at=timezone.now())


def _queue_topics(centre_id: int, window_id: int) -> list[str]:
    queues = hall.queues(centre_id)
    codes = hall.duty(window_id).queues
    return [f"queue:{queues[code].id}" for code in codes if code in queues]


def _address(page: str, number: int | None) -> str:
    return reverse(page) if number is None else reverse(f"{page}-of", args=[number])
