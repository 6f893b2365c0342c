"""Who comes, and what proves a booking: typed on the phone, checked at the field."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.phrases import sentence
from yimen.kernel import identifiers
from yimen.kernel.errors import DomainError
from yimen.services.booking.actions import Person
from yimen.services.booking.rules.slots import tidy_name


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


class PersonForm(forms.Form):
    """Name, identity number and phone; of the holder, and of an agent where one comes instead."""

    name = forms.CharField(
        label=_("姓名"), max_length=50, widget=_text(autocomplete="name"),
        error_messages={"required": _("请填写办事人的姓名，和证件上一样。")},
    )  # fmt: skip
    citizen_id = forms.CharField(
        label=_("身份证号"), max_length=30,
        help_text=_("也可填港澳台居民居住证、外国人永久居留证号"),
        widget=_text(autocomplete="off", autocapitalize="characters"),
        error_messages={"required": _("请填写身份证号，当天凭它签到。")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("手机号"), max_length=20, widget=_text(autocomplete="tel", inputmode="tel"),
        error_messages={"required": _("请填写手机号，有变动时告诉您。")},
    )  # fmt: skip
    agent_name = forms.CharField(
        label=_("代办人姓名"), max_length=50, required=False, widget=_text(autocomplete="off")
    )
    agent_id = forms.CharField(
        label=_("代办人身份证号"), max_length=30, required=False,
        widget=_text(autocomplete="off", autocapitalize="characters"),
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, today: date, given: Mapping[str, Any] | None = None, *, key: str = ""
    ) -> None:
        super().__init__(given, initial={"key": key})
        self.today = today

    def clean_name(self) -> str:
        return self._checked("name", tidy_name)

    def clean_citizen_id(self) -> str:
        return self._checked("citizen_id", self._citizen_id)

    def clean_phone(self) -> str:
        return self._checked("phone", identifiers.mobile)

    def clean_agent_id(self) -> str:
        return self._checked("agent_id", self._citizen_id)

    def clean(self) -> dict[str, Any]:
        """An agent has a name and a number, or there is none."""
        said = {**(super().clean() or {})}
        named = bool(said.get("agent_name", "").strip())
        if "agent_id" in said and named != bool(said["agent_id"]):
            self.add_error(
                "agent_id" if named else "agent_name", _("代办人的姓名和身份证号都要填。")
            )
        return said

    def person(self) -> Person:
        """The checked person."""
        said = self.cleaned_data
        return Person(
            said["citizen_id"], said["name"], said["phone"], said["agent_id"], said["agent_name"]
        )

    def _citizen_id(self, text: str) -> str:
        return identifiers.citizen_id(text, today=self.today)

    def _checked(self, name: str, check: Callable[[str], str]) -> str:
        text: str = self.cleaned_data[name].strip()
        if not text:
            return ""
        try:
            return check(text)
        except DomainError as refusal:
            raise forms.ValidationError(sentence(refusal)) from refusal


class ProofForm(forms.Form):
    """The booking code and four characters only its holder knows."""

    code = forms.RegexField(
        label=_("预约码"), regex=r"^[0-9]{8}$", strip=True,
        widget=_text(autocomplete="off", inputmode="numeric", maxlength="8"),
        error_messages={
            "required": _("请输入预约码。"), "invalid": _("预约码是 8 位数字。"),
        },
    )  # fmt: skip
    tail = forms.RegexField(
        label=_("身份证或手机号后四位"), regex=r"^[0-9]{3}[0-9Xx]$", strip=True,
        widget=_text(autocomplete="off", maxlength="4", autocapitalize="characters"),
        error_messages={
            "required": _("请输入身份证或手机号的后四位。"),
            "invalid": _("请输入后四位，最后一位可能是 X。"),
        },
    )  # fmt: skip
