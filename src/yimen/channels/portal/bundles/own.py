"""One's own bundle: a draft goes on where it stopped, a filed one shows where every part is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.doorway.bundles import in_words
from yimen.channels.doorway.who import CitizenRequest, citizen_page
from yimen.channels.portal.bundles.picture import next_step
from yimen.channels.portal.progress.words import BUNDLE_NEXT_STEPS
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Level
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView


def found(request: CitizenRequest, public_id: str) -> CaseBundleView:
    """The bundle an address names, if it is the citizen's own.

    Raises:
        CaseNotFound: it is not.
    """
    citizen_id = request.citizen.id
    mine = people.citizen_index(citizen_id)
    return bundles.own_bundle(public_id, person_index=mine, citizen_id=citizen_id)


@never_cache
@require_safe
@citizen_page(Level.CHECKED)
def bundle(request: CitizenRequest, public_id: str) -> HttpResponse:
    """All parts on one page, one due date, one hand-out; a draft opens at its next step."""
    view = found(request, public_id)
    if view.filed_at is None:
        return redirect(f"me-bundle-{next_step(view)}", public_id)
    context = in_words(view) | {
        "next": BUNDLE_NEXT_STEPS.get(view.state.value, ""),
        "query_code": bundles.query_code(view.id),
        "is_own": True,
        "back_url": reverse("me-cases"),
    }
    return render(request, "portal/progress/bundle.html", context)
