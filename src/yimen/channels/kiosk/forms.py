"""What is typed in at the machine, checked, with the fault said at the field."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.phrases import sentence
from yimen.kernel import identifiers
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import DeviceKind


def _typed(max_length: int, **attrs: str) -> forms.TextInput:
    return forms.TextInput(
        attrs={
            "class": "input--code",
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "maxlength": str(max_length),
            **attrs,
        }
    )


class CitizenIdForm(forms.Form):
    """An identity number, checked by its own check digit."""

    citizen_id = forms.CharField(label=_("身份证号码"), max_length=24, widget=_typed(18))

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today

    def clean_citizen_id(self) -> str:
        """The number in standard form, or what is wrong with it."""
        try:
            return identifiers.citizen_id(self.cleaned_data["citizen_id"], today=self.today)
        except DomainError as refusal:
            raise forms.ValidationError(sentence(refusal)) from refusal


class PhoneForm(forms.Form):
    """A mobile number."""

    phone = forms.CharField(
        label=_("手机号码"), max_length=20, widget=_typed(11, inputmode="numeric")
    )

    def clean_phone(self) -> str:
        """Eleven digits, or what is wrong with them."""
        try:
            return identifiers.mobile(self.cleaned_data["phone"])
        except DomainError as refusal:
            raise forms.ValidationError(sentence(refusal)) from refusal


class CodeForm(forms.Form):
    """The one-time code of a device."""

    code = forms.RegexField(
        label=_("登记码"),
        regex=r"^[0-9]{8}$",
        strip=True,
        widget=_typed(8, inputmode="numeric"),
        error_messages={"invalid": _("登记码是 8 位数字。")},
    )


class DemoDeviceForm(forms.Form):
    """Which device this browser plays in the demonstration city."""

    kind = forms.ChoiceField(
        choices=[
            (kind.value, kind.value)
            for kind in (DeviceKind.TICKET_MACHINE, DeviceKind.BOARD, DeviceKind.WINDOW_SCREEN)
        ]
    )
    window = forms.IntegerField(label=_("窗口号"), required=False, min_value=1, initial=1)
