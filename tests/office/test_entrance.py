"""Coming in: password, code, lock, first password, idleness, the admin's door."""

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.builders import Hall, staff
from tests.office.builders import PASSWORD, as_role, browser_of, person
from yimen.reference.people.rules import Role
from yimen.reference.policy import actions as policy

pytestmark = pytest.mark.django_db


def test_password_alone_opens_nothing(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)

    answer = manager.give_password()

    assert answer["Location"] == "/office/login/code"
    assert not manager.is_in()


def test_code_without_password_leads_back_to_the_first_step(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)

    assert manager.give_code()["Location"] == "/office/login"
    assert not manager.is_in()


@pytest.mark.parametrize(
    ("role", "start"),
    [
        (Role.HALL_MANAGER, "/office/"),
        (Role.CLERK, "/desk/"),
        (Role.GUIDE, "/office/reception"),
        (Role.SUPERVISOR, "/office/"),
        (Role.RATING_OFFICER, "/office/ratings/"),
        (Role.SYSTEM_ADMIN, "/office/settings/staff/"),
        (Role.SECURITY_ADMIN, "/office/settings/policy/"),
        (Role.AUDIT_ADMIN, "/office/log"),
        (Role.DEPARTMENT_ADMIN, "/office/"),
    ],
)
def test_everybody_starts_where_their_work_is(hall: Hall, role: Role, start: str) -> None:
    somebody = person(hall, role)
    somebody.give_password()

    assert somebody.give_code()["Location"] == start
    assert somebody.is_in()
    assert somebody.client.get(start).status_code == 200


def test_next_page_is_followed_only_on_this_host(hall: Hall) -> None:
    here, abroad = person(hall, Role.HALL_MANAGER), person(hall, Role.HALL_MANAGER, "3002")

    here.give_password(next_page="/office/queues/")
    abroad.give_password(next_page="https://example.com/office/")

    assert here.give_code()["Location"] == "/office/queues/"
    assert abroad.give_code()["Location"] == "/office/"


def test_wrong_password_and_unknown_number_read_the_same(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)

    wrong = manager.give_password("falsch")
    unknown = Client().post("/office/login", {"username": "9999", "password": "falsch"})

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "工号或密码不对" in wrong.content.decode()
    assert "工号或密码不对" in unknown.content.decode()


def test_five_failures_lock_the_account_for_half_an_hour(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)

    answers = [manager.give_password("falsch").content.decode() for _ in range(5)]

    assert ["已锁定" in answer for answer in answers] == [False] * 4 + [True]
    assert "已锁定" in manager.give_password().content.decode()
    locked = get_user_model().objects.get(pk=manager.actor.id).locked_until
    assert locked is not None
    assert timedelta(minutes=29) < locked - timezone.now() <= timedelta(minutes=30)


def test_number_of_failures_follows_policy(hall: Hall) -> None:
    day = timezone.localdate()
    policy.set_value("people.log_in_failures", 3, effective_from=day, source="通知", staff_id=None)
    manager = person(hall, Role.HALL_MANAGER)

    answers = [manager.give_password("falsch").content.decode() for _ in range(3)]

    assert ["已锁定" in answer for answer in answers] == [False, False, True]


def test_lock_ends_by_itself(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)
    rows = get_user_model().objects.filter(pk=manager.actor.id)
    rows.update(locked_until=timezone.now() - timedelta(seconds=1))

    manager.give_password()
    manager.give_code()

    assert manager.is_in()


def test_wrong_code_counts_as_failure_and_lets_nobody_in(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)
    manager.give_password()

    answer = manager.give_code("abcdef")

    assert answer.status_code == 422
    assert not manager.is_in()
    assert get_user_model().objects.get(pk=manager.actor.id).failures == 1


def test_next_code_after_a_wrong_one_must_wait_a_moment(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)
    manager.give_password()
    right = manager.code()
    manager.give_code(f"{(int(right) + 1) % 10**6:06d}")

    answer = manager.give_code(right)

    assert "请稍等几秒" in answer.content.decode()
    assert not manager.is_in()


def test_locked_account_is_not_opened_by_a_right_code(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)
    manager.give_password()
    rows = get_user_model().objects.filter(pk=manager.actor.id)
    rows.update(locked_until=timezone.now() + timedelta(minutes=5))

    assert manager.give_code()["Location"] == "/office/login"
    assert not manager.is_in()


def test_code_is_good_once(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)
    code = manager.code()
    manager.give_password()
    manager.give_code(code)
    manager.client.post("/office/leave")
    manager.give_password()

    assert manager.give_code(code).status_code == 422
    assert not manager.is_in()


def test_first_log_in_binds_a_second_factor_and_replaces_the_password(hall: Hall) -> None:
    newcomer = person(hall, Role.GUIDE, enrolled=False, first=True)
    newcomer.give_password()
    page = newcomer.client.get("/office/login/code").content.decode()
    assert "<title>绑定用二维码</title>" in page
    assert "绑定动态码" in page

    assert newcomer.give_code()["Location"] == "/office/login/password"
    assert not newcomer.is_in()
    same = {"password": PASSWORD, "again": PASSWORD}
    assert newcomer.client.post("/office/login/password", same).status_code == 422
    fresh = {"password": "ein-neues-Wort-77", "again": "ein-neues-Wort-77"}
    assert newcomer.client.post("/office/login/password", fresh)["Location"] == "/office/reception"

    assert newcomer.is_in()
    assert TOTPDevice.objects.get(user_id=newcomer.actor.id).confirmed


def test_first_password_page_is_closed_before_the_code(hall: Hall) -> None:
    newcomer = person(hall, Role.GUIDE, first=True)
    newcomer.give_password()
    fresh = {"password": "ein-neues-Wort-77", "again": "ein-neues-Wort-77"}

    assert newcomer.client.post("/office/login/password", fresh)["Location"] == "/office/login"
    assert get_user_model().objects.get(pk=newcomer.actor.id).check_password(PASSWORD)


def test_half_a_log_in_ends_after_ten_minutes(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)
    manager.give_password()
    session = manager.client.session
    kept = session["office_pending"]
    kept[1] = (timezone.now() - timedelta(minutes=11)).isoformat()
    session["office_pending"] = kept
    session.save()

    assert manager.give_code()["Location"] == "/office/login"


def test_demo_shows_numbers_and_code_and_other_installations_do_not(
    hall: Hall, settings: object
) -> None:
    manager = person(hall, Role.HALL_MANAGER)
    for demo in (True, False):
        settings.DEMO = demo  # type: ignore[attr-defined]
        first = Client().get("/office/login").content.decode()
        manager.give_password()
        second = manager.client.get("/office/login/code").content.decode()

        assert ("演示数据" in first) is demo
        assert (manager.actor.label in first) is demo
        assert ("demo-code" in second) is demo


def test_idle_session_ends_and_self_renewing_pages_do_not_keep_it(hall: Hall) -> None:
    client = as_role(hall, Role.HALL_MANAGER)
    client.get("/office/windows/")
    session = client.session
    session["office_used_at"] = (timezone.now() - timedelta(minutes=29)).isoformat()
    session.save()

    assert client.get("/office/now", headers={"HX-Request": "true"}).status_code == 200
    assert client.session["office_used_at"] == session["office_used_at"]
    session["office_used_at"] = (timezone.now() - timedelta(minutes=31)).isoformat()
    session.save()
    assert client.get("/office/windows/")["Location"].startswith("/office/login")


def test_use_keeps_the_session(hall: Hall) -> None:
    client = as_role(hall, Role.HALL_MANAGER)
    session = client.session
    session["office_used_at"] = before = (timezone.now() - timedelta(minutes=20)).isoformat()
    session.save()

    client.get("/office/windows/")

    assert client.session["office_used_at"] > before


def test_leaving_asks_first_and_then_ends_the_session(hall: Hall) -> None:
    client = as_role(hall, Role.HALL_MANAGER)

    assert client.get("/office/leave").status_code == 200
    assert client.get("/office/password").status_code == 200
    client.post("/office/leave")
    assert client.get("/office/password").status_code == 302


def test_own_password_needs_the_present_one(hall: Hall) -> None:
    manager = person(hall, Role.HALL_MANAGER)
    client = browser_of(manager.actor.id)
    fresh = {"password": "ein-neues-Wort-77", "again": "ein-neues-Wort-77"}

    assert client.post("/office/password", {**fresh, "present": "falsch"}).status_code == 422
    assert client.post("/office/password", {**fresh, "present": PASSWORD}).status_code == 302
    assert client.get("/office/password").status_code == 200


def test_admin_is_entered_through_this_door_only(hall: Hall) -> None:
    stranger, half = Client(), Client()
    half.force_login(get_user_model().objects.get(pk=staff(hall, Role.SYSTEM_ADMIN, "4001").id))
    admin = as_role(hall, Role.SYSTEM_ADMIN, "4002", everywhere=True)

    for client in (stranger, half):
        answer = client.get("/admin/", follow=True)
        assert answer.request["PATH_INFO"] == "/office/login"
    assert "一门" in admin.get("/admin/").content.decode()
    assert site.AUTH_USER_MODEL == "people.Staff"
