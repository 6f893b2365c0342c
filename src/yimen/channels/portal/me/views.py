"""Logging in by a code to the phone, the start of a citizen's own pages, and leaving them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import CitizenRequest, citizen_in, citizen_out, citizen_page
from yimen.channels.doorway.wording.citizens import LEVELS
from yimen.channels.doorway.wording.payments import BILL_STATES
from yimen.channels.portal.me.forms import IdentityForm
from yimen.journeys import citizen_log_in
from yimen.kernel import masking
from yimen.kernel.errors import DomainError
from yimen.reference.people import actions as people_actions
from yimen.reference.people import queries as people
from yimen.reference.people.errors import BadLogInCode, CodeTooSoon
from yimen.reference.people.rules import CODE_PAUSE, Level
from yimen.services.notify import queries as notify
from yimen.services.payments import queries as payments


@never_cache
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Who it is; then the code, on the same address. What was typed stands in no address."""
    at = timezone.now()
    form = IdentityForm(timezone.localdate(at), request.POST if request.method == "POST" else None)
    following = _following(request)
    if not form.is_valid():
        context: dict[str, Any] = {
            "form": form,
            "next": following,
            "back_url": reverse("portal-home"),
        }
        return render(request, "portal/me/log_in.html", context, status=422 if form.errors else 200)
    if "code" in request.POST:
        return _confirm(request, form, following)
    return _send(request, form, following)


def _send(request: HttpRequest, form: IdentityForm, following: str) -> HttpResponse:
    code = ""
    try:
        code = citizen_log_in.send_code(
            form.identity(), language=translation.get_language(), at=timezone.now()
        ).code
    except CodeTooSoon as refusal:
        return _ask_code(request, form, following, refusal=refusal)
    except DomainError as refusal:
        form.add_error(None, sentence(refusal))
        context = {"form": form, "next": following}
        return render(request, "portal/me/log_in.html", context, status=422)
    return _ask_code(request, form, following, code=code)


def _ask_code(
    request: HttpRequest,
    form: IdentityForm,
    following: str,
    *,
    code: str = "",
    refusal: DomainError | None = None,
) -> HttpResponse:
    """The page with the field for the code. The demonstration, which has no phones, shows it."""
    context = {
        "form": form,
        "next": following,
        "phone": masking.mobile(form.cleaned_data["phone"]),
        "demo_code": code if settings.DEMO else "",
        "refusal": sentence(refusal) if refusal is not None else "",
        "pause": int(CODE_PAUSE.total_seconds()),
        "back_url": reverse("me-log-in"),
    }
    status = 200 if refusal is None else 422
    return render(request, "portal/me/code.html", context, status=status)


def _confirm(request: HttpRequest, form: IdentityForm, following: str) -> HttpResponse:
    code = "".join(request.POST.get("code", "").split())[:12]
    try:
        view = people_actions.log_in_citizen(form.cleaned_data["number"], code, at=timezone.now())
    except BadLogInCode as refusal:
        return _ask_code(request, form, following, refusal=refusal)
    citizen_in(request, view.id)
    return redirect(following)


def _following(request: HttpRequest) -> str:
    """Where the log-in leads: a page of this house, or the citizen's start."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    good = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if good else reverse("me")


@never_cache
@require_safe
@citizen_page()
def home(request: CitizenRequest) -> HttpResponse:
    """The start of a citizen's own pages."""
    context = {
        "citizen": request.citizen,
        "level": LEVELS[request.citizen.level],
        "is_checked": request.citizen.level >= Level.CHECKED,
        "unread": notify.unread(people.citizen_index(request.citizen.id)),
        "back_url": reverse("portal-home"),
    }
    return render(request, "portal/me/home.html", context)


@never_cache
@require_safe
@citizen_page(Level.CHECKED)
def bills(request: CitizenRequest) -> HttpResponse:
    """What the citizen has to pay, and has paid."""
    rows = [
        {
            "bill": bill,
            "word": BILL_STATES[bill.state.value],
            "tone": {"open": "warm", "paid": "good"}.get(bill.state.value, ""),
        }
        for bill in payments.bills_of(people.citizen_index(request.citizen.id))
    ]
    context = {"rows": rows, "back_url": reverse("me")}
    return render(request, "portal/me/bills.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Done here: whoever takes this phone or machine next finds nobody logged in."""
    citizen_out(request)
    return redirect("portal-home")
