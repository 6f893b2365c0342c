"""One's own keys for the API: made by oneself, shown once, ended when not needed."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page, sent
from yimen.reference.people import actions, queries
from yimen.reference.people.rules import OWN_KEY_DAYS, OWN_KEYS


class KeyForm(forms.Form):
    """Which program the key is for."""

    name = forms.CharField(
        label="用途",
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": "例如：审批业务系统", "autocomplete": "off"}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page()
def index(request: StaffRequest) -> HttpResponse:
    """Keys that work; another one is shown on this page alone."""
    form, key, at = KeyForm(sent(request)), "", timezone.now()
    if form.is_valid():
        key = actions.make_own_key(
            form.cleaned_data["name"], centre_id=request.centre_id, by=request.actor, at=at
        )
        form = KeyForm()
    context = {
        "form": form,
        "key": key,
        "keys": queries.own_keys(request.staff.id, at=at),
        "days": OWN_KEY_DAYS,
        "limit": OWN_KEYS,
    }
    status = 422 if form.errors else 200
    return page(request, "office/own_keys.html", context, here="own-keys", status=status)


@require_POST
@staff_page()
def end(request: StaffRequest, key_id: int) -> HttpResponse:
    """A key that is not needed any more."""
    actions.end_own_key(key_id, by=request.actor, at=timezone.now())
    messages.success(request, "密钥已停用，五秒内失效。")
    return redirect("office-own-keys")
