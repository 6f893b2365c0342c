"""The window's second screen while a case is looked at and signed by the citizen.

Only the enrolled screen of the window the case is taken in at shows and takes it: what stands there
is for the eyes of whoever stands in front of it.
"""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.boards.door import Onlooker, onlooker_page
from yimen.channels.boards.window import served_at
from yimen.channels.doorway import typed
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.schema_forms import in_words as said
from yimen.journeys import bundle_reuse, bundles, reuse, take_in
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.people.rules import HOUSE, DeviceKind, Right
from yimen.services.cases.actions import bundle_viewing, viewing
from yimen.services.cases.errors import DraftMoved
from yimen.services.cases.queries.bundles import (
    CaseBundleView,
    bundle_presented_at_window,
    materials_of,
)
from yimen.services.cases.queries.bundles import plan as bundle_plan
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.promises import promise_texts
from yimen.services.cases.queries.search import presented_at_window
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.states import MaterialState

_MISSING: Final = MaterialState.MISSING


@require_http_methods(["GET", "POST"])
@never_cache
@onlooker_page(DeviceKind.WINDOW_SCREEN)
def confirm(request: HttpRequest, seen: Onlooker) -> HttpResponse:
    """What was filled in, to be checked; a signature is taken by POST."""
    if not seen.is_device or seen.window_id is None:
        raise NotAllowed(right=Right.RATE)
    served = served_at(seen.window_id)
    case = presented_at_window(seen.window_id, served)
    if case is None:
        whole = bundle_presented_at_window(seen.window_id, served)
        return redirect("window-screen") if whole is None else _confirm_bundle(request, whole)
    if request.method == "POST" and _signed(request, take_in.sign, case.id):
        return redirect("window-screen")
    asked = materials(case.id)
    promises = promise_texts(case.version_id)
    sources = reuse.origins(case.id, asked)
    context = {
        "case": case,
        "rows": _rows(case),
        "promises": [promises[each.key] for each in asked if each.way == PROMISE],
        "later": [each for each in asked if each.need == "later" and each.state is _MISSING],
        "materials": [
            (each, sources.get(each.key)) for each in asked if each.way not in {"", PROMISE}
        ],
        "stream_url": "/boards/window/stream",
        "demo": settings.DEMO,
    }
    return render(request, "boards/confirm.html", context)


def _signed(request: HttpRequest, sign: Callable[..., object], subject_id: int) -> bool:
    """Whether the signature was kept; a refusal is said."""
    drawn, seen = request.POST.get("signature", ""), typed.instant(request.POST.get("seen", ""))
    try:
        sign(subject_id, drawn, by=HOUSE, at=timezone.now(), seen=seen)
    except DraftMoved:
        messages.error(request, _("填写的内容刚刚改动过。请重新核对后签名。"))
        return False
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return False
    return True


def _confirm_bundle(request: HttpRequest, whole: CaseBundleView) -> HttpResponse:
    """The same of a bundle (一件事): signed once for every item in it."""
    if request.method == "POST" and _signed(request, bundles.sign, whole.id):
        return redirect("window-screen")
    plan, came = bundle_plan(whole.id), materials_of(whole.id)
    sources = bundle_reuse.origins(whole.id, came)
    context = {
        "case": {"item_name": whole.name, "saved_at": whole.saved_at},
        "rows": said(bundle_viewing.for_house(whole.id), plan.form),
        "promises": [each.merged.promise for each in came if each.way == PROMISE],
        "materials": [
            ({"name": each.merged.name}, sources.get(each.merged.key))
            for each in came
            if each.way not in {"", PROMISE}
        ],
        "stream_url": "/boards/window/stream",
        "demo": settings.DEMO,
    }
    return render(request, "boards/confirm.html", context)


def _rows(case: CaseView) -> list[tuple[str, object]]:
    """Applicant and form, in the form's own words; the citizen sees their own data in full."""
    schema = definition(case.version_id).content.form.schema
    return said(viewing.for_house(case.id), schema)
