"""A new item: its code, name and kind; everything else is written in its draft."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.item_files import flaw_in_words
from yimen.channels.office.frame import page, sent
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.actions import editing
from yimen.reference.catalogue.errors import BadField, OpenDraft
from yimen.reference.catalogue.rules.content import Content
from yimen.reference.catalogue.rules.values import Flaw
from yimen.reference.catalogue.rules.vocabulary import FIELDS, TASK_TYPES
from yimen.reference.people.rules import Actor, Right
from yimen.services.hall import queries as hall

_FIELDS: Final = ("TASK_CODE", "TASK_NAME", "TASK_TYPE")


class NewItemForm(forms.Form):
    """What an item cannot be without."""

    department = forms.TypedChoiceField(label="部门", coerce=int)
    TASK_CODE = forms.RegexField(
        r"^[0-9A-Za-z_-]+$",
        label=FIELDS["TASK_CODE"].label,
        max_length=FIELDS["TASK_CODE"].longest,
        help_text="实施编码，31 位；没有国家编码的用本地编码。",
        error_messages={"invalid": "编码只用字母、数字、- 和 _。"},
    )
    TASK_NAME = forms.CharField(
        label=FIELDS["TASK_NAME"].label, max_length=FIELDS["TASK_NAME"].longest
    )
    TASK_TYPE = forms.ChoiceField(label=FIELDS["TASK_TYPE"].label, choices=list(TASK_TYPES.items()))
    queue = forms.ChoiceField(
        label=FIELDS["QUEUE_CODE"].label,
        required=False,
        help_text="在窗口办理的，选在哪个队列取号。",
    )

    def __init__(self, given: Any, *, by: Actor, centre_id: int) -> None:  # noqa: ANN401 - a QueryDict or None
        super().__init__(given)
        own = [
            (one.id, one.name)
            for one in queries.departments()
            if by.may(Right.EDIT_ITEMS, department_id=one.id)
        ]
        queues = hall.queues(centre_id).values()
        self._offer("department", own)
        self._offer("queue", [("", "不在窗口办理"), *((one.code, one.name) for one in queues)])

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


@require_http_methods(["GET", "POST"])
@staff_page(Right.EDIT_ITEMS)
def add(request: StaffRequest) -> HttpResponse:
    """Make an item and go on in its draft; nobody sees it before it is published."""
    form = NewItemForm(sent(request), by=request.actor, centre_id=request.centre_id)
    if form.is_valid() and _made(request, form):
        messages.success(request, "事项已建立，请写完草稿后提交审核。")
        return redirect("office-item-edit", form.cleaned_data["TASK_CODE"])
    status = 422 if form.errors else 200
    return page(request, "office/items/add.html", {"form": form}, here="items", status=status)


def _made(request: StaffRequest, form: NewItemForm) -> bool:
    given = form.cleaned_data
    try:
        editing.add_item(
            {name: given[name] for name in _FIELDS},
            Content(),
            department_id=given["department"],
            queue_code=given["queue"],
            by=request.actor,
            at=timezone.now(),
        )
    except OpenDraft:
        form.add_error("TASK_CODE", "这个编码已经有事项了。")
    except BadField as refusal:
        name = str(refusal.facts["field"])
        form.add_error(
            name if name in form.fields else None,
            f"{flaw_in_words(Flaw(str(refusal.facts['flaw'])), name)}。",
        )
    return not form.errors
