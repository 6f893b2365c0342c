"""One's own messages: everything the house said, also what went out as an SMS."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.who import CitizenRequest, citizen_page
from yimen.channels.portal.me.cases import own
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Level
from yimen.services.cases.queries.bundles import bundles_of
from yimen.services.notify import actions, queries

_PAGE = 30


@never_cache
@require_safe
@citizen_page(Level.CHECKED)
def index(request: CitizenRequest) -> HttpResponse:
    """The newest first; those about a case, a bundle (一件事) or a booking lead to it."""
    mine = people.citizen_index(request.citizen.id)
    before = typed.number(request.GET.get("before", ""))
    language = translation.get_language() or "zh-hans"
    found = queries.inbox(mine, language=language, before=before, limit=_PAGE + 1)
    addresses = {
        f"case:{case.number}": reverse("me-case", args=[case.public_id])
        for case in own(request.citizen.id)
    } | {
        f"bundle:{whole.number}": reverse("me-bundle", args=[whole.public_id])
        for whole in bundles_of(mine)
    }
    context: dict[str, Any] = {
        "rows": [
            (each, addresses.get(each.subject) or _booking(each.subject)) for each in found[:_PAGE]
        ],
        "newest": found[0].id if found else 0,
        "unread": queries.unread(mine),
        "older": found[_PAGE - 1].id if len(found) > _PAGE else 0,
        "back_url": reverse("me"),
    }
    return render(request, "portal/me/messages.html", context)


@require_POST
@citizen_page(Level.CHECKED)
def read(request: CitizenRequest) -> HttpResponse:
    """All that was shown has been seen; what came since stays new."""
    up_to = typed.number(request.POST.get("up_to", ""))
    mine = people.citizen_index(request.citizen.id)
    if up_to is not None:
        actions.mark_all_read(mine, up_to=up_to, at=timezone.now())
    return redirect("me-messages")


def _booking(subject: str) -> str:
    kind, _, public_id = subject.partition(":")
    return reverse("booking", args=[public_id]) if kind == "booking" and public_id else ""
