"""Changing the look without script: a form posts one or more wishes, cookies keep them for a year.

The page behind is drawn again from the cookies; with script `look.js` does the same at once.
"""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from yimen.support.context import CONTRAST_COOKIE, ELDER_COOKIE, THEME_COOKIE

YEAR_SECONDS: Final = 365 * 24 * 3600

#: field of the form → cookie and the values it may take; any other value is ignored.
WISHES: Final = {
    "elder": (ELDER_COOKIE, frozenset({"0", "1"})),
    "contrast": (CONTRAST_COOKIE, frozenset({"normal", "high"})),
    "theme": (THEME_COOKIE, frozenset({"light", "dark"})),
    "language": (settings.LANGUAGE_COOKIE_NAME, frozenset(code for code, _ in settings.LANGUAGES)),
}


@require_POST
def change_look(request: HttpRequest) -> HttpResponse:
    """Keep the wishes and lead back to the page they came from."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if safe else "/")
    for wish, (cookie, values) in WISHES.items():
        value = request.POST.get(wish)
        if value in values:
            # Read by look.js, so not HttpOnly; holds nothing but the wish.
            response.set_cookie(
                cookie,
                value,
                max_age=YEAR_SECONDS,
                samesite="Lax",
                secure=request.is_secure(),
            )
    return response


def forget_look(response: HttpResponse) -> None:
    """Back to the plain look, for shared machines at the end of a person's session."""
    for cookie, _ in WISHES.values():
        response.delete_cookie(cookie, samesite="Lax")


urlpatterns = [path("look", change_look, name="look")]
