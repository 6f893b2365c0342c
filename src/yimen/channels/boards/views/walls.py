"""Main board and area boards: the page, the part drawn anew, the stream's address, speech."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from yimen.channels.boards import sound
from yimen.channels.boards.door import Onlooker, onlooker_page
from yimen.channels.boards.picture import area_of, picture, words
from yimen.channels.doorway.streams import stream_url
from yimen.reference.people.rules import DeviceKind

#: Where the script looks for a page's number; without script the page itself turns over.
_TURN_SECONDS = 10


@require_safe
@onlooker_page(DeviceKind.BOARD)
def board(request: HttpRequest, seen: Onlooker, code: str = "") -> HttpResponse:
    """The whole board."""
    at = timezone.now()
    area = area_of(seen.centre_id, code=code.upper(), area_id=seen.area_id)
    shown = picture(seen.centre_id, area, at=at)
    context = {
        "picture": shown,
        "words": words(seen.centre_id, at=at),
        "panel_url": _address("panel", code),
        "stream_url": reverse("board-stream"),
        "voice_url": reverse("board-voice", args=["ID"]),
        "turn": int(at.timestamp() // _TURN_SECONDS) % max(1, len(shown.pages)),
        "quiet": request.GET.get("voice") == "off",
    }
    return render(request, "boards/wall.html", context)


@require_safe
@onlooker_page(DeviceKind.BOARD)
def panel(request: HttpRequest, seen: Onlooker, code: str = "") -> HttpResponse:
    """Lines and missed numbers alone, drawn anew at most every three seconds."""
    area = area_of(seen.centre_id, code=code.upper(), area_id=seen.area_id)
    context = {"picture": picture(seen.centre_id, area, at=timezone.now()), "turn": 0}
    return render(request, "boards/wall.html#panel", context)


@require_safe
@onlooker_page(DeviceKind.BOARD)
def stream(request: HttpRequest, seen: Onlooker) -> HttpResponse:
    """Where this board opens its stream; asked again at every reconnection."""
    return JsonResponse({"url": stream_url(request, [f"centre:{seen.centre_id}"])})


@require_safe
@onlooker_page(DeviceKind.BOARD)
def voice(request: HttpRequest, seen: Onlooker, text_id: str) -> HttpResponse:
    """A call as a sound file; 404 where there is none, and the board goes on in silence."""
    try:
        content = sound.wav(text_id)
    except sound.NoSound:
        raise Http404 from None
    return HttpResponse(content, content_type="audio/wav")


def _address(page: str, code: str) -> str:
    if code:
        return reverse(f"board-area-{page}", args=[code])
    return reverse(f"board-{page}")
