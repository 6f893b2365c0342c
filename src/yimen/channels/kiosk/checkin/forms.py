"""One field for whatever proves a booking: what was meant follows from its length."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.phrases import sentence
from yimen.kernel import identifiers
from yimen.kernel.errors import DomainError

_CODE, _PHONE = 8, 11


class ProofForm(forms.Form):
    """Eight digits are a code, eleven a phone, all else an identity number."""

    proof = forms.CharField(
        label=_("预约码、手机号或身份证号"), max_length=24,
        widget=forms.TextInput(
            attrs={
                "class": "input--code", "autocomplete": "off", "autocapitalize": "characters",
                "spellcheck": "false", "autofocus": "", "maxlength": "18",
            }
        ),
    )  # fmt: skip

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today

    def clean_proof(self) -> dict[str, str]:
        """`code`, `phone` or `citizen_id` with its checked value."""
        text = "".join(self.cleaned_data["proof"].split())
        if len(text) == _CODE and text.isascii() and text.isdecimal():
            return {"code": text}
        try:
            if len(text) == _PHONE:
                return {"phone": identifiers.mobile(text)}
            return {"citizen_id": identifiers.citizen_id(text, today=self.today)}
        except DomainError as refusal:
            raise forms.ValidationError(self._said(text, refusal)) from refusal

    @staticmethod
    def _said(text: str, refusal: DomainError) -> str:
        if len(text) > _PHONE:
            return sentence(refusal)
        return str(_("请核对：预约码 8 位，手机号 11 位，身份证号 18 位。"))
