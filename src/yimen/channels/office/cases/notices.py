"""A case's notices at the office: opened on record, seen before they are issued, declared void."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.notices import notice_response, pdf_response
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.cases import forms
from yimen.channels.office.cases.deeds import form_of
from yimen.channels.office.cases.picture import picture
from yimen.channels.office.cases.who import readable
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Right
from yimen.services.cases.actions import drawing, noticing
from yimen.services.cases.errors import NoticeNotFound
from yimen.services.cases.queries import notice_facts
from yimen.services.cases.queries.notices import NoticeView, notice_by_code
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.notices.facts import Value
from yimen.services.cases.rules.notices.kinds import Kind
from yimen.services.cases.rules.steps import Outcome

_Told = tuple[Kind, Mapping[str, Value]]


@never_cache
@require_safe
@staff_page(Right.VIEW_PERSON)
def notice(request: StaffRequest, public_id: str, code: str) -> HttpResponse:
    """A notice's file, on record: what it shows cannot be masked."""
    found = _of(readable(request, public_id), code)
    content = drawing.open_notice(found.id, by=request.actor, at=timezone.now())
    return notice_response(found, content, as_attachment="save" in request.GET)


@never_cache
@require_POST
@staff_page(Right.SUPERVISE_CASES)
def void(request: StaffRequest, public_id: str, code: str) -> HttpResponse:
    """Declare a notice void; the reason stays with it."""
    found = _of(readable(request, public_id), code)
    reason = request.POST.get("reason", "")
    try:
        noticing.void(found.id, reason, by=request.actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, f"{found.number} 已作废。")
    return redirect("office-case", public_id)


@never_cache
@require_POST
@staff_page(Right.READ_CASES)
def preview(request: StaffRequest, public_id: str, deed: str) -> HttpResponse:
    """What a deed would tell, from what stands in its form now; names masked, nothing kept."""
    if deed not in PREVIEWS:
        raise Http404
    view, now = readable(request, public_id), timezone.now()
    form = form_of(
        deed,
        picture(view, at=now),
        typed.number(request.POST.get("about", "")) or 0,
        request.actor,
        request.POST,
    )
    form.is_valid()  # what is missing is for the notice to say
    kind, said = PREVIEWS[deed](view, form.cleaned_data, now)
    return pdf_response(drawing.preview(view.id, kind, said, at=now), "预览")


def _of(view: CaseView, code: str) -> NoticeView:
    """The notice with a code, if it is this case's."""
    found = notice_by_code(code)
    if found.case_id != view.id:
        raise NoticeNotFound
    return found


def _decision(_view: CaseView, values: dict[str, Any], _at: datetime) -> _Told:
    if values.get("outcome") == Outcome.REFUSE.value:
        return Kind.REFUSE, {"reason": values.get("opinion", "")}
    return Kind.GRANT, {}


def _reasoned(kind: Kind) -> Callable[[CaseView, dict[str, Any], datetime], _Told]:
    return lambda _view, values, _at: (
        kind,
        {name: values.get(name, "") for name in ("reason", "authority")},
    )


def _supplement(view: CaseView, values: dict[str, Any], at: datetime) -> _Told:
    told = notice_facts.to_be_supplemented(view.id, forms.flaws(values), at=at)
    return Kind.SUPPLEMENT, told


#: Deeds that tell something, by their name in the address.
PREVIEWS: Final[Mapping[str, Callable[[CaseView, dict[str, Any], datetime], _Told]]] = {
    "finish": _decision,
    "ask-supplement": _supplement,
    "not-required": _reasoned(Kind.NOT_REQUIRED),
    "not-competent": _reasoned(Kind.NOT_COMPETENT),
    "terminate": _reasoned(Kind.TERMINATION),
}
