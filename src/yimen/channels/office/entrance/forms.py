"""The forms of the log-in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password

#: What a form was sent; None for a fresh one.
Given = Mapping[str, Any] | None


class LogInForm(forms.Form):
    """Staff number and password."""

    username = forms.CharField(
        label="工号",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """Six digits of the authenticator app."""

    code = forms.CharField(
        label="动态码",
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "input--code",
                "autofocus": True,
            }
        ),
    )


class NewPasswordForm(forms.Form):
    """A new password, twice. Ten characters or more, not a common one, not like the name."""

    password = forms.CharField(
        label="新密码",
        max_length=200,
        strip=False,
        help_text="至少 10 位，不用常见密码，不含工号和姓名",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一次",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, staff_id: int, given: Given = None) -> None:
        super().__init__(given)
        self.user = get_user_model().objects.get(pk=staff_id)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if self.user.check_password(password):
            raise forms.ValidationError("新密码不能与现在的相同。")
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("password") and values.get("again") != values["password"]:
            self.add_error("again", "两次输入的不一样。")
        return values


class OwnPasswordForm(NewPasswordForm):
    """For somebody logged in: the present password first."""

    present = forms.CharField(
        label="现在的密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("present", "password", "again")

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.user.check_password(present):
            raise forms.ValidationError("现在的密码不对。")
        return present
