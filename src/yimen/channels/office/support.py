"""The support screens at /admin/: Django's admin behind this door's second factor."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


class SupportSite(AdminSite):
    """Same models, other door."""

    site_header = "一门 · 后台"
    site_title = "一门"
    index_title = "后台资料"
    site_url = "/office/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Log-in with password alone is not enough."""
        verified = getattr(request.user, "is_verified", None)
        return super().has_permission(request) and verified is not None and bool(verified())

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to the one log-in; whoever is logged in without rights goes to the office."""
        verified = getattr(request.user, "is_verified", None)
        if verified is not None and verified():
            return redirect("office-home")
        asked = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{reverse('office-login')}?{urlencode({'next': asked})}")

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Leave everything, not only these screens."""
        return redirect("office-leave")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The office's own page checks the present password and the strength of the next."""
        return redirect("office-password")
