"""The guide desk: giving a number by hand, with or without the person's ID or phone."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway.codes import qr_svg
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import words
from yimen.channels.office.frame import page, sent
from yimen.journeys.take_ticket import take_ticket
from yimen.kernel import identifiers
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Right
from yimen.services.hall import queries
from yimen.services.hall.actions import Holder, Issued
from yimen.services.hall.queries import LineView
from yimen.services.hall.rules.dispatch import TicketClass

_GIVEN_HERE = (TicketClass.ORDINARY, TicketClass.PRIORITY)


class IssueForm(forms.Form):
    """What a number needs. Identity and phone are left empty where nobody asks for them."""

    queue = forms.ChoiceField(label="业务")
    ticket_class = forms.ChoiceField(
        label="类别",
        choices=[(kind.value, words.CLASSES[kind.value]) for kind in _GIVEN_HERE],
        initial=TicketClass.ORDINARY.value,
        widget=forms.RadioSelect,
    )
    citizen_id = forms.CharField(
        label="身份证号", required=False, max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--id"}),
    )  # fmt: skip
    phone = forms.CharField(
        label="手机号", required=False, max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
        help_text="快轮到时发短信提醒",
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, codes: list[str], today: date, given: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(given)
        self.today = today
        field = self.fields["queue"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, code) for code in codes]

    def clean_citizen_id(self) -> str:
        return self._checked(
            "citizen_id", lambda text: identifiers.citizen_id(text, today=self.today)
        )

    def clean_phone(self) -> str:
        return self._checked("phone", identifiers.mobile)

    def _checked(self, name: str, check: Callable[[str], str]) -> str:
        text: str = self.cleaned_data[name].strip()
        if not text:
            return ""
        try:
            return check(text)
        except DomainError as refusal:
            raise forms.ValidationError(sentence(refusal)) from None


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page(Right.ISSUE)
def index(request: StaffRequest) -> HttpResponse:
    """Search a business, choose a class, give the number."""
    at = timezone.now()
    day = queries.business_day(request.centre_id, at)
    lines = queries.lines(request.centre_id, day)
    form = IssueForm([line.queue.code for line in lines], day, sent(request))
    if form.is_valid():
        given = form.cleaned_data
        issued = take_ticket(
            centre_id=request.centre_id,
            queue_code=given["queue"],
            by=request.actor,
            at=at,
            channel="reception",
            ticket_class=TicketClass(given["ticket_class"]),
            holder=Holder(citizen_id=given["citizen_id"], phone=given["phone"]),
            key=given["key"] or None,
        )
        return _given_page(request, issued)
    q = request.GET.get("q", "").strip()
    context = {
        "form": form,
        "q": q,
        "lines": [_choice(line) for line in lines if _matches(line, q)],
        "chosen": request.POST.get("queue", request.GET.get("queue", "")),
        "key": f"{request.staff.id}-{at:%Y%m%d%H%M%S%f}",
    }
    return page(
        request, "office/reception.html", context, here="reception",
        status=422 if form.errors else 200,
    )  # fmt: skip


def _choice(line: LineView) -> dict[str, object]:
    low, _, high = line.range or (None, None, None)
    return {
        "line": line,
        "low": None if low is None else timedelta(seconds=low),
        "high": None if high is None else timedelta(seconds=high),
    }


def _matches(line: LineView, q: str) -> bool:
    queue = line.queue
    return q.lower() in f"{queue.name} {queue.code} {queue.prefix} {queue.department}".lower()


def _given_page(request: StaffRequest, issued: Issued) -> HttpResponse:
    address = request.build_absolute_uri(f"/t/{issued.public_id}")
    told = issued.told
    view = queries.ticket(issued.id)
    context = {
        "issued": issued,
        "class_name": words.CLASSES[issued.ticket_class.value],
        "ahead": queries.ahead(view),
        "window": view.window,
        "low": timedelta(seconds=told[0]) if told else None,
        "high": timedelta(seconds=told[2]) if told else None,
        "qr": qr_svg(address, label="号码页二维码"),
        "address": address,
    }
    return page(request, "office/given.html", context, here="reception")
