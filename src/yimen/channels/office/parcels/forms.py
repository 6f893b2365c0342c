"""What may be done to a parcel now, a form each; state and rights decide which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, cast

from django import forms
from django.conf import settings

from yimen.channels.doorway.addresses import REGIONS
from yimen.journeys import parcels as journey
from yimen.reference.people.rules import Actor, Right
from yimen.services.delivery import actions
from yimen.services.delivery.queries import ClaimView, ParcelView
from yimen.services.delivery.rules.addresses import Address, address
from yimen.services.delivery.rules.kinds import carrier_name
from yimen.services.delivery.rules.states import NEXT_STATE, Problem, State, Step


def _carriers() -> list[tuple[str, str]]:
    known = [(code, carrier_name(code)) for code in settings.CARRIERS]
    return [("", "与原来相同"), *known]


class NumberForm(forms.Form):
    """A number from the carrier's own counter."""

    number = forms.CharField(
        label="邮件号", max_length=30, widget=forms.TextInput(attrs={"class": "input--code"})
    )


class AgainForm(forms.Form):
    """Once more, perhaps to another address or by another carrier."""

    carrier = forms.ChoiceField(label="快递公司", required=False, choices=_carriers)
    other = forms.BooleanField(label="寄到新的地址（下面填写）", required=False)
    name = forms.CharField(label="收件人", max_length=30, required=False)
    phone = forms.CharField(label="电话", max_length=20, required=False)
    region = forms.ChoiceField(label="地区", required=False, choices=[("", "请选择"), *REGIONS])
    street = forms.CharField(label="详细地址", max_length=100, required=False)

    def address(self) -> Address | None:
        """The new address; None for the old one.

        Raises:
            BadAddress: it is none.
        """
        said = self.cleaned_data
        if not said["other"]:
            return None
        return address(said["name"], said["phone"], said["region"], said["street"])


class ClaimForm(forms.Form):
    """What the carrier paid."""

    yuan = forms.DecimalField(
        label="快递公司赔付（元）",
        min_value=Decimal(0),
        max_value=Decimal(1_000_000),
        decimal_places=2,
        help_text="没有赔付或已找到，填 0。",
    )


class NothingForm(forms.Form):
    """A button, and nothing to fill in."""


Act = Callable[[int, forms.Form, Actor, datetime], object]


@dataclass(frozen=True)
class Task:
    """One thing that can be done."""

    label: str
    icon: str
    form: type[forms.Form]
    deed: Act
    tone: str = ""
    confirm: str = ""


def _again(parcel_id: int, form: forms.Form, by: Actor, at: datetime) -> object:
    said = cast(AgainForm, form)
    carrier = said.cleaned_data["carrier"]
    return journey.send_again(parcel_id, by=by, at=at, receiver=said.address(), carrier=carrier)


def _number(parcel_id: int, form: forms.Form, by: Actor, at: datetime) -> object:
    return actions.note_number(parcel_id, form.cleaned_data["number"], by=by, at=at)


def _settle(parcel_id: int, form: forms.Form, by: Actor, at: datetime) -> object:
    fen = int(form.cleaned_data["yuan"] * 100)
    actions.settle_claim(parcel_id, fen=fen, by=by, at=at)
    return None


def _cancel(parcel_id: int, form: forms.Form, by: Actor, at: datetime) -> object:
    return actions.cancel(parcel_id, actions.carriers(), by=by, at=at)


def _lost(parcel_id: int, form: forms.Form, by: Actor, at: datetime) -> object:
    return actions.report_lost(parcel_id, by=by, at=at)


def _clear(parcel_id: int, form: forms.Form, by: Actor, at: datetime) -> object:
    return actions.clear_dispute(parcel_id, by=by, at=at)


def _dispute(parcel_id: int, form: forms.Form, by: Actor, at: datetime) -> object:
    return actions.dispute(parcel_id, by=by, at=at)


STEPS: Final[Mapping[str, Task]] = {
    "again": Task("重新寄出", "send", AgainForm, _again, "primary"),
    "number": Task("登记邮件号", "scan-barcode", NumberForm, _number),
    "settle": Task("结清索赔", "hand-coins", ClaimForm, _settle, "primary"),
    "clear": Task("查明已送达", "circle-check", NothingForm, _clear),
    "dispute": Task("收件人称没有收到", "message-circle-warning", NothingForm, _dispute),
    "lost": Task(
        "按遗失处理",
        "package-x",
        NothingForm,
        _lost,
        "danger",
        "登记遗失后会向快递公司索赔，并通知申请人。确定已经遗失吗？",
    ),
    "cancel": Task(
        "取消寄递", "ban", NothingForm, _cancel, "danger", "快递员还没有揽收才能取消。确定取消吗？"
    ),
}


@dataclass(frozen=True)
class Offer:
    """A step that may be taken now, with its form."""

    name: str
    step: Task
    form: forms.Form


def offers(
    view: ParcelView, claim: ClaimView | None, actor: Actor, sent: Mapping[str, forms.Form]
) -> list[Offer]:
    """What this person may do to this parcel now."""
    if not actor.may(Right.HAND_OUT, centre_id=view.centre_id):
        return []
    return [
        Offer(name, step, sent.get(name) or step.form(auto_id=f"{name}_%s"))
        for name, step in STEPS.items()
        if _may(name, view, claim)
    ]


def _may(name: str, view: ParcelView, claim: ClaimView | None) -> bool:
    not_taken = view.problem is Problem.NOT_TAKEN
    return {
        "again": view.may_go_again,
        "number": not view.number and view.state in {State.CREATED, State.PROBLEM},
        "settle": claim is not None and claim.settled_fen is None,
        "clear": view.problem is Problem.DISPUTED,
        "dispute": (view.state, Step.DISPUTE) in NEXT_STATE,
        "lost": (view.state, Step.LOSE) in NEXT_STATE and bool(view.number),
        "cancel": view.state in {State.CREATED, State.AWAITING} or not_taken,
    }[name]
