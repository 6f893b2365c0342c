"""Urging and complaints for who supervises: what waits for an answer, and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.cases.words import EVENTS
from yimen.channels.office.frame import page
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import urging
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.voices import COMPLAIN, Voice, voices

_PAGE: Final = 100


@dataclass(frozen=True)
class Row:
    """One line: what was said, in words."""

    voice: Voice
    word: str
    tone: str


@never_cache
@require_safe
@staff_page(Right.SUPERVISE_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """What waits, the longest first; or what was answered, the newest first."""
    answered = request.GET.get("answered") == "1"
    found = _mine(request.actor, answered, timezone.now())
    rows = [
        Row(voice, EVENTS[voice.event], "bad" if voice.event == COMPLAIN else "wait")
        for voice in found[:_PAGE]
    ]
    context = {"rows": rows, "more": len(found) > _PAGE, "answered": answered}
    return page(request, "office/cases/voices.html", context, here="cases-voices")


@require_POST
@staff_page(Right.SUPERVISE_CASES)
def answer(request: StaffRequest, public_id: str) -> HttpResponse:
    """Answer everything said about a case so far."""
    case = cases.case_by_public_id(public_id)
    if not request.actor.may(Right.SUPERVISE_CASES, centre_id=case.centre_id):
        raise CaseNotFound
    try:
        urging.answer(case.id, request.POST.get("words", ""), by=request.actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, "已答复，申请人在办件进度里能看到。")
    return redirect("office-cases-voices")


def _mine(actor: Actor, answered: bool, at: datetime) -> list[Voice]:
    """Each once, though somebody may supervise by two grants."""
    found: dict[tuple[int, datetime], Voice] = {}
    for grant in actor.grants:
        if Right.SUPERVISE_CASES in grant.rights:
            for voice in voices(
                at=at,
                centre_id=grant.centre_id,
                department_id=grant.department_id,
                answered=answered,
                limit=_PAGE + 1,
            ):
                found[voice.case.id, voice.at] = voice
    return sorted(found.values(), key=lambda voice: voice.at, reverse=answered)
