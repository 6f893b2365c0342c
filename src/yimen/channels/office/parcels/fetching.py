"""Materials fetched from a citizen's door: ordered by a clerk, opened when they arrive."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yimen.channels.doorway.addresses import REGIONS
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page, sent
from yimen.journeys import fetching as journey
from yimen.kernel.errors import DomainError, Kind
from yimen.reference.people.rules import Right
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import cases
from yimen.services.delivery import queries
from yimen.services.delivery.errors import ParcelNotFound
from yimen.services.delivery.rules.addresses import Address, address


class FetchForm(forms.Form):
    """Whose papers, and where they are."""

    number = forms.CharField(
        label="办件编号",
        max_length=30,
        widget=forms.TextInput(attrs={"class": "input--code", "autocomplete": "off"}),
        help_text="已收件或待补正的办件，21 位编号。",
    )
    name = forms.CharField(label="寄件人", max_length=30)
    phone = forms.CharField(label="电话", max_length=20)
    region = forms.ChoiceField(label="地区", choices=[("", "请选择"), *REGIONS])
    street = forms.CharField(label="详细地址", max_length=100)

    def clean_number(self) -> str:
        """Without the spaces people read it with."""
        return "".join(str(self.cleaned_data["number"]).split())

    def address(self) -> Address:
        """Where the courier goes.

        Raises:
            BadAddress: it is none.
        """
        said = self.cleaned_data
        return address(said["name"], said["phone"], said["region"], said["street"])


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page(Right.RECEIVE)
def fetch(request: StaffRequest) -> HttpResponse:
    """Send a courier for papers; on to the parcel."""
    form = FetchForm(sent(request))
    if form.is_valid():
        try:
            case = cases.case_by_number(form.cleaned_data["number"])
            if case.centre_id != request.centre_id:
                raise CaseNotFound
            made = journey.fetch_materials(
                case.id, form.address(), by=request.actor, at=timezone.now()
            )
        except DomainError as refusal:
            if refusal.kind is Kind.FORBIDDEN:
                raise
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, "已登记上门取件，正在向快递公司下单。")
            return redirect("office-parcel", made.id)
    status = 422 if form.errors else 200
    context = {"form": form}
    return page(request, "office/parcels/fetch.html", context, here="parcels", status=status)


@require_POST
@staff_page(Right.RECEIVE)
def unpack(request: StaffRequest, parcel_id: int) -> HttpResponse:
    """What lay in a parcel is registered; back to the parcel."""
    if queries.parcel(parcel_id).centre_id != request.centre_id:
        raise ParcelNotFound
    keys = request.POST.getlist("material")
    try:
        made = journey.unpack(parcel_id, keys, by=request.actor, at=timezone.now())
    except DomainError as refusal:
        if refusal.kind is Kind.FORBIDDEN:
            raise
        messages.error(request, sentence(refusal))
    else:
        codes = "、".join(paper.barcode for paper in made)
        said = (
            f"已登记 {len(made)} 份材料，由您保管：{codes}。" if made else "已登记拆件，内无材料。"
        )
        messages.success(request, said)
    return redirect("office-parcel", parcel_id)
