"""Who may work on items, and how versions name those who did."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from yimen.channels.doorway import typed
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.kernel.errors import NotAllowed
from yimen.reference.people import queries as people
from yimen.reference.people.errors import StaffNotFound
from yimen.reference.people.rules import Right

P = ParamSpec("P")


def items_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """A page of those who write items or review them."""

    @staff_page()
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asked = cast(StaffRequest, request)
        if not (asked.actor.may(Right.EDIT_ITEMS) or asked.actor.may(Right.REVIEW_ITEMS)):
            raise NotAllowed(right=Right.EDIT_ITEMS)
        return view(asked, *args, **kwargs)

    return guarded


def named(whom: str) -> str:
    """`staff:12` as a person's name; files and the demonstration by what they are."""
    kind, _, number = whom.partition(":")
    if kind == "file":
        return "导入文件"
    if kind == "demo":
        return "演示数据"
    staff_id = typed.number(number)
    if kind != "staff" or staff_id is None:
        return whom or "–"
    try:
        return people.staff(staff_id).name
    except StaffNotFound:
        return f"工号 {number}"
