"""Finding cases: by number, by person, down a list with filters, as a file. Masked throughout."""

import csv
import io
from dataclasses import replace
from datetime import datetime, time
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.cases import STATES
from yimen.channels.office.cases.who import departments_of, sees
from yimen.channels.office.cases.words import CHANNELS, DUE, STATE_TONES
from yimen.channels.office.frame import page
from yimen.kernel.errors import DomainError
from yimen.kernel.identifiers import checked_case_number, citizen_id, uscc
from yimen.reference.people.rules import Right
from yimen.services.cases.queries.inbox import colour
from yimen.services.cases.queries.search import Wanted, search
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import UNDECIDED, State

_PAGE: Final = 50
#: Longer lists are narrowed first, or asked of the statistics.
_MOST_IN_FILE: Final = 5000
_USCC: Final = 18
_SHOWN: Final = tuple(state for state in State if state not in {State.DRAFT, State.EXPIRED})


@never_cache
@require_safe
@staff_page(Right.READ_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """The list with its filters. A whole number leads to its case."""
    asked = request.GET.get("number", "").strip()
    if asked:
        return _by_number(request, asked)
    wanted = _wanted(request)
    before = typed.number(request.GET.get("before", ""))
    found = _found(request, replace(wanted, before=before), _PAGE + 1) if _may_list(wanted) else []
    return _listed(request, found[:_PAGE], older=_older(request, found))


@never_cache
@require_POST
@staff_page(Right.READ_CASES)
def person(request: StaffRequest) -> HttpResponse:
    """By an identity number or a social credit code, which stays out of addresses and logs."""
    text = "".join(request.POST.get("person", "").split()).upper()[:40]
    try:
        number = _checked(text)
    except DomainError as refusal:
        return _listed(request, [], wrong={"person": sentence(refusal)}, status=422)
    found = _found(request, Wanted(person=number), _PAGE)
    return _listed(request, found, by_person=True)


@never_cache
@require_safe
@staff_page(Right.READ_CASES)
def export(request: StaffRequest) -> HttpResponse:
    """The list as a file, masked as on the page; with a mark by which Excel knows the encoding."""
    wanted = _wanted(request)
    found = _found(request, wanted, _MOST_IN_FILE) if _may_list(wanted) else []
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(
        ["办件编号", "事项", "部门", "申请人", "证件号码", "状态", "收件", "承诺到期", "法定到期"]
    )
    known = departments_of(request.actor, Right.READ_CASES)
    lines.writerows([_harmless(cell) for cell in _cells(view, known)] for view in found)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return answer


def _by_number(request: StaffRequest, asked: str) -> HttpResponse:
    try:
        number = checked_case_number(asked)
    except DomainError as refusal:
        return _listed(request, [], wrong={"number": sentence(refusal)}, status=422)
    found = _found(request, Wanted(number=number), 1)
    if found:
        return redirect("office-case", found[0].public_id)
    wrong = "没有这个编号的办件，或者不属于您的部门。请核对编号。"
    return _listed(request, [], wrong={"number": wrong}, status=404)


def _checked(text: str) -> str:
    """The number as it is stored.

    Raises:
        DomainError: neither an identity number nor a social credit code.
    """
    if len(text) == _USCC and text[:17].isdecimal():
        return citizen_id(text, today=timezone.localdate())
    return uscc(text)


def _wanted(request: StaffRequest) -> Wanted:
    """The filters of the address; nonsense narrows nothing."""
    state = request.GET.get("state", "")
    since = typed.day(request.GET.get("since", ""))
    zone = timezone.get_current_timezone()
    return Wanted(
        department_id=_department(request),
        centre_id=_centre(request),
        state=State(state) if state in {each.value for each in _SHOWN} else None,
        item_code=request.GET.get("item", "").strip()[:40],
        due_before=typed.day(request.GET.get("due", "")),
        since=datetime.combine(since, time(), zone) if since else None,
    )


def _department(request: StaffRequest) -> int | None:
    """The department asked for; who sees only some gets the first of them unasked."""
    mine = departments_of(request.actor, Right.READ_CASES)
    asked = typed.number(request.GET.get("department", ""))
    if asked in mine:
        return asked
    everywhere = any(
        Right.READ_CASES in grant.rights and grant.department_id is None
        for grant in request.actor.grants
    )
    return None if everywhere else next(iter(mine), None)


def _centre(request: StaffRequest) -> int | None:
    """Somebody of one centre sees that centre's cases."""
    of_centre = [
        grant.centre_id for grant in request.actor.grants if Right.READ_CASES in grant.rights
    ]
    return None if None in of_centre else next(iter(of_centre), None)


def _may_list(wanted: Wanted) -> bool:
    """A list belongs to a department or a centre, unless somebody sees everything."""
    return wanted.department_id is not None or wanted.centre_id is not None


def _found(request: StaffRequest, wanted: Wanted, limit: int) -> list[CaseView]:
    return [
        view
        for view in search(replace(wanted, drafts=False), limit=limit)
        if sees(request.actor, view.centre_id, view.department_id)
    ]


def _older(request: StaffRequest, found: list[CaseView]) -> str:
    if len(found) <= _PAGE:
        return ""
    query = request.GET.copy()
    query["before"] = str(found[_PAGE - 1].id)
    return f"?{query.urlencode()}"


def _listed(
    request: StaffRequest,
    found: list[CaseView],
    *,
    older: str = "",
    by_person: bool = False,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    known = departments_of(request.actor, Right.READ_CASES)
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        "rows": [_row(view, known) for view in found],
        "departments": known,
        "chosen": _department(request),
        "states": [(state.value, STATES[state.value]) for state in _SHOWN],
        "asked": request.GET,
        "older": older,
        "newest": f"?{kept.urlencode()}" if "before" in request.GET else "",
        "file": kept.urlencode(),
        "by_person": by_person,
        "wrong": wrong or {},
        "most": _MOST_IN_FILE,
    }
    return page(request, "office/cases/find.html", context, here="cases-find", status=status)


def _row(view: CaseView, departments: dict[int, str]) -> dict[str, Any]:
    counting = view.state in UNDECIDED and view.accepted_at is not None
    today = timezone.localdate()
    return {
        "view": view,
        "department": departments.get(view.department_id, ""),
        "state": STATES[view.state.value],
        "tone": STATE_TONES.get(view.state, "plain"),
        "due": DUE[colour(view.promised_due, view.state, today)] if counting else None,
        "channel": CHANNELS.get(view.channel, view.channel),
    }


def _cells(view: CaseView, departments: dict[int, str]) -> list[str]:
    return [
        # A tab keeps Excel from rounding 21 digits.
        f"{view.number}\t",
        view.item_name,
        departments.get(view.department_id, ""),
        view.applicant,
        view.applicant_id,
        str(STATES[view.state.value]),
        timezone.localtime(view.received_at).strftime("%Y-%m-%d %H:%M") if view.received_at else "",
        view.promised_due.isoformat() if view.promised_due else "",
        view.statutory_due.isoformat() if view.statutory_due else "",
    ]


def _harmless(cell: str) -> str:
    """Nothing that a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
