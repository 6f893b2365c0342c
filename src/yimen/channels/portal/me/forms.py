"""Who logs in: identity number, name and phone; then the code."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.phrases import sentence
from yimen.kernel import identifiers
from yimen.kernel.errors import DomainError
from yimen.reference.people.actions import Identity


class IdentityForm(forms.Form):
    """Three facts that must fit together."""

    name = forms.CharField(
        label=_("姓名"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    number = forms.CharField(
        label=_("身份证号"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    phone = forms.CharField(
        label=_("手机号"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, today: date, given: QueryDict | None = None) -> None:
        super().__init__(given)
        self.today = today

    def clean_number(self) -> str:
        try:
            return identifiers.citizen_id(self.cleaned_data["number"], today=self.today)
        except DomainError as refusal:
            raise forms.ValidationError(sentence(refusal)) from None

    def clean_phone(self) -> str:
        try:
            return identifiers.mobile(self.cleaned_data["phone"])
        except DomainError as refusal:
            raise forms.ValidationError(sentence(refusal)) from None

    def identity(self) -> Identity:
        """The three, of a valid form."""
        given: dict[str, Any] = self.cleaned_data
        return Identity(given["number"], given["name"], given["phone"])
