"""Taking a result out of a pick-up locker: the code of the message, and the identity card."""

from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.readers import has_reader, read_card
from yimen.channels.doorway.refusals import STATUS, sentence
from yimen.channels.doorway.who import DeviceRequest
from yimen.channels.kiosk.checkin.pages import reader
from yimen.channels.kiosk.door import frame, machine_page
from yimen.channels.kiosk.pages import reader_of
from yimen.journeys import lockers as journey
from yimen.kernel.errors import DomainError
from yimen.services.delivery import queries
from yimen.services.delivery.queries import LockerView

_INVALID: Final = 422


class CodeForm(forms.Form):
    """The eight digits of the message."""

    code = forms.RegexField(
        label=_("取件码"),
        regex=r"^[0-9]{8}$",
        strip=True,
        error_messages={"invalid": _("取件码是 8 位数字，在短信和消息里。")},
        widget=forms.TextInput(
            attrs={
                "class": "input--code",
                "autocomplete": "off",
                "inputmode": "numeric",
                "maxlength": "8",
                "autofocus": "",
            }
        ),
    )


@machine_page
def pick_up(request: DeviceRequest) -> HttpResponse:
    """Which locker, if there are several; then code and card; then an open door."""
    lockers = [view for view in queries.lockers(request.device.centre_id) if view.is_active]
    chosen = _chosen(request, lockers)
    if chosen is None:
        return render(request, "kiosk/pickup/lockers.html", _frame(request, lockers=lockers))
    if "code" not in request.POST:
        return _ask(request, chosen, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, chosen, form, status=_INVALID)
    today = timezone.localdate()
    try:
        card = read_card(reader_of(request), on=today, demo=request.POST.get("card", ""))
        opened = journey.pick_up(
            form.cleaned_data["code"],
            card,
            locker_id=chosen.id,
            by=request.device.actor,
            on=today,
            at=timezone.now(),
        )
    except DomainError as refusal:
        said = sentence(refusal)
        return _ask(request, chosen, form, said=said, status=STATUS[refusal.kind])
    context = _frame(request, slot=opened.slot, locker=chosen)
    return render(request, "kiosk/pickup/opened.html", context)


def _ask(
    request: DeviceRequest, locker: LockerView, form: CodeForm, *, status: int = 200, said: str = ""
) -> HttpResponse:
    context = _frame(request, locker=locker, form=form, said=said, **reader())
    return render(request, "kiosk/pickup/code.html", context, status=status)


def _frame(request: DeviceRequest, **context: object) -> dict[str, Any]:
    return frame(request, may_go_back=False, **context)


def _chosen(request: DeviceRequest, lockers: list[LockerView]) -> LockerView | None:
    """The only locker, or the one that was pressed."""
    pressed = request.POST.get("locker", "")
    known = {str(view.id): view for view in lockers}
    if len(lockers) == 1:
        return lockers[0]
    return known.get(pressed)


def offers_pick_up(centre_id: int) -> bool:
    """Whether there is a locker to take something from, and a reader for the card."""
    return has_reader() and queries.has_locker(centre_id)
