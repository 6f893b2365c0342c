"""Number and query code in, progress out; urging, complaining, checking the record's digest.

The code is asked for with each act and never stands in an address or a cookie.
"""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway import typed
from yimen.channels.doorway.addresses import REGIONS
from yimen.channels.doorway.bills import CaseBill
from yimen.channels.doorway.bills import of_case as bill_of
from yimen.channels.doorway.bundles import in_words
from yimen.channels.doorway.notices import lines, notice_response
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.wording.cases import STATES
from yimen.channels.doorway.wording.filing import MATERIAL_STATES
from yimen.channels.portal.progress.words import (
    BUNDLE_NEXT_STEPS,
    EVENTS,
    MAKE_UP,
    NEXT_STEPS,
    TONES,
)
from yimen.journeys.fetching import fetch_materials
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import asking, drawing, urging
from yimen.services.cases.errors import NoticeNotFound, NoticeVoided
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.notices import notice_by_code
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.queries.voices import ANSWER
from yimen.services.cases.rules.notices.kinds import NoticeState
from yimen.services.cases.rules.states import UNDECIDED, URGEABLE, State
from yimen.services.certificates import queries as issued
from yimen.services.delivery import queries as parcels
from yimen.services.delivery.queries import Direction
from yimen.services.delivery.rules.addresses import address
from yimen.support import audit

_HOLDER: Final = Actor("citizen", 0, "query")


@never_cache
@require_http_methods(["GET", "POST"])
def progress_page(request: HttpRequest) -> HttpResponse:
    """The form; after it the case."""
    number = request.POST.get("no", request.GET.get("no", ""))[:40]
    context: dict[str, Any] = {
        "no": number,
        "act_url": reverse("progress"),
        "back_url": reverse("portal-home"),
    }
    if request.method == "GET":
        return render(request, "portal/progress/ask.html", context)
    code = request.POST.get("code", "")[:12]
    try:
        found = asking.look_up_any(number, code, at=timezone.now())
    except DomainError as refusal:
        context["refusal"] = sentence(refusal)
        return render(request, "portal/progress/ask.html", context, status=422)
    context["code"] = code
    if isinstance(found, CaseView):
        return of_case(request, found, context)
    return _of_bundle(request, found, context)


def _of_bundle(
    request: HttpRequest, whole: CaseBundleView, context: dict[str, Any]
) -> HttpResponse:
    """All parts of a bundle (一件事) on one page; `part` opens one of them."""
    key = request.POST.get("part", "")
    part = next((part for part in whole.parts if part.key == key and part.case_id), None)
    if part is not None and part.case_id is not None:
        context |= {"part": part.key, "whole": whole}
        return of_case(request, cases.case(part.case_id), context)
    drawn = in_words(whole) | {"next": BUNDLE_NEXT_STEPS.get(whole.state.value, "")}
    return render(request, "portal/progress/bundle.html", context | drawn)


def of_case(
    request: HttpRequest, case: CaseView, context: dict[str, Any], *, by: Actor = _HOLDER
) -> HttpResponse:
    """One case: what was asked of it is done first.

    Args:
        request: whose body may name a deed, or a notice to open.
        case: whoever asks has shown that they may see it.
        context: where its forms go (`act_url`), and what they carry.
        by: a citizen who has logged in; else whoever holds number and query code.
    """
    if wanted := request.POST.get("notice", ""):
        try:
            return _notice(case, wanted)
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
    deed = _DEEDS.get(request.POST.get("deed", ""))
    if deed is not None:
        try:
            messages.success(request, deed(request, case, by))
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
        case = cases.case(case.id)
    return render(request, "portal/progress/case.html", context | shown(case))


def _notice(case: CaseView, code: str) -> HttpResponse:
    """A notice's file for whoever knows number and query code: they stand on the receipt."""
    found = notice_by_code(code)
    if found.case_id != case.id:
        raise NoticeNotFound
    if found.state is NoticeState.VOID:
        raise NoticeVoided
    return notice_response(found, drawing.content(found.id))


def _urge(_request: HttpRequest, case: CaseView, by: Actor) -> str:
    urging.urge(case.id, by=by, at=timezone.now())
    return _("已催办，办理人员会看到。")


def _complain(request: HttpRequest, case: CaseView, by: Actor) -> str:
    urging.complain(case.id, request.POST.get("words", ""), by=by, at=timezone.now())
    return _("投诉已登记，由督查人员处理。")


def _check(request: HttpRequest, case: CaseView, _by: Actor) -> str:
    place = typed.number(request.POST.get("place", ""))
    if place and audit.holds(f"case:{case.id}", place, request.POST.get("digest", "")):
        return _("校验码相符：这之前的办理记录没有被改动。")
    return _("校验码不符。请照回执核对后再试；仍不符请到窗口反映。")


def _fetch(request: HttpRequest, case: CaseView, by: Actor) -> str:
    said = request.POST
    where = address(
        said.get("name", ""), said.get("phone", ""), said.get("region", ""), said.get("street", "")
    )
    fetch_materials(case.id, where, by=by, at=timezone.now())
    return _("已预约上门取材料。快递员会先打电话给您。")


_DEEDS: Final[dict[str, Callable[[HttpRequest, CaseView, Actor], str]]] = {
    "urge": _urge,
    "complain": _complain,
    "check": _check,
    "fetch": _fetch,
}


def _next(case: CaseView, costs: CaseBill | None) -> str:
    """What is next; a granted case whose fee is not paid waits for the applicant."""
    if case.state is State.GRANTED and costs is not None and costs.is_due:
        return _("审批已通过。缴清费用后制作结果。")
    if case.tolerant and case.state in UNDECIDED:
        return str(MAKE_UP)
    return str(NEXT_STEPS.get(case.state.value, ""))


def shown(case: CaseView) -> dict[str, Any]:
    """A case as its applicant sees it: where it is, what is next, what happened."""
    costs, asked, log = bill_of(case), materials(case.id), cases.log(case.id)
    return {
        "case": case,
        "word": STATES[case.state.value],
        "tone": TONES.get(case.state.value, "blue"),
        "next": _next(case, costs),
        "costs": costs,
        "wrong": [each for each in asked if each.state.value == "wrong"],
        "materials": [(each, MATERIAL_STATES[each.state.value]) for each in asked],
        "may_urge": case.state in URGEABLE,
        "may_withdraw": case.state in UNDECIDED,
        "may_fetch": case.state is State.CORRECTION,
        "coming": parcels.on_its_way(f"case:{case.id}", Direction.FROM_CITIZEN),
        "regions": REGIONS,
        "happened": [
            (EVENTS[line.event], line.at) for line in reversed(log) if line.event in EVENTS
        ],
        "answers": [(line.reason, line.at) for line in reversed(log) if line.event == ANSWER],
        "notices": lines(case.id),
        "results": issued.results_of(f"case:{case.id}"),
    }
