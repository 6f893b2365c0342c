"""The guide of a bundle (一件事): what to bring once, what comes by itself, when all is done."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.doorway import guides
from yimen.channels.doorway.guides import Asked
from yimen.channels.doorway.names import named
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.errors import BadAnswer
from yimen.reference.catalogue.queries import Limit
from yimen.reference.catalogue.queries.bundles import Planned, planned
from yimen.reference.catalogue.rules import guide as rules
from yimen.reference.catalogue.rules.bundle_plan import Chosen, Merged
from yimen.reference.catalogue.rules.guide import Cost, Needed


@never_cache
@require_safe
def bundle(request: HttpRequest, code: str) -> HttpResponse:
    """The guide. Choosing an answer asks for what depends on it alone."""
    found, answers = _opened(code, guides.given(request.GET.dict()))
    part = "#guide" if request.headers.get("HX-Request") else ""
    return render(request, f"portal/guide/bundle.html{part}", _context(found, answers))


def _opened(code: str, answers: Mapping[str, str]) -> tuple[Planned, Mapping[str, str]]:
    """With the answers that are still offered; a page may have been open while it changed.

    Raises:
        BundleNotFound, BundleNotOffered: there is none to be shown.
    """
    kept = dict(answers)
    while True:
        try:
            found = planned(code, kept)
        except BadAnswer as refusal:
            kept.pop(str(refusal.facts["question"]), None)
        else:
            asked = {question.key for question in found.plan.questions}
            return found, {key: option for key, option in kept.items() if key in asked}


def _context(found: Planned, answers: Mapping[str, str]) -> dict[str, Any]:
    names = {part.key: found.items[part.item].name for part in found.view.bundle.parts}
    departments = {each.id: named(each) for each in catalogue.departments()}
    return {
        "view": found.view,
        "name": named(found.view),
        "asked": [Asked(each, answers.get(each.key, "")) for each in found.plan.questions],
        "unanswered": found.plan.open,
        "parts": [_part(each, found, names, departments) for each in found.plan.parts],
        "groups": guides.groups(_needed(each, names) for each in found.plan.materials),
        "handed_on": sorted({each.result for part in found.plan.parts for each in part.takes}),
        "cost": guides.money(_cost(found)),
        "limit": guides.days(Limit(found.view.bundle.days, "working")),
        "address": reverse("bundle", args=[found.view.code]),
        "apply_url": _apply(found, answers),
        "at_window": _("、").join(found.plan.at_window),
        "demo": settings.DEMO,
        "back_url": reverse("items"),
    }


def _apply(found: Planned, answers: Mapping[str, str]) -> str:
    """Where it is begun on the phone, in the situation chosen; empty: at windows alone."""
    if found.plan.at_window:
        return ""
    chosen = urlencode({f"{guides.PREFIX}{key}": option for key, option in answers.items()})
    address = reverse("bundle-apply", args=[found.view.code])
    return f"{address}?{chosen}" if chosen else address


def _part(
    each: Chosen, found: Planned, names: Mapping[str, str], departments: Mapping[int, str]
) -> dict[str, Any]:
    item = found.items[each.part.item]
    waits = _("、").join(dict.fromkeys(take.result for take in each.takes))
    return {
        "name": names[each.part.key],
        "code": item.code,
        "department": departments.get(item.department_id, item.department),
        "waits": waits,
        "certain": each.certain,
        "results": [result.name for result in item.content.results],
    }


def _needed(each: Merged, names: Mapping[str, str]) -> Needed:
    """A merged material as the guide of an item shows one, with what it is used for."""
    used = _("用于：%(items)s") % {"items": _("、").join(names[key] for key in each.members)}
    one = replace(
        each.material,
        name=each.name,
        need=each.need,
        ways=each.ways,
        originals=each.originals,
        copies=each.copies,
        max_mb=each.max_mb,
        max_pages=each.max_pages,
        note=used,
    )
    return Needed(one, each.certain, each.because)


def _cost(found: Planned) -> Cost:
    """The bills of all parts together."""
    bills = []
    for each in found.plan.parts:
        content = found.items[each.part.item].content
        bill = rules.cost(rules.fees(content, each.answers))
        bills.append(bill if each.certain else Cost(0, bill.highest))
    return Cost(sum(bill.lowest for bill in bills), sum(bill.highest for bill in bills))
