"""The sentences of a paper slip, in the reader's language."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.channels.doorway.names import named, place
from yimen.devices.slips import Slip
from yimen.journeys.standing import Standing
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.support import writing


def ticket_url(request: HttpRequest, public_id: str) -> str:
    """The ticket's own page as a phone reaches it."""
    path = reverse("ticket", args=[public_id])
    base = getattr(settings, "PUBLIC_URL", "")
    return f"{base.rstrip('/')}{path}" if base else request.build_absolute_uri(path)


def printer_address() -> str:
    """Where slips are printed; without a setting, a simulator that the demo page can break."""
    address = str(getattr(settings, "PRINTER", "sim:"))
    if address == "sim:":
        return f"sim:{settings.MEDIA_ROOT.parent / 'simulated-printer.json'}"
    return address


def slip(request: HttpRequest, standing: Standing) -> Slip:
    """What the paper says. The ground of a priority is not on it."""
    ticket = standing.ticket
    return Slip(
        centre=named(standing.centre),
        place=place(standing.area),
        department=named(standing.department) if standing.department else "",
        business=named(ticket.queue),
        number=ticket.number,
        ahead=ahead_words(standing.ahead),
        wait=wait_words(standing),
        rule=_("叫到未到即过号；过号后可恢复一次，排在 %(count)d 位之后")
        % {"count": standing.return_after},
        taken=f"{writing.day_full(ticket.arrived_at)} {writing.clock(ticket.arrived_at)}",
        url=ticket_url(request, ticket.public_id),
        scan=_("扫码看进度，也可取消"),
        mark=_mark(ticket.ticket_class),
        note=_("演示数据") if settings.DEMO else "",
    )


def ahead_words(ahead: int) -> str:
    """`前面还有 3 位`, or that one stands first in the line of this business."""
    if ahead == 0:
        return _("您排在第一位")
    return ngettext("前面还有 %(count)d 位", "前面还有 %(count)d 位", ahead) % {"count": ahead}


def wait_words(standing: Standing) -> str:
    """`约 8–15 分钟`; empty without an honest range."""
    if standing.range is None:
        return ""
    low, _middle, high = standing.range
    return writing.wait_to(timedelta(seconds=low), timedelta(seconds=high))


def _mark(ticket_class: TicketClass) -> str:
    words = {TicketClass.PRIORITY: _("优先"), TicketClass.BOOKED: _("预约")}
    return words.get(ticket_class, "")
