"""The data board's page, and what is drawn anew while it hangs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yimen.channels.boards.data.picture import picture
from yimen.channels.boards.door import Onlooker, onlooker_page
from yimen.reference.people.rules import DeviceKind


@require_safe
@onlooker_page(DeviceKind.BOARD)
def board(request: HttpRequest, seen: Onlooker) -> HttpResponse:
    """The whole board."""
    context = {"data": picture(seen.centre_id, at=timezone.now())}
    return render(request, "boards/data.html", context)


@require_safe
@onlooker_page(DeviceKind.BOARD)
def now(request: HttpRequest, seen: Onlooker) -> HttpResponse:
    """What changes, asked for by events and at least every fifteen seconds."""
    context = {"data": picture(seen.centre_id, at=timezone.now())}
    return render(request, "boards/data.html#now", context)
