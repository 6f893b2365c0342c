"""Accounts, roles, and locking after failed log-ins."""

from datetime import timedelta

import pytest

from tests.builders import CITIZEN, Hall, at, staff
from yimen.kernel.errors import NotAllowed
from yimen.kernel.identifiers import BadCitizenId
from yimen.reference.catalogue.models import Department
from yimen.reference.people import actions, queries
from yimen.reference.people.errors import RolesConflict, StaffNotFound, StaffNumberTaken
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.rules import HOUSE, Right, Role
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db

LOCK = timedelta(minutes=30)
TODAY = at(0).date()


def account(username: str = "2001") -> int:
    return actions.add_staff(username, name="演示", password="a good long one", by=HOUSE)


def fail(staff_id: int, times: int, minutes: float = 0) -> None:
    for _ in range(times):
        actions.log_in_failed(staff_id, at=at(minutes), limit=3, lock=LOCK)


def lock_of(staff_id: int) -> tuple[int, object]:
    row = Staff.objects.get(pk=staff_id)
    return row.failures, row.locked_until


def test_a_new_account_has_no_roles_and_must_change_its_password() -> None:
    staff_id = account()

    view = queries.staff(staff_id)
    assert (view.username, view.roles, view.must_change_password) == ("2001", (), True)
    assert queries.actor_of_staff(staff_id).grants == ()
    assert Staff.objects.get(pk=staff_id).check_password("a good long one")


def test_a_staff_number_is_given_once() -> None:
    account()

    with pytest.raises(StaffNumberTaken) as refusal:
        account()

    assert refusal.value.facts == {"username": "2001"}
    assert Staff.objects.count() == 1


def test_only_who_manages_staff_does(hall: Hall) -> None:
    manager = staff(hall, Role.HALL_MANAGER)
    staff_id = account()

    for deed in (
        lambda: actions.add_staff("3001", name="甲", password="x", by=manager),
        lambda: actions.grant_role(staff_id, Role.CLERK, by=manager),
        lambda: actions.take_role(staff_id, Role.CLERK, by=manager),
        lambda: actions.set_active(staff_id, False, by=manager),
        lambda: actions.set_identity(staff_id, CITIZEN, by=manager, today=TODAY),
        lambda: actions.reset_password(staff_id, by=manager),
    ):
        with pytest.raises(NotAllowed) as refusal:
            deed()
        assert refusal.value.facts == {"right": Right.STAFF}


def test_nobody_gives_a_role_to_themselves(hall: Hall) -> None:
    admin = staff(hall, Role.SYSTEM_ADMIN, centre=False)

    with pytest.raises(NotAllowed):
        actions.grant_role(admin.id, Role.HALL_MANAGER, by=admin)

    assert queries.staff(admin.id).roles == (Role.SYSTEM_ADMIN,)


def test_a_role_given_twice_is_held_once_and_can_be_taken(hall: Hall) -> None:
    staff_id = account()

    for _ in range(2):
        actions.grant_role(staff_id, Role.CLERK, by=HOUSE, centre_id=hall.centre_id)
    held = queries.staff(staff_id).roles
    actions.take_role(staff_id, Role.CLERK, by=HOUSE)

    assert held == (Role.CLERK,)
    assert RoleGrant.objects.filter(staff_id=staff_id).count() == 0


def test_excluding_roles_are_refused_whatever_the_centre(hall: Hall) -> None:
    staff_id = account()
    actions.grant_role(staff_id, Role.CLERK, by=HOUSE, centre_id=hall.centre_id)

    with pytest.raises(RolesConflict) as refusal:
        actions.grant_role(staff_id, Role.RATING_OFFICER, by=HOUSE)

    assert refusal.value.facts == {"role": Role.RATING_OFFICER, "held": Role.CLERK}
    assert queries.staff(staff_id).roles == (Role.CLERK,)


def test_unknown_staff_are_refused() -> None:
    for deed in (
        lambda: actions.grant_role(0, Role.CLERK, by=HOUSE),
        lambda: actions.reset_password(0, by=HOUSE),
        lambda: queries.staff(0),
    ):
        with pytest.raises(StaffNotFound) as refusal:
            deed()
        assert refusal.value.facts == {"staff_id": 0}
    assert queries.staff_by_number("nobody") is None


def test_an_inactive_account_keeps_its_roles_and_loses_its_rights(hall: Hall) -> None:
    actor = staff(hall, Role.CLERK)
    fail(actor.id, 2)

    actions.set_active(actor.id, False, by=HOUSE)

    assert queries.actor_of_staff(actor.id).grants == ()
    assert queries.staff(actor.id).roles == (Role.CLERK,)
    assert lock_of(actor.id) == (0, None)


def test_the_list_shows_everybody_by_number(hall: Hall) -> None:
    staff(hall, Role.CLERK, "3002")
    account("3001")

    listed = [(v.username, v.roles, v.must_change_password) for v in queries.staff_list()]

    assert listed == [("3001", (), True), ("3002", (Role.CLERK,), False)]


def test_the_list_costs_the_same_for_one_and_for_three(
    hall: Hall, django_assert_num_queries: object
) -> None:
    for username in ("1", "2", "3"):
        staff(hall, Role.CLERK, username)
        with django_assert_num_queries(2):  # type: ignore[operator]
            queries.staff_list()


def test_failures_count_until_the_account_is_locked() -> None:
    staff_id = account()

    fail(staff_id, 2)
    before = lock_of(staff_id)
    fail(staff_id, 1, minutes=5)

    assert before == (2, None)
    assert lock_of(staff_id) == (0, at(5) + LOCK)
    assert queries.staff(staff_id).locked_until == at(35)


def test_a_good_log_in_forgets_failures() -> None:
    staff_id = account()
    fail(staff_id, 2)

    actions.logged_in(staff_id, at=at(1))
    fail(staff_id, 2, minutes=2)

    assert lock_of(staff_id) == (2, None)
    assert Staff.objects.get(pk=staff_id).last_login == at(1)


def test_a_forgotten_password_is_replaced_and_must_be_changed() -> None:
    staff_id = account()
    fail(staff_id, 3)

    password = actions.reset_password(staff_id, by=HOUSE)

    row = Staff.objects.get(pk=staff_id)
    assert row.check_password(password)
    assert not row.check_password("a good long one")
    assert row.must_change_password
    assert lock_of(staff_id) == (0, None)


def test_a_password_of_ones_own_need_not_be_changed_again() -> None:
    staff_id = account()

    actions.change_password(staff_id, "another good one")

    assert Staff.objects.get(pk=staff_id).check_password("another good one")
    assert not queries.staff(staff_id).must_change_password


def test_what_the_admin_shows_follows_from_roles(hall: Hall) -> None:
    def sees(role: Role, username: str) -> list[str]:
        user = Staff.objects.get(pk=staff(hall, role, username).id)
        apps = ("people", "policy", "hall", "centres", "support")
        return [app for app in apps if user.has_module_perms(app)]

    assert sees(Role.SYSTEM_ADMIN, "1") == ["people", "hall", "centres"]
    assert sees(Role.SECURITY_ADMIN, "2") == ["policy"]
    assert sees(Role.AUDIT_ADMIN, "3") == ["support"]
    assert sees(Role.CLERK, "4") == []


def test_whose_account_it_is_is_known_by_a_digest_alone() -> None:
    staff_id = account()

    actions.set_identity(staff_id, CITIZEN, by=HOUSE, today=TODAY)

    actor = queries.actor_of_staff(staff_id)
    assert actor.identity == blind_index(CITIZEN)
    assert "identity" not in repr(actor)
    with pytest.raises(BadCitizenId):
        actions.set_identity(staff_id, "1", by=HOUSE, today=TODAY)
    with pytest.raises(StaffNotFound):
        actions.set_identity(0, CITIZEN, by=HOUSE, today=TODAY)


def test_who_holds_a_right_for_a_department_is_known_at_once_after_a_change() -> None:
    police, taxes = (Department.objects.create(code=c, name=c).pk for c in ("GA", "SW"))
    one, other, everywhere = (account(number) for number in ("2001", "2002", "2003"))
    actions.grant_role(one, Role.HANDLER, by=HOUSE, department_id=police)
    actions.grant_role(other, Role.REVIEWER, by=HOUSE, department_id=police)
    actions.grant_role(everywhere, Role.HANDLER, by=HOUSE)

    assert queries.holders(Right.HANDLE, police) == {one, everywhere}
    assert queries.holders(Right.HANDLE, taxes) == {everywhere}

    actions.set_active(everywhere, False, by=HOUSE)
    assert queries.holders(Right.HANDLE, taxes) == frozenset()
    actions.take_role(one, Role.HANDLER, by=HOUSE)
    assert queries.holders(Right.HANDLE, police) == frozenset()
    actions.grant_role(other, Role.HANDLER, by=HOUSE, department_id=police)
    assert queries.holders(Right.HANDLE, police) == {other}
