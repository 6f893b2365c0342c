"""Writing a draft, and every move of a version. Who wrote it does not review it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from yimen.channels.doorway.who import StaffRequest
from yimen.channels.doorway.wording.item_files import flaw_in_words
from yimen.channels.office.frame import page, sent
from yimen.channels.office.items.editor import Editor
from yimen.channels.office.items.who import items_page
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.actions import editing
from yimen.reference.catalogue.errors import BadField, ItemNotFound
from yimen.reference.catalogue.rules.states import State
from yimen.reference.catalogue.rules.values import Flaw
from yimen.reference.catalogue.rules.vocabulary import FIELDS
from yimen.reference.people.rules import Actor, Right, require

_LONGEST_REASON: Final = 300
Deed = Callable[[str, str, Actor, datetime], object]

_DEEDS: Final[Mapping[str, tuple[str, Deed]]] = {
    "draft": ("草稿已建立", lambda c, _r, by, at: editing.draft_version(c, by=by, at=at)),
    "drop": ("草稿已删除", lambda c, _r, by, _at: editing.drop_draft(c, by=by)),
    "submit": ("已提交审核", lambda c, _r, by, at: editing.submit(c, by=by, at=at)),
    "return": ("已退回", lambda c, r, by, at: editing.send_back(c, reason=r, by=by, at=at)),
    "publish": ("已发布", lambda c, _r, by, at: editing.publish(c, by=by, at=at)),
    "pause": ("已暂停", lambda c, r, by, at: editing.pause(c, reason=r, by=by, at=at)),
    "resume": ("已恢复", lambda c, _r, by, at: editing.resume(c, by=by, at=at)),
    "withdraw": ("已取消", lambda c, r, by, at: editing.withdraw(c, reason=r, by=by, at=at)),
}
#: Citizens or the maker read why.
_WITH_REASON: Final = frozenset({"return", "pause", "withdraw"})


@require_http_methods(["GET", "POST"])
@items_page
def edit(request: StaffRequest, code: str) -> HttpResponse:
    """The draft's form; what cannot be is said beside its field and nothing is saved."""
    versions = queries.versions(code) if code.isprintable() else []
    draft = next((each for each in versions if each.state is State.DRAFT), None)
    if draft is None:
        raise ItemNotFound(item=code[:40])
    require(request.actor, Right.EDIT_ITEMS, department_id=draft.department_id)
    editor = Editor(draft, sent(request))
    refused = False
    if request.method == "POST" and not editor.restructured:
        refused = not _saved(request, code, editor)
        if not refused:
            messages.success(request, "草稿已保存。")
            return redirect("office-item", code)
    status = 422 if refused else 200
    context = {"editor": editor, "draft": draft, "code": code, "refused": refused}
    return page(request, "office/items/edit.html", context, here="items", status=status)


def _saved(request: StaffRequest, code: str, editor: Editor) -> bool:
    if not editor.is_valid():
        return False
    form = editor.fields
    try:
        editing.write_draft(code, form.texts(), editor.content, by=request.actor, at=timezone.now())
    except BadField as refusal:
        name, flaw = str(refusal.facts["field"]), Flaw(str(refusal.facts["flaw"]))
        said = f"{FIELDS[name].label}：{flaw_in_words(flaw, name)}。"
        form.add_error(name if name in form.fields else None, said)
        return False
    return True


@require_POST
@items_page
def move(request: StaffRequest, code: str) -> HttpResponse:
    """One move, by its word; some need a reason."""
    name = request.POST.get("move", "")
    if name not in _DEEDS or not code.isprintable():
        raise Http404
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:_LONGEST_REASON]
    if name in _WITH_REASON and not reason:
        messages.error(request, "请写明原因。")
        return redirect("office-item", code)
    said, deed = _DEEDS[name]
    deed(code, reason, request.actor, timezone.now())
    messages.success(request, f"{said}。")
    if name == "draft":
        return redirect("office-item-edit", code)
    return redirect("office-item", code) if queries.versions(code) else redirect("office-items")
