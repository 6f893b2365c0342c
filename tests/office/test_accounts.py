"""The three administrators' pages, ratings and the log: each right, each refusal."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.builders import CITIZEN, Hall, staff
from tests.office.builders import as_role, browser_of
from yimen.reference.catalogue.models import Department
from yimen.reference.people import actions as people
from yimen.reference.people import queries
from yimen.reference.people.rules import DeviceKind, Right, Role
from yimen.reference.policy import queries as policy
from yimen.services.feedback import actions as feedback
from yimen.services.feedback.actions import Visit
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def system_admin(hall: Hall) -> Client:
    """The system administrator's browser."""
    return as_role(hall, Role.SYSTEM_ADMIN, "sys", everywhere=True)


@pytest.fixture
def security_admin(hall: Hall) -> Client:
    """The security administrator's browser."""
    return as_role(hall, Role.SECURITY_ADMIN, "sec", everywhere=True)


def test_new_account_shows_its_password_once_and_must_change_it(
    hall: Hall, system_admin: Client
) -> None:
    sent = {"username": "5001", "name": "新同事", "role": "clerk"}

    page = system_admin.post("/office/settings/staff/add", sent).content.decode()

    password = re.search(r'one-time__key">([^<]+)<', page)
    assert password is not None
    row = get_user_model().objects.get(username="5001")
    assert row.check_password(password.group(1))
    assert row.must_change_password
    assert queries.staff(row.pk).roles == (Role.CLERK,)


def test_taken_staff_number_is_said_beside_the_field(hall: Hall, system_admin: Client) -> None:
    staff(hall, Role.CLERK, "5001")

    answer = system_admin.post("/office/settings/staff/add", {"username": "5001", "name": "甲"})

    assert answer.status_code == 422
    assert "5001 已有人使用" in answer.content.decode()


def test_roles_that_exclude_each_other_are_refused_in_words(
    hall: Hall, system_admin: Client
) -> None:
    clerk = staff(hall, Role.CLERK, "5001")

    answer = system_admin.post(
        f"/office/settings/staff/{clerk.id}/grant", {"role": "rating_officer"}
    )

    assert answer.status_code == 422
    assert "不能由同一个人担任：差评处理员与综窗人员" in answer.content.decode()
    assert queries.staff(clerk.id).roles == (Role.CLERK,)


def test_role_is_given_and_taken(hall: Hall, system_admin: Client) -> None:
    clerk = staff(hall, Role.CLERK, "5001")
    address = f"/office/settings/staff/{clerk.id}"

    system_admin.post(f"{address}/grant", {"role": "guide"})
    assert set(queries.staff(clerk.id).roles) == {Role.CLERK, Role.GUIDE}
    system_admin.post(f"{address}/revoke", {"role": "clerk"})
    assert queries.staff(clerk.id).roles == (Role.GUIDE,)


def test_a_role_is_given_for_one_department_alone(hall: Hall, system_admin: Client) -> None:
    colleague = staff(hall, Role.GUIDE, "5001")
    address = f"/office/settings/staff/{colleague.id}"
    own = Department.objects.get().pk

    system_admin.post(f"{address}/grant", {"role": "department_admin", "department": str(own)})

    given = queries.actor_of_staff(colleague.id)
    assert given.may(Right.EDIT_ITEMS, department_id=own)
    assert not given.may(Right.EDIT_ITEMS, department_id=own + 1)
    page = system_admin.get(address).content.decode()
    assert '<span class="list__note">东莞市公安局</span>' in page


def test_a_role_without_departments_is_not_given_for_one(hall: Hall, system_admin: Client) -> None:
    colleague = staff(hall, Role.GUIDE, "5001")

    answer = system_admin.post(
        f"/office/settings/staff/{colleague.id}/grant",
        {"role": "clerk", "department": str(Department.objects.get().pk)},
    )

    assert answer.status_code == 422
    assert "综窗人员不按部门划分" in answer.content.decode()
    assert queries.staff(colleague.id).roles == (Role.GUIDE,)


def test_nobody_changes_their_own_account(hall: Hall) -> None:
    actor = staff(hall, Role.SYSTEM_ADMIN, "sys2", centre=False)
    client, address = browser_of(actor.id), f"/office/settings/staff/{actor.id}"

    answers = [
        client.post(f"{address}/grant", {"role": "hall_manager"}),
        client.post(f"{address}/revoke", {"role": "system_admin"}),
        client.post(f"{address}/active", {"active": "0"}),
        client.post(f"{address}/password"),
        client.post(f"{address}/factor"),
        client.post(f"{address}/identity", {"number": CITIZEN}),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert queries.staff(actor.id).roles == (Role.SYSTEM_ADMIN,)
    assert queries.staff(actor.id).is_active


def test_whose_account_it_is_is_registered_and_shown_nowhere(
    hall: Hall, system_admin: Client
) -> None:
    approver = staff(hall, Role.APPROVER, "5001")
    address = f"/office/settings/staff/{approver.id}"
    before = system_admin.get(address).content.decode()

    wrong = system_admin.post(f"{address}/identity", {"number": "441900"}, follow=True)
    right = system_admin.post(f"{address}/identity", {"number": CITIZEN}, follow=True)

    assert "未登记，不能自动回避" in before
    assert "未登记，不能自动回避" in wrong.content.decode()
    assert "已登记，本人的件自动回避" in right.content.decode()
    assert CITIZEN not in right.content.decode()
    assert queries.actor_of_staff(approver.id).identity == blind_index(CITIZEN)


def test_deactivated_account_is_out_at_once(hall: Hall, system_admin: Client) -> None:
    manager = staff(hall, Role.HALL_MANAGER, "5001")
    client = browser_of(manager.id)
    assert client.get("/office/windows/").status_code == 200

    system_admin.post(f"/office/settings/staff/{manager.id}/active", {"active": "0"})

    assert client.get("/office/windows/").status_code == 302


def test_unlocking_forgets_the_failures(hall: Hall, system_admin: Client) -> None:
    clerk = staff(hall, Role.CLERK, "5001")
    people.log_in_failed(clerk.id, at=timezone.now(), limit=1, lock=timedelta(minutes=30))
    assert "解锁" in system_admin.get(f"/office/settings/staff/{clerk.id}").content.decode()

    system_admin.post(f"/office/settings/staff/{clerk.id}/active", {"active": "1"})

    assert queries.staff(clerk.id).locked_until is None


def test_reset_password_ends_sessions_and_reset_factor_binds_anew(
    hall: Hall, system_admin: Client
) -> None:
    manager = staff(hall, Role.HALL_MANAGER, "5001")
    client, address = browser_of(manager.id), f"/office/settings/staff/{manager.id}"

    system_admin.post(f"{address}/password")
    assert client.get("/office/windows/").status_code == 302
    assert queries.staff(manager.id).must_change_password
    system_admin.post(f"{address}/factor")
    assert not TOTPDevice.objects.filter(user_id=manager.id).exists()


def test_device_code_is_shown_once_and_enrols(hall: Hall) -> None:
    manager = as_role(hall, Role.HALL_MANAGER)

    page = manager.post(
        "/office/settings/devices/add", {"name": "取号机 9", "kind": "ticket_machine"}
    ).content.decode()

    halves = re.search(r"<span>(\d{4})</span><span>(\d{4})</span>", page)
    assert halves is not None
    key = people.enrol("".join(halves.groups()), at=timezone.now())
    assert queries.key(key).kind is DeviceKind.TICKET_MACHINE
    assert (
        halves.group(1) + halves.group(2)
        not in manager.get("/office/settings/devices/").content.decode()
    )


def test_window_screen_needs_its_window(hall: Hall) -> None:
    manager = as_role(hall, Role.HALL_MANAGER)

    answer = manager.post("/office/settings/devices/add", {"name": "屏", "kind": "window_screen"})

    assert answer.status_code == 422
    assert queries.devices(hall.centre_id) == []


def test_system_gets_a_key_and_loses_it_when_revoked(hall: Hall) -> None:
    manager = as_role(hall, Role.HALL_MANAGER)
    page = manager.post(
        "/office/settings/devices/add", {"name": "外部系统", "kind": "system"}
    ).content.decode()
    shown = re.search(r'one-time__key">([^<]+)<', page)
    assert shown is not None
    device = queries.key(shown.group(1)).actor

    manager.post(f"/office/settings/devices/{device.id}/revoke")

    [listed] = queries.devices(hall.centre_id)
    assert listed.revoked_at is not None
    assert not listed.enrolled


def test_parameter_is_dated_with_its_source(hall: Hall, security_admin: Client) -> None:
    today = timezone.localdate()
    sent = {"value": "20", "effective_from": today.isoformat(), "source": "值班长会议〔2026〕3号"}

    security_admin.post("/office/settings/policy/hall.alarm_wait_minutes", sent)

    assert policy.value("hall.alarm_wait_minutes", today) == 20.0
    assert policy.value("hall.alarm_wait_minutes", today - timedelta(days=1)) == 30.0
    page = security_admin.get("/office/settings/policy/hall.alarm_wait_minutes").content.decode()
    assert "值班长会议〔2026〕3号" in page
    assert "工号 sec" in page


@pytest.mark.parametrize("value", ["0", "601", "nan", "inf", "abc", "", "true"])
def test_bad_values_are_refused_beside_the_field(
    hall: Hall, security_admin: Client, value: str
) -> None:
    sent = {
        "value": value,
        "effective_from": timezone.localdate().isoformat(),
        "source": "通知",
    }

    answer = security_admin.post("/office/settings/policy/hall.alarm_wait_minutes", sent)

    assert answer.status_code == 422
    assert policy.history() == []


def test_past_days_keep_their_value_and_a_day_has_one(hall: Hall, security_admin: Client) -> None:
    address, today = "/office/settings/policy/hall.call_limit", timezone.localdate()
    yesterday = (today - timedelta(days=1)).isoformat()
    sent = {"value": "4", "effective_from": today.isoformat(), "source": "通知"}

    past = security_admin.post(address, {**sent, "effective_from": yesterday})
    first, again = security_admin.post(address, sent), security_admin.post(address, sent)

    assert (past.status_code, first.status_code, again.status_code) == (422, 302, 422)
    assert len(policy.history()) == 1


def test_ratings_are_never_for_the_rated(hall: Hall) -> None:
    answers = {
        role: as_role(hall, role, role.value[:12]).get("/office/ratings/").status_code
        for role in (Role.CLERK, Role.HALL_MANAGER, Role.SUPERVISOR, Role.RATING_OFFICER)
    }

    assert answers == {
        Role.CLERK: 403,
        Role.HALL_MANAGER: 403,
        Role.SUPERVISOR: 200,
        Role.RATING_OFFICER: 200,
    }


def test_ratings_show_a_dash_without_a_base_and_count_what_was_given(hall: Hall) -> None:
    officer = as_role(hall, Role.RATING_OFFICER)
    empty = officer.get("/office/ratings/").content.decode()
    assert "这段时间没有评价" in empty
    assert "–" in empty

    visit = Visit(1, hall.centre_id, hall.windows[1], hall.queues["HZ"], None)
    token = feedback.invite(visit, at=timezone.now())
    feedback.rate(token, 1, reasons=[115], comment="太慢", channel="window", at=timezone.now())
    page = officer.get("/office/ratings/").content.decode()

    assert "服务态度差、效率低" in page
    assert "1 ÷ 1" in page


def test_log_tells_who_did_what_to_the_audit_administrator_only(hall: Hall) -> None:
    manager = as_role(hall, Role.HALL_MANAGER)
    window = hall.windows[1]
    manager.post(f"/office/windows/{window}/skills", {"home": "CR", "reason": "潮汐增开"})
    auditor = as_role(hall, Role.AUDIT_ADMIN, "aud", everywhere=True)

    page = auditor.get("/office/log").content.decode()

    assert "调整业务" in page
    assert "工号 2001" in page
    assert manager.get("/office/log").status_code == 403


def test_menu_shows_only_what_the_role_may_do(hall: Hall) -> None:
    pages = {
        Role.SECURITY_ADMIN: as_role(hall, Role.SECURITY_ADMIN, "a").get(
            "/office/settings/policy/"
        ),
        Role.HALL_MANAGER: as_role(hall, Role.HALL_MANAGER, "b").get("/office/"),
    }
    menus = {
        role: re.findall(r"sidenav__item.*?<span>([^<]+)</span>", page.content.decode(), re.S)
        for role, page in pages.items()
    }

    assert menus == {
        Role.SECURITY_ADMIN: ["设置"],
        Role.HALL_MANAGER: [
            "今天",
            "导办台",
            "预约",
            "查号",
            "办件",
            "材料交接",
            "寄递与短信",
            "缴款",
            "大厅",
            "统计",
            "事项",
            "设置",
            "到窗口办理",
        ],
    }


def test_somebodys_own_key_is_shown_once_and_ended_by_them(hall: Hall) -> None:
    handler = as_role(hall, Role.HANDLER, "7001")
    empty = handler.get("/office/keys").content.decode()

    page = handler.post("/office/keys", {"name": "审批系统"}).content.decode()

    found = re.search(r'one-time__key">([^<]+)<', page)
    assert "还没有密钥" in empty
    assert found is not None
    view = queries.key(found.group(1))
    assert view.actor.label == "7001"
    again = handler.get("/office/keys").content.decode()
    assert "审批系统" in again
    assert found.group(1) not in again
    handler.post(f"/office/keys/{view.id}/end")
    assert "还没有密钥" in handler.get("/office/keys").content.decode()


def test_an_administrator_ends_a_persons_key_and_cannot_make_one(
    hall: Hall, system_admin: Client
) -> None:
    handler = as_role(hall, Role.HANDLER, "7001")
    handler.post("/office/keys", {"name": "审批系统"})
    device = next(d for d in queries.devices(hall.centre_id) if d.kind is DeviceKind.PERSON)

    listed = system_admin.get("/office/settings/devices/").content.decode()
    renewed = system_admin.post(f"/office/settings/devices/{device.id}/renew")
    made = system_admin.post(
        "/office/settings/devices/add", {"name": "x", "kind": DeviceKind.PERSON.value}
    )
    system_admin.post(f"/office/settings/devices/{device.id}/revoke")

    assert "个人密钥" in listed
    assert renewed.status_code == 403
    assert made.status_code == 422
    assert "还没有密钥" in handler.get("/office/keys").content.decode()
