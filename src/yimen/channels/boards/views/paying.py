"""The window's second screen while a bill is paid: the amount and the code, for one phone.

Only the enrolled screen, and only of the case of whoever is served in front of it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.boards.door import Onlooker, onlooker_page
from yimen.channels.doorway.bills import scanned
from yimen.channels.doorway.codes import qr_svg
from yimen.journeys import bills
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import DeviceKind, Right


@require_safe
@never_cache
@onlooker_page(DeviceKind.WINDOW_SCREEN)
def pay(request: HttpRequest, seen: Onlooker) -> HttpResponse:
    """The code while it is good; else the window's own screen again."""
    if not seen.is_device or seen.window_id is None:
        raise NotAllowed(right=Right.RATE)
    shown = bills.shown_at(seen.window_id, at=timezone.now())
    if shown is None:
        return redirect("window-screen")
    bill, payment = shown
    context = {
        "bill": bill,
        "payment": payment,
        "qr": qr_svg(scanned(request, payment), label=_("缴款二维码")),
        "stream_url": "/boards/window/stream",
    }
    return render(request, "boards/paying.html", context)
