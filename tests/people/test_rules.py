"""Roles, rights and scope."""

from itertools import permutations

import pytest

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.errors import RolesConflict
from yimen.reference.people.rules import (
    HOUSE,
    RIGHTS_OF_DEVICE,
    RIGHTS_OF_ROLE,
    Actor,
    DeviceKind,
    Grant,
    Right,
    Role,
    check_roles,
    require,
)

#: The three administrators exclude each other; a rated clerk does not handle ratings.
EXCLUDING = {
    (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN),
    (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN),
    (Role.CLERK, Role.RATING_OFFICER),
}


@pytest.mark.parametrize(("held", "added"), list(permutations(Role, 2)))
def test_every_pair_of_roles_is_decided(held: Role, added: Role) -> None:
    if (held, added) in EXCLUDING or (added, held) in EXCLUDING:
        with pytest.raises(RolesConflict) as refusal:
            check_roles([Role.GUIDE, held], added)
        assert refusal.value.facts == {"role": added, "held": held}
    else:
        check_roles([held], added)


@pytest.mark.parametrize("role", list(Role))
def test_the_same_role_again_is_no_conflict(role: Role) -> None:
    check_roles([role], role)


def test_every_role_and_device_has_its_rights() -> None:
    assert set(RIGHTS_OF_ROLE) == set(Role)
    assert set(RIGHTS_OF_DEVICE) == set(DeviceKind)


def test_a_clerk_reads_no_ratings_and_a_board_changes_nothing() -> None:
    assert not RIGHTS_OF_ROLE[Role.CLERK] & {
        Right.READ_RATINGS,
        Right.HANDLE_RATINGS,
        Right.REVIEW_RATINGS,
    }
    assert RIGHTS_OF_DEVICE[DeviceKind.BOARD] == {Right.LOOK}
    assert Right.RATE not in frozenset().union(*RIGHTS_OF_ROLE.values())


def test_who_decides_cases_neither_takes_them_in_nor_routes_them() -> None:
    for role in (Role.HANDLER, Role.REVIEWER, Role.APPROVER):
        assert not RIGHTS_OF_ROLE[role] & {Right.RECEIVE, Right.ROUTE_CASES, Right.HAND_OUT}


def test_a_right_holds_in_its_own_centre_only() -> None:
    actor = Actor("staff", 1, "1001", (Grant(frozenset({Right.SERVE}), centre_id=7),))

    require(actor, Right.SERVE, centre_id=7)
    require(actor, Right.SERVE)
    for right, centre_id in ((Right.SERVE, 8), (Right.ISSUE, 7)):
        with pytest.raises(NotAllowed) as refusal:
            require(actor, right, centre_id=centre_id)
        assert refusal.value.facts == {"right": right}


def test_a_grant_without_a_centre_holds_everywhere_and_the_house_may_all() -> None:
    actor = Actor("staff", 1, "1001", (Grant(frozenset({Right.STAFF})),))

    assert actor.may(Right.STAFF, centre_id=123)
    assert all(HOUSE.may(right, centre_id=5) for right in Right)
    assert not any(Actor("citizen", 0, "x").may(right) for right in Right)
