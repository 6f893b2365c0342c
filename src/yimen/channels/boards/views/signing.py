"""The window's second screen while a case is looked at and signed by the citizen.

Only the enrolled screen of the window the case is taken in at shows and takes it: what stands there
is for the eyes of whoever stands in front of it.
"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.boards.door import Onlooker, onlooker_page
from yimen.channels.doorway.phrases import sentence
from yimen.journeys import reuse, take_in
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.people.rules import HOUSE, DeviceKind, Right
from yimen.services.cases.actions import viewing
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.search import presented_at_window
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView


@require_http_methods(["GET", "POST"])
@never_cache
@onlooker_page(DeviceKind.WINDOW_SCREEN)
def confirm(request: HttpRequest, seen: Onlooker) -> HttpResponse:
    """What was filled in, to be checked; a signature is taken by POST."""
    if not seen.is_device or seen.window_id is None:
        raise NotAllowed(right=Right.RATE)
    case = presented_at_window(seen.window_id)
    if case is None:
        return redirect("window-screen")
    if request.method == "POST":
        try:
            drawn = request.POST.get("signature", "")
            take_in.sign(case.id, drawn, by=HOUSE, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
        else:
            return redirect("window-screen")
    asked = materials(case.id)
    sources = reuse.origins(case.id, asked)
    context = {
        "case": case,
        "rows": _rows(case),
        "materials": [(each, sources.get(each.key)) for each in asked if each.way],
        "stream_url": "/boards/window/stream",
        "demo": settings.DEMO,
    }
    return render(request, "boards/confirm.html", context)


def _rows(case: CaseView) -> list[tuple[str, object]]:
    """Applicant and form, in the form's own words; the citizen sees their own data in full."""
    plain = viewing.for_house(case.id)
    known: list[tuple[str, object]] = [(_("申请人"), plain.name), (_("证件号码"), plain.id)]
    if plain.agent_name:
        known.append((_("代办人"), plain.agent_name))
    known.append((_("手机号"), plain.phone))
    schema = definition(case.version_id).content.form.schema
    properties = schema.get("properties")
    if isinstance(properties, dict):
        shown = {value for _label, value in known}
        known += [
            (str(about.get("title", name)), plain.form[name])
            for name, about in properties.items()
            if name in plain.form and plain.form[name] not in shown
        ]
    return known
