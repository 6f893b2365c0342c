"""Staff accounts, roles, unlocking, new passwords and codes: the system administrator's page."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import words
from yimen.channels.office.entrance import factor
from yimen.channels.office.frame import page, role_choices, sent
from yimen.channels.office.tables import Column, arrange
from yimen.kernel.errors import NotAllowed
from yimen.kernel.identifiers import BadCitizenId
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.people import actions, queries
from yimen.reference.people.errors import RolesConflict, StaffNumberTaken
from yimen.reference.people.queries import StaffView
from yimen.reference.people.rules import OF_DEPARTMENT, Right, Role, require

#: Roles that hold in the whole city, not in one centre.
_EVERYWHERE = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def _departments() -> list[tuple[str, str]]:
    return [("", "全部部门"), *((str(one.id), one.name) for one in catalogue.departments())]


class _DepartmentForm(forms.Form):
    """A form with a role that may be given for one department alone."""

    department = forms.ChoiceField(
        label="部门",
        required=False,
        choices=_departments,
        help_text="部门管理员、承办人、审核人、审批人可以只管一个部门。",
    )
    field_order = ("username", "name", "role", "department")

    def clean(self) -> dict[str, Any]:
        """A department only with a role that knows departments."""
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        if role and cleaned.get("department") and Role(role) not in OF_DEPARTMENT:
            self.add_error("department", f"{words.ROLES[role]}不按部门划分，请选“全部部门”。")
        return cleaned

    @property
    def department_id(self) -> int | None:
        chosen = self.cleaned_data.get("department")
        return int(chosen) if chosen else None


class NewStaffForm(_DepartmentForm):
    """A new account, with a first role if one is known."""

    username = forms.CharField(
        label="工号",
        max_length=20,
        validators=[RegexValidator(r"^[A-Za-z0-9_-]+$", "工号只用字母、数字、- 和 _。")],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label="姓名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label="角色", required=False, choices=[("", "以后再定"), *role_choices()]
    )


class RoleForm(_DepartmentForm):
    """One role to give."""

    role = forms.ChoiceField(label="增加角色", choices=role_choices())


@dataclass(frozen=True)
class Row:
    """One account in the list."""

    staff: StaffView
    roles: str
    state: str
    tone: str


@require_safe
@staff_page(Right.STAFF)
def index(request: StaffRequest) -> HttpResponse:
    """All accounts, by number, role and state."""
    at = timezone.now()
    q, role = request.GET.get("q", "").strip().lower(), request.GET.get("role", "")
    rows = [
        _row(staff, at)
        for staff in queries.staff_list()
        if q in f"{staff.username} {staff.name}".lower()
        and role in ("", *(held.value for held in staff.roles))
    ]
    columns: dict[str, Column[Row]] = {
        "number": Column("工号", lambda row: row.staff.username),
        "name": Column("姓名", lambda row: row.staff.name),
        "roles": Column("角色", lambda row: row.roles),
        "state": Column("状态", lambda row: row.state),
    }
    heads, rows = arrange(request, columns, rows)
    context = {
        "heads": heads,
        "rows": rows,
        "q": request.GET.get("q", ""),
        "role": role,
        "roles": role_choices(),
        "sort": request.GET.get("sort", ""),
    }
    return page(request, "office/staff.html", context, here="staff")


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page(Right.STAFF)
def add(request: StaffRequest) -> HttpResponse:
    """A new account. Its first password is shown once and must be changed at the first log-in."""
    form = NewStaffForm(sent(request))
    if form.is_valid():
        given = form.cleaned_data
        password = secrets.token_urlsafe(9)
        try:
            staff_id = actions.add_staff(
                given["username"], name=given["name"], password=password, by=request.actor
            )
        except StaffNumberTaken as refusal:
            form.add_error("username", sentence(refusal))
        else:
            if given["role"]:
                _grant(request, staff_id, Role(given["role"]), form.department_id)
            return _password_page(request, queries.staff(staff_id), password)
    return page(
        request, "office/staff_add.html", {"form": form}, here="staff",
        status=422 if form.errors else 200,
    )  # fmt: skip


@require_safe
@staff_page(Right.STAFF)
def person(request: StaffRequest, staff_id: int) -> HttpResponse:
    """One account."""
    return _person_page(request, queries.staff(staff_id))


@require_POST
@staff_page(Right.STAFF)
def grant(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Give a role; one that another role excludes is refused."""
    staff, form = queries.staff(staff_id), RoleForm(request.POST)
    if form.is_valid():
        try:
            _grant(request, staff_id, Role(form.cleaned_data["role"]), form.department_id)
        except RolesConflict as refusal:
            form.add_error("role", _conflict(refusal))
        else:
            messages.success(request, "角色已增加，下一次点击起生效。")
            return redirect("office-person", staff_id)
    return _person_page(request, staff, form=form)


@require_POST
@staff_page(Right.STAFF)
def revoke(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Take a role away."""
    form = RoleForm(request.POST)
    if form.is_valid():
        _not_oneself(request, staff_id)
        actions.take_role(staff_id, Role(form.cleaned_data["role"]), by=request.actor)
        messages.success(request, "角色已收回。")
    return redirect("office-person", staff_id)


@require_POST
@staff_page(Right.STAFF)
def active(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Let somebody in, or no longer; letting in also unlocks."""
    _not_oneself(request, staff_id)
    on = request.POST.get("active") == "1"
    actions.set_active(staff_id, on, by=request.actor)
    messages.success(request, "账号已启用。" if on else "账号已停用，现有登录立即失效。")
    return redirect("office-person", staff_id)


@never_cache
@require_POST
@staff_page(Right.STAFF)
def password(request: StaffRequest, staff_id: int) -> HttpResponse:
    """A fresh password, shown once; all log-ins of the account end."""
    _not_oneself(request, staff_id)
    fresh = actions.reset_password(staff_id, by=request.actor)
    return _password_page(request, queries.staff(staff_id), fresh)


@require_POST
@staff_page(Right.STAFF)
def second_factor(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Forget a lost second factor: the next log-in enrols another."""
    _not_oneself(request, staff_id)
    require(request.actor, Right.STAFF)
    factor.drop(queries.staff(staff_id).id)
    messages.success(request, "动态码已清除，下次登录时重新绑定。")
    return redirect("office-person", staff_id)


@require_POST
@staff_page(Right.STAFF)
def identity(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Keep whose account it is: nobody then handles or decides a matter of their own."""
    _not_oneself(request, staff_id)
    number, today = request.POST.get("number", "").strip(), timezone.localdate()
    try:
        actions.set_identity(staff_id, number, by=request.actor, today=today)
    except BadCitizenId as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, "身份证号已登记，本人的件不会再由本人办理。")
    return redirect("office-person", staff_id)


def _grant(request: StaffRequest, staff_id: int, role: Role, department_id: int | None) -> None:
    centre_id = None if role in _EVERYWHERE else request.centre_id
    actions.grant_role(
        staff_id, role, by=request.actor, centre_id=centre_id, department_id=department_id
    )


def _not_oneself(request: StaffRequest, staff_id: int) -> None:
    """Nobody changes their own rights, nor shuts themselves out."""
    if staff_id == request.staff.id:
        raise NotAllowed(right=Right.STAFF)


def _conflict(refusal: RolesConflict) -> str:
    names = [words.ROLES[Role(str(refusal.facts[fact])).value] for fact in ("role", "held")]
    return f"这两个角色不能由同一个人担任：{names[0]}与{names[1]}。"


def _row(staff: StaffView, at: datetime) -> Row:
    state, tone = "在用", "good"
    if not staff.is_active:
        state, tone = "已停用", ""
    elif staff.locked_until is not None and staff.locked_until > at:
        state, tone = "已锁定", "bad"
    elif staff.must_change_password:
        state, tone = "待首次改密", "wait"
    roles = "、".join(words.ROLES[role.value] for role in staff.roles)
    return Row(staff, roles, state, tone)


def _person_page(
    request: StaffRequest, staff: StaffView, *, form: RoleForm | None = None
) -> HttpResponse:
    context = {
        "row": _row(staff, timezone.now()),
        "person": staff,
        "roles": _held(staff),
        "form": form or RoleForm(),
        "has_factor": factor.has_device(staff.id),
        "oneself": staff.id == request.staff.id,
    }
    return page(request, "office/person.html", context, here="staff", status=422 if form else 200)


def _held(staff: StaffView) -> list[tuple[str, str, str]]:
    """The roles somebody holds: value, name, and for which departments where they know any."""
    names = {one.id: one.name for one in catalogue.departments()}
    places: dict[Role, list[str]] = {role: [] for role in staff.roles}
    for grant in queries.grants(staff.id):
        if grant.role in OF_DEPARTMENT:
            known = names.get(grant.department_id, "") if grant.department_id else "全部部门"
            places[grant.role].append(known)
    return [(role.value, words.ROLES[role.value], "、".join(at)) for role, at in places.items()]


def _password_page(request: StaffRequest, staff: StaffView, fresh: str) -> HttpResponse:
    context = {"person": staff, "password": fresh}
    return page(request, "office/staff_password.html", context, here="staff")
