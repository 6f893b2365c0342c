"""Finding an item, and its guide for one's own situation: on the phone, on paper, to take along."""

from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.doorway import guides, typed
from yimen.channels.doorway.codes import qr_svg
from yimen.channels.doorway.guides import Opened
from yimen.channels.doorway.names import named
from yimen.channels.doorway.notices import pdf_response
from yimen.channels.doorway.one_time_slip import slip
from yimen.channels.portal.guide.found import departments_with_names, offered
from yimen.channels.portal.guide.going import going
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.queries.bundles import all_bundles, find_bundles
from yimen.reference.centres import queries as centres
from yimen.support.paper import pdf

_LONGEST: Final = 40
_HITS: Final = 20
_PAGE: Final = 40


@never_cache
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Search; without a word, the departments; of a department, its items."""
    text = _plain(request.GET.get("q", "")).strip()[:_LONGEST]
    context: dict[str, Any] = {"searched": text, "back_url": reverse("portal-home")}
    chosen = request.GET.get("department", "")
    if text:
        names = _departments()
        context["hits"] = [
            (hit, names.get(hit.department, hit.department))
            for hit in catalogue.search(text, limit=_HITS)
        ]
        context["bundles"] = [(view, named(view)) for view in find_bundles(text)]
        context["found_count"] = len(context["hits"]) + len(context["bundles"])
    elif chosen.isdecimal():  # one that no table holds is nobody's, as 0 is
        context |= _of_department(
            typed.number(chosen) or 0, _plain(request.GET.get("after", ""))[:100]
        )
    else:
        context["departments"] = departments_with_names()
        context["bundles"] = [(view, named(view)) for view in all_bundles()]
    part = "#found" if request.headers.get("HX-Request") else ""
    return render(request, f"portal/guide/items.html{part}", context)


def _plain(text: str) -> str:
    """Without what the database cannot hold."""
    return text.replace("\x00", "")


def _departments() -> dict[str, str]:
    """The departments' names in the reader's language, by their own name."""
    return {department.name: named(department) for department in catalogue.departments()}


def _of_department(department_id: int, after: str) -> dict[str, Any]:
    department = next((d for d in catalogue.departments() if d.id == department_id), None)
    if department is None:
        raise Http404
    lines, following = offered(department_id, after=after, limit=_PAGE)
    return {
        "department": department,
        "department_name": named(department),
        "lines": lines,
        "following": following,
        "back_url": reverse("items"),
    }


@never_cache
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """The guide. Choosing an answer asks for what depends on it alone; the line renews itself."""
    opened = guides.open_guide(code, guides.given(request.GET.dict()))
    if request.GET.get("paper") == "slip":
        today = timezone.localdate()
        return pdf_response(pdf.plain(slip(opened, on=today)), f"一次性告知单 {opened.guide.name}")
    context = _context(request, opened)
    if "paper" in request.GET:
        return render(request, "portal/guide/paper.html", context)
    part = ""
    if request.headers.get("HX-Request"):
        part = "#line" if request.headers.get("HX-Target") == "line" else "#guide"
    return render(request, f"portal/guide/item.html{part}", context)


def _context(request: HttpRequest, opened: Opened) -> dict[str, Any]:
    guide = opened.guide
    known = centres.centres()
    address = reverse("item", args=[guide.code])
    query = urlencode(opened.query)
    mine = f"{address}?{query}" if query else address
    held = request.GET.get("version", "")
    now = timezone.now()
    where = guides.line_of(known[0].id, guide.queue_code, now) if known else None
    return {
        "opened": opened,
        "guide": guide,
        "name": named(guide),
        "department": _departments().get(guide.department, guide.department),
        "cost": guides.money(guide.cost),
        "fees": [(each, guides.money_of(each.fee)) for each in guide.fees],
        "promised": _("当场办结") if guide.instant else guides.days(guide.promised),
        "statutory": guides.days(guide.statutory),
        "where": where,
        "going": going(guide, where, known[0], at=now) if known else None,
        "steps": [
            {
                "title": step.name,
                "note": step.department,
                "end": guides.step_days(step.days),
                "state": "todo",
            }
            for step in guide.steps
        ],
        "results": [
            (result, [str(guides.DELIVERIES[way]) for way in result.delivery])
            for result in guide.results
        ],
        "renewed": opened.renewed or bool(held and held != str(guide.version)),
        "code": qr_svg(request.build_absolute_uri(mine), label=str(_("扫码带走这份指南"))),
        "paper_url": f"{mine}{'&' if query else '?'}paper=1",
        "slip_url": f"{mine}{'&' if query else '?'}paper=slip",
        "address": address,
        "mine": mine,
        "today": timezone.localdate(),
        "demo": settings.DEMO,
        "back_url": reverse("items"),
    }
