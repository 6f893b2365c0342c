"""The scanning page: one field that a scanner types into, and what it should do with the code."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.places import (
    NamedPlace,
    PlaceNames,
    centres_of,
    paper_for,
    places_of,
    read_place,
    targets_of,
)
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page
from yimen.channels.office.papers.giving_back import TAKERS, may_give_back
from yimen.channels.office.papers.rows import rows
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Right
from yimen.services.cases.actions import counting, custody
from yimen.services.cases.errors import PaperNotFound
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.queries.handing import given_back
from yimen.services.cases.rules.custody import HANDS_OUT

#: What a scan can mean on this page, in words and with the icon of its button.
DEEDS: Final = (
    ("take", "接收", "package-check"),
    ("give", "交出", "send"),
    ("shelve", "上架", "archive"),
    ("find", "找到", "search-check"),
)
#: Where papers may be handed out, also this.
GIVE_BACK: Final = ("give_back", "退还申请人", "hand")
EVENTS: Final = {
    "register": "登记",
    "shelve": "上架",
    "give": "交出",
    "take": "接收",
    "call_back": "收回",
    "hand_out": "交给申请人",
    "miss": "盘点未见",
    "find": "找到",
}


@never_cache
@require_safe
@staff_page(Right.KEEP_PAPER)
def index(request: StaffRequest) -> HttpResponse:
    """What lies at my place, what is coming, and the field to scan into."""
    at = timezone.now()
    mine = places_of(request.actor, request.centre_id)
    here = _chosen(request, mine)
    deeds: tuple[tuple[str, str, str], ...] = DEEDS
    if here is not None and here.place.kind in HANDS_OUT:
        deeds = (*DEEDS, GIVE_BACK)
    context: dict[str, Any] = {"mine": mine, "chosen": here, "deeds": deeds}
    if here is not None:
        deed = request.GET.get("deed", "take")
        late = queries.lying_too_long(at=at, centre_id=here.centre_id)
        late_here = {view.id for view in late if view.place == here.place}
        context |= {
            "deed": deed if deed in {name for name, _word, _icon in deeds} else "take",
            "targets": targets_of(here.place, here.centre_id),
            "target": request.GET.get("target", ""),
            "shelf": request.GET.get("shelf", ""),
            "lying": rows(queries.lying_at(here.place, centre_id=here.centre_id), late_here),
            "coming": rows(queries.coming_to(here.place, centre_id=here.centre_id)),
            "count": queries.count_of(here.place, timezone.localdate(at), centre_id=here.centre_id),
            "late": len(late_here),
            "hands_out": here.place.kind in HANDS_OUT,
        }
    return page(request, "office/papers/index.html", context, here="papers")


@never_cache
@require_safe
@staff_page(Right.KEEP_PAPER)
def paper(request: StaffRequest, barcode: str) -> HttpResponse:
    """One paper with every hand it went through."""
    view = paper_for(request.actor, barcode)
    places = PlaceNames()
    steps = [
        {
            "move": move,
            "word": EVENTS[move.event],
            "origin": places.name(move.origin, view.centre_id) if move.origin else "",
            "target": places.name(move.target, view.centre_id) if move.target else "",
            "who": move.actor.partition(":")[2],
        }
        for move in queries.history(view.id)
    ]
    context = {
        "row": rows([view])[0],
        "steps": steps,
        "may_give_back": may_give_back(view, places_of(request.actor, request.centre_id)),
        "given_back": given_back(view.barcode, case_id=view.case_id),
        "takers": TAKERS,
    }
    return page(request, "office/papers/paper.html", context, here="papers")


@require_POST
@staff_page(Right.KEEP_PAPER)
def scan(request: StaffRequest) -> HttpResponse:
    """One scan. The page comes back ready for the next one."""
    mine = places_of(request.actor, request.centre_id)
    here = _chosen(request, mine)
    barcode = "".join(request.POST.get("barcode", "").split())[:24]
    deed = request.POST.get("deed", "take")
    if here is None or not barcode:
        messages.error(request, "请先选择所在位置，再扫描条码。")
    elif deed == GIVE_BACK[0]:
        return redirect("office-paper-give-back", barcode=barcode)
    else:
        _try(request, lambda: _scanned(request, deed, here, barcode, timezone.now()))
    return _back(request, here)


def _scanned(request: StaffRequest, deed: str, here: NamedPlace, barcode: str, at: datetime) -> str:
    """Do what the scan means; what to say then."""
    by = request.actor
    if queries.paper(barcode).centre_id != here.centre_id:
        raise PaperNotFound
    if deed == "give":
        target = read_place(request.POST.get("target", ""), here.centre_id)
        if target is None:
            return "请先选择交给谁，再扫描。"
        view = custody.give([barcode], target.place, by=by, at=at)[0]
        return f"已交出：{view.name} → {target.name}，待对方扫描接收。"
    if deed == "shelve":
        view = custody.shelve(barcode, request.POST.get("shelf", ""), by=by, at=at)
        return f"已上架：{view.name}，架位 {view.shelf or '未填'}。"
    if deed == "find":
        view = custody.found(barcode, here.place, by=by, at=at)
        return f"已登记找到：{view.name}。"
    view = custody.take(barcode, here.place, by=by, at=at)
    return f"已接收：{view.name}，由您保管。"


@require_POST
@staff_page(Right.KEEP_PAPER)
def call_back(request: StaffRequest, barcode: str) -> HttpResponse:
    """Take back what nobody has taken over yet."""

    def act() -> str:
        paper_for(request.actor, barcode)
        return f"已收回：{custody.call_back(barcode, by=request.actor, at=timezone.now()).name}。"

    _try(request, act)
    return _back(request, _chosen(request, places_of(request.actor, request.centre_id)))


@never_cache
@staff_page(Right.KEEP_PAPER)
def count(request: StaffRequest) -> HttpResponse:
    """The count at closing time: scan everything that lies here, then close."""
    at = timezone.now()
    day = timezone.localdate(at)
    mine = places_of(request.actor, request.centre_id)
    here = _chosen(request, mine)
    if here is None:
        return _back(request, None)
    if request.method == "POST":
        barcode = "".join(request.POST.get("barcode", "").split())[:24]
        centre_id, by = here.centre_id, request.actor

        def act() -> str:
            if "close" not in request.POST:
                counting.count_scan(here.place, barcode, centre_id=centre_id, day=day, by=by, at=at)
                return ""
            closed = counting.close_count(here.place, centre_id=centre_id, day=day, by=by, at=at)
            lost = len(closed.result.missing)
            return (
                f"盘点结束，{lost} 份下落不明，已列出最后经手人。"
                if lost
                else "盘点结束，全部在位。"
            )

        _try(request, act)
        return redirect(f"{reverse('office-papers-count')}?place={here.key}")
    view = queries.count_of(here.place, day, centre_id=here.centre_id)
    context = {
        "chosen": here,
        "mine": mine,
        "count": view,
        "expected": queries.expected_at(here.place, centre_id=here.centre_id),
        "missing": rows(view.missing) if view else [],
        "owed": rows(queries.owed_back(here.centre_id, place=here.place)),
        "hands_out": here.place.kind in HANDS_OUT,
    }
    return page(request, "office/papers/count.html", context, here="papers")


@never_cache
@require_safe
@staff_page(Right.KEEP_PAPER)
def alarms(request: StaffRequest) -> HttpResponse:
    """Papers nobody found, papers that have lain too long, and originals due back."""
    at = timezone.now()
    mine = centres_of(request.actor)
    context = {
        "owed": rows(v for each in mine for v in queries.owed_back(each.id)),
        "missing": rows(v for each in mine for v in queries.missing(each.id)),
        "late": rows(v for each in mine for v in queries.lying_too_long(at=at, centre_id=each.id)),
        "longest": queries.longest_stay(timezone.localdate(at)),
    }
    return page(request, "office/papers/alarms.html", context, here="paper-alarms")


def _chosen(request: StaffRequest, mine: list[NamedPlace]) -> NamedPlace | None:
    wanted = request.POST.get("place", "") or request.GET.get("place", "")
    return next((place for place in mine if place.key == wanted), mine[0] if mine else None)


def _try(request: StaffRequest, act: Callable[[], str]) -> None:
    """Do it and say so; a refusal is said instead."""
    try:
        said = act()
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        if said:
            messages.success(request, said)


def _back(request: StaffRequest, here: NamedPlace | None) -> HttpResponse:
    """To the page as it was: same place, same deed, same target and shelf."""
    kept = {name: request.POST.get(name, "") for name in ("deed", "target", "shelf")}
    place = {"place": here.key} if here else {}
    asked = "&".join(f"{name}={text}" for name, text in {**place, **kept}.items() if text)
    return redirect(f"{reverse('office-papers')}?{asked}")
