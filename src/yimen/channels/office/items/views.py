"""Finding items, one item with its versions, and what differs between two of them."""

import json
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.who import StaffRequest
from yimen.channels.office.frame import page
from yimen.channels.office.items import who, words
from yimen.channels.office.items.who import items_page
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.errors import ItemNotFound
from yimen.reference.catalogue.queries import VersionView
from yimen.reference.catalogue.rules.states import IN_FORCE, OPEN, State
from yimen.reference.people.rules import Right

_PAGE: Final = 100
_HITS: Final = 50


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    code: str
    name: str
    department: str
    state: str
    tone: str
    version: int | None
    has_draft: bool


@dataclass(frozen=True)
class Shown:
    """A version as the item's page lists it."""

    version: VersionView
    state: str
    tone: str
    maker: str
    reviewer: str


@require_safe
@items_page
def index(request: StaffRequest) -> HttpResponse:
    """Search by anything people say; without a word, by department and state."""
    text = request.GET.get("q", "").strip()[:40]
    department = request.GET.get("department", "")
    state = request.GET.get("state", "")
    rows, following = _found(text) if text else _listed(request, department, state)
    context = {
        "rows": rows,
        "following": following,
        "searched": text,
        "departments": [(str(d.id), d.name) for d in queries.departments()],
        "department": department,
        "states": list(words.STATES.items()),
        "state": state,
        "may_add": request.actor.may(Right.EDIT_ITEMS),
        "may_import": request.actor.may(Right.REVIEW_ITEMS),
    }
    return page(request, "office/items/index.html", context, here="items")


def _found(text: str) -> tuple[list[Row], str]:
    hits = queries.search(text, limit=_HITS)
    return [_hit(hit.code, hit.name, hit.department, paused=hit.paused) for hit in hits], ""


def _hit(code: str, name: str, department: str, *, paused: bool) -> Row:
    state = State.PAUSED.value if paused else State.PUBLISHED.value
    return Row(code, name, department, words.STATES[state], words.TONES[state], None, False)


def _listed(request: StaffRequest, department: str, state: str) -> tuple[list[Row], str]:
    lines = queries.items(
        department_id=typed.number(department),
        state=State(state) if state in words.STATES else None,
        after=request.GET.get("after", "")[:100],
        limit=_PAGE,
    )
    rows = [
        Row(
            code=line.code,
            name=line.name,
            department=line.department,
            state=words.STATES[line.state.value],
            tone=words.TONES[line.state.value],
            version=line.number,
            has_draft=line.has_draft,
        )
        for line in lines
    ]
    return rows, lines[-1].code if len(lines) == _PAGE else ""


@require_safe
@items_page
def item(request: StaffRequest, code: str) -> HttpResponse:
    """One item: what is in force, what is being worked on, who did what, and what may be done."""
    versions = _versions(code)
    draft = next((each for each in versions if each.state in OPEN), None)
    current = next((each for each in versions if each.state in IN_FORCE), None)
    actor = request.actor
    mine = f"{actor.kind}:{actor.id}"
    context = {
        "code": code,
        "newest": versions[0],
        "draft": draft,
        "draft_is_written": draft is not None and draft.state is State.DRAFT,
        "draft_maker": who.named(draft.maker) if draft else "",
        "draft_is_mine": draft is not None and draft.maker == mine,
        "current": current,
        "current_state": words.STATES[current.state.value] if current else "",
        "current_is_paused": current is not None and current.state is State.PAUSED,
        "current_is_published": current is not None and current.state is State.PUBLISHED,
        "versions": [_shown(each) for each in versions],
        "log": [
            (line, words.MOVES.get(line.move, line.move), who.named(line.by))
            for line in queries.log(code)
        ],
        "may_edit": actor.may(Right.EDIT_ITEMS, department_id=versions[0].department_id),
        "may_review": actor.may(Right.REVIEW_ITEMS),
    }
    return page(request, "office/items/item.html", context, here="items")


def _versions(code: str) -> list[VersionView]:
    versions = queries.versions(code) if code.isprintable() else []
    if not versions:
        raise ItemNotFound(item=code[:40])
    return versions


def _shown(version: VersionView) -> Shown:
    return Shown(
        version=version,
        state=words.STATES[version.state.value],
        tone=words.TONES[version.state.value],
        maker=who.named(version.maker),
        reviewer=who.named(version.reviewer),
    )


@require_safe
@items_page
def compare(request: StaffRequest, code: str) -> HttpResponse:
    """Two versions, place by place."""
    versions = _versions(code)
    before, after = _number(request, "before"), _number(request, "after")
    context = {
        "code": code,
        "name": versions[0].name,
        "numbers": [each.number for each in versions],
        "before": before,
        "after": after,
        "rows": [
            (words.place(each.path), _written(each.before), _written(each.after))
            for each in queries.compare(code, before, after)
        ],
    }
    return page(request, "office/items/compare.html", context, here="items")


def _number(request: StaffRequest, name: str) -> int:
    found = typed.number(request.GET.get(name, ""))
    if found is None:
        raise Http404
    return found


def _written(value: object) -> str:
    if value is None or value == "":
        return "（没有）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str | int):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
