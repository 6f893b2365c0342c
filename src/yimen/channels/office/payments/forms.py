"""Asking for a refund, and settling a difference."""

from decimal import Decimal

from django import forms
from django.http import QueryDict

_LONGEST = 200


class RefundForm(forms.Form):
    """How much goes back, in yuan, and why."""

    yuan = forms.DecimalField(
        label="退款金额（元）",
        min_value=Decimal("0.01"),
        max_digits=10,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="退款原因",
        max_length=_LONGEST,
        help_text="记入账册，审核的同事会看到；不要写个人信息",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, given: QueryDict | None = None, *, left_fen: int = 0, key: str = "") -> None:
        super().__init__(given, initial={"yuan": Decimal(left_fen) / 100, "key": key})

    def fen(self) -> int:
        """The amount of a valid form, in fen."""
        yuan: Decimal = self.cleaned_data["yuan"]
        return int(yuan * 100)
