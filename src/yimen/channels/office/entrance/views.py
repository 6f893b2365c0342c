"""Log-in in steps, log-out, a new password. Who fails too often is locked for a while."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import (
    authenticate,
    get_user_model,
    login,
    logout,
    update_session_auth_hash,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import login as otp_login

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import parameters, words
from yimen.channels.office.entrance import factor, pending
from yimen.channels.office.entrance.factor import Answer
from yimen.channels.office.entrance.forms import (
    CodeForm,
    LogInForm,
    NewPasswordForm,
    OwnPasswordForm,
)
from yimen.channels.office.entrance.pending import Pending
from yimen.channels.office.frame import page, sent, start_of
from yimen.reference.people import actions, queries
from yimen.reference.people.queries import StaffView
from yimen.reference.people.rules import Role
from yimen.reference.policy import queries as policy
from yimen.support.writing import clock

_WRONG = "工号或密码不对。"
_WRONG_CODE = "动态码不对或已用过。请等下一个动态码再输入。"
_WAIT = "刚输错过，请稍等几秒再输入。"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """First step: staff number and password."""
    if request.method == "GET":
        asked = {"next": request.GET.get("next", ""), "username": request.GET.get("who", "")}
        return _log_in_page(request, LogInForm(initial=asked))
    form = LogInForm(request.POST)
    if not form.is_valid():
        return _log_in_page(request, form)
    at = timezone.now()
    given = form.cleaned_data
    found = queries.staff_by_number(given["username"])
    # The password is always worked through, so that the time taken tells nothing.
    user = authenticate(request, username=given["username"], password=given["password"])
    if found is not None and _locked(found, at):
        form.add_error(None, _lock_sentence(found))
    elif user is None or found is None:
        if found is not None:
            found = _failed(found, at)
        form.add_error(None, _lock_sentence(found) if _locked(found, at) else _WRONG)
    else:
        pending.remember(request.session, found.id, next_page=given["next"], at=at)
        factor.begin(found.id)
        return redirect("office-login-code")
    return _log_in_page(request, form)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Second step: the code; the first time with the picture an app reads."""
    at = timezone.now()
    half = pending.present(request.session, at=at)
    if half is None:
        return redirect("office-login")
    staff = queries.staff(half.staff_id)
    form = CodeForm(sent(request))
    if form.is_valid():
        if _locked(staff, at):
            pending.forget(request.session)
            messages.error(request, _lock_sentence(staff))
            return redirect("office-login")
        answer = factor.check(staff.id, form.cleaned_data["code"])
        if answer is Answer.RIGHT:
            return _code_was_right(request, half, staff, at)
        if answer is Answer.WRONG:
            staff = _failed(staff, at)
        form.add_error("code", _WAIT if answer is Answer.WAIT else _WRONG_CODE)
    fresh = not factor.has_device(staff.id)
    context = {
        "form": form,
        "staff": staff,
        "enrolment": factor.enrolment(staff.id) if fresh else None,
        "demo": settings.DEMO and not fresh,
        "demo_code": factor.demo_code(staff.id) if settings.DEMO else "",
    }
    return render(request, "office/login_code.html", context, status=422 if form.errors else 200)


def _code_was_right(
    request: HttpRequest, half: Pending, staff: StaffView, at: datetime
) -> HttpResponse:
    if staff.must_change_password:
        pending.remember(request.session, staff.id, next_page=half.next, at=at, code_given=True)
        return redirect("office-login-password")
    return _let_in(request, half, at)


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """Third step, for a password somebody else has chosen: replace it."""
    at = timezone.now()
    half = pending.present(request.session, at=at)
    if half is None or not half.code_given:
        return redirect("office-login")
    form = NewPasswordForm(half.staff_id, sent(request))
    if form.is_valid():
        actions.change_password(half.staff_id, form.cleaned_data["password"])
        return _let_in(request, half, at)
    return render(
        request, "office/login_password.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def log_out(request: HttpRequest) -> HttpResponse:
    """Leave. A plain visit asks first; nothing is changed by a GET."""
    if request.method == "GET":
        return render(request, "office/leave.html")
    logout(request)
    messages.info(request, "您已退出登录。")
    return redirect("office-login")


@never_cache
@sensitive_post_parameters("present", "password", "again")
@require_http_methods(["GET", "POST"])
@staff_page()
def own_password(request: StaffRequest) -> HttpResponse:
    """Somebody logged in chooses another password; other sessions end."""
    form = OwnPasswordForm(request.staff.id, sent(request))
    if form.is_valid():
        actions.change_password(request.staff.id, form.cleaned_data["password"])
        form.user.refresh_from_db()
        update_session_auth_hash(request, form.user)
        messages.success(request, "密码已更换。其他设备上的登录已退出。")
        return redirect(start_of(request.actor))
    return page(
        request,
        "office/password.html",
        {"form": form},
        here="password",
        status=422 if form.errors else 200,
    )


def _let_in(request: HttpRequest, half: Pending, at: datetime) -> HttpResponse:
    user = get_user_model().objects.get(pk=half.staff_id)
    pending.forget(request.session)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    otp_login(request, factor.confirmed(half.staff_id))
    actions.logged_in(half.staff_id, at=at)
    local = url_has_allowed_host_and_scheme(
        half.next, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(half.next if local else start_of(queries.actor_of_staff(half.staff_id)))


def _log_in_page(request: HttpRequest, form: LogInForm) -> HttpResponse:
    known = queries.staff_list() if settings.DEMO else []
    demo = [
        {"number": s.username, "role": "、".join(words.ROLES[r.value] for r in s.roles)}
        for s in sorted(known, key=lambda staff: Role.CLERK in staff.roles)
        if s.is_active and s.roles
    ]
    context = {"form": form, "demo": demo}
    return render(request, "office/login.html", context, status=422 if form.errors else 200)


def _locked(staff: StaffView | None, at: datetime) -> bool:
    return staff is not None and staff.locked_until is not None and staff.locked_until > at


def _lock_sentence(staff: StaffView | None) -> str:
    until = staff.locked_until if staff is not None else None
    when = f"，{clock(until)} 后可以再试" if until else ""
    return f"输错次数太多，账号已锁定{when}。急用请找系统管理员解锁。"


def _failed(staff: StaffView, at: datetime) -> StaffView:
    day = timezone.localdate(at)
    actions.log_in_failed(
        staff.id,
        at=at,
        limit=policy.whole(parameters.FAILURES, day),
        lock=timedelta(minutes=policy.whole(parameters.LOCK_MINUTES, day)),
    )
    return queries.staff(staff.id)
