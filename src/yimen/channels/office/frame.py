"""What every page of this door has around it: the menu by task, the place, who is logged in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from yimen.channels.doorway.who import StaffRequest
from yimen.channels.office import words
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Actor, Right, Role
from yimen.services.cases.queries.awaiting import count_awaiting


@dataclass(frozen=True)
class Task:
    """An entry of the menu or of its tabs; shown to those who hold one of `rights`."""

    name: str
    label: str
    rights: frozenset[Right]
    url: str
    icon: str = ""
    tabs: tuple["Task", ...] = field(default=())

    def shown_to(self, actor: Actor) -> bool:
        return any(actor.may(right) for right in self.rights)


def _task(name: str, label: str, url: str, *rights: Right, icon: str = "") -> Task:
    return Task(name, label, frozenset(rights), url, icon)


_HALL: Final = (
    _task("windows", "窗口", "office-windows", Right.RUN_HALL),
    _task("cover", "排班与午间", "office-cover", Right.RUN_HALL),
    _task("queues", "队列", "office-queues", Right.RUN_HALL),
    _task("opening", "开放时间", "office-opening", Right.RUN_HALL),
    _task("plans", "平面图", "office-plans", Right.RUN_HALL),
    _task("day", "结束当天", "office-day", Right.RUN_HALL),
)
_RATINGS: Final = (
    _task("ratings", "评价", "office-ratings", Right.READ_RATINGS),
    _task("repairs", "差评整改", "office-repairs", Right.READ_RATINGS),
)
_FIGURES: Final = (
    _task("figures", "数字", "office-figures", Right.READ_FIGURES),
    _task("reports", "日报和月报", "office-reports", Right.READ_FIGURES),
)
_BEHIND: Final = (Right.HANDLE, Right.REVIEW, Right.APPROVE)
_DECIDES: Final = (*_BEHIND, Right.SUPERVISE_CASES)
_AWAITED: Final = _task("cases-awaited", "等我决定", "office-cases-awaited", *_DECIDES)
_CASES: Final = (
    _task("cases-own", "我的", "office-cases", *_BEHIND),
    _task("cases-open", "待认领", "office-cases-open", *_BEHIND),
    _AWAITED,
    _task("cases-find", "查办件", "office-cases-find", Right.READ_CASES),
    _task("cases-cards", "预警", "office-cases-cards", Right.READ_CASES),
    _task(
        "cases-unstaffed",
        "无人可办",
        "office-cases-unstaffed",
        Right.ROUTE_CASES,
        Right.SUPERVISE_CASES,
    ),
    _task("cases-voices", "催办与投诉", "office-cases-voices", Right.SUPERVISE_CASES),
    _task("cases-unsigned", "没有签名", "office-cases-unsigned", Right.SUPERVISE_CASES),
    _task("cases-late", "预测", "office-cases-late", *_BEHIND, Right.SUPERVISE_CASES),
)
_PAPERS: Final = (
    _task("papers", "交接", "office-papers", Right.KEEP_PAPER),
    _task("paper-alarms", "预警", "office-paper-alarms", Right.KEEP_PAPER),
)
_PARCELS: Final = (
    _task("parcels", "寄递", "office-parcels", Right.HAND_OUT, Right.RECEIVE, Right.RUN_HALL),
    _task("lockers", "取件柜", "office-lockers", Right.HAND_OUT),
    _task("outbox", "短信", "office-outbox", Right.RUN_HALL),
)
_PAYMENTS: Final = (
    _task("payments", "缴款", "office-payments", Right.RECONCILE),
    _task("reconciling", "对账", "office-reconciling", Right.RECONCILE),
)
_SETTINGS: Final = (
    _task("staff", "工作人员", "office-staff", Right.STAFF),
    _task("devices", "设备与系统", "office-devices", Right.DEVICES),
    # Who hands out has them beside the parcels.
    _task("lockers", "取件柜", "office-lockers", Right.DEVICES),
    _task("policy", "参数", "office-policy", Right.POLICY),
    _task("calendar", "法定日历", "office-calendar", Right.POLICY),
)
MENU: Final = (
    _task("today", "今天", "office-home", Right.LOOK, icon="sun"),
    _task("reception", "导办台", "office-reception", Right.ISSUE, icon="ticket"),
    _task("bookings", "预约", "office-bookings", Right.ISSUE, icon="calendar-check"),
    _task("tickets", "查号", "office-tickets", Right.WITHDRAW_ANY, icon="search"),
    _task("issue", "出件", "office-issue", Right.HAND_OUT, icon="package-open"),
    Task("cases", "办件", frozenset({Right.READ_CASES}), "", "folder-open", _CASES),
    Task("papers-menu", "材料交接", frozenset({Right.KEEP_PAPER}), "", "package", _PAPERS),
    Task(
        "parcels-menu",
        "寄递与短信",
        frozenset({Right.HAND_OUT, Right.RECEIVE, Right.RUN_HALL}),
        "",
        "truck",
        _PARCELS,
    ),
    Task("payments-menu", "缴款", frozenset({Right.RECONCILE}), "", "wallet", _PAYMENTS),
    Task("hall", "大厅", frozenset({Right.RUN_HALL}), "", "building-2", _HALL),
    Task("feedback", "评价", frozenset({Right.READ_RATINGS}), "", "star", _RATINGS),
    Task("figures-menu", "统计", frozenset({Right.READ_FIGURES}), "", "chart-column", _FIGURES),
    _task(
        "items", "事项", "office-items", Right.EDIT_ITEMS, Right.REVIEW_ITEMS, icon="book-open-text"
    ),
    _task("log", "操作记录", "office-log", Right.AUDIT, icon="scroll-text"),
    Task(
        "settings",
        "设置",
        frozenset({Right.STAFF, Right.DEVICES, Right.POLICY}),
        "",
        "settings",
        _SETTINGS,
    ),
)
#: The window is another door; the menu only points there.
_DESK: Final = {"label": "到窗口办理", "icon": "panels-top-left", "url": "/desk/", "current": False}


def page(
    request: StaffRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    here: str,
    status: int = 200,
) -> HttpResponse:
    """Draw a page of this door. `here` names its entry in the menu or in the tabs."""
    return render(
        request,
        template,
        {
            **around(request.actor, here),
            "place": centres.centre(request.centre_id).name if request.centre_id else "一门",
            "who": request.staff,
            "who_roles": "、".join(words.ROLES[role.value] for role in request.staff.roles),
            **(context or {}),
        },
        status=status,
    )


def around(actor: Actor, here: str) -> dict[str, object]:
    """The menu and, where the task has several pages, its tabs; with how much waits for me."""
    waiting = count_awaiting(actor) if any(actor.may(right) for right in _DECIDES) else 0
    menu: list[dict[str, object]] = []
    tabs: list[dict[str, object]] = []
    for task in MENU:
        if not task.shown_to(actor):
            continue
        inner = [tab for tab in task.tabs if tab.shown_to(actor)]
        current = here == task.name or here in {tab.name for tab in inner}
        url = reverse(task.url or inner[0].url)
        entry = {"label": task.label, "icon": task.icon, "url": url, "current": current}
        menu.append(entry | {"count": waiting if task.tabs is _CASES else 0})
        if current and len(inner) > 1:
            tabs = [_entry(tab, here, waiting) for tab in inner]
    if actor.may(Right.SERVE):
        menu.append(_DESK)
    return {"menu": menu, "tabs": tabs}


def _entry(tab: Task, here: str, waiting: int) -> dict[str, object]:
    count = waiting if tab is _AWAITED else 0
    url = reverse(tab.url)
    return {"label": tab.label, "url": url, "current": tab.name == here, "count": count}


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent; None for a page that is only looked at. An empty form is still sent."""
    return request.POST if request.method == "POST" else None


def start_of(actor: Actor) -> str:
    """Where somebody's work begins after the log-in."""
    if actor.may(Right.SERVE) and not actor.may(Right.RUN_HALL):
        return str(_DESK["url"])
    if actor.may(Right.ISSUE) and not actor.may(Right.RUN_HALL):
        return reverse("office-reception")
    for task in MENU:
        if task.shown_to(actor):
            return reverse(task.url or next(tab.url for tab in task.tabs if tab.shown_to(actor)))
    return reverse("office-nothing")


def role_choices() -> list[tuple[str, str]]:
    """All roles, for a form."""
    return [(role.value, words.ROLES[role.value]) for role in Role]
