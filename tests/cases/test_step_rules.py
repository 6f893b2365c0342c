"""Who handles a case in which order, and who may not: from values alone."""

from itertools import product

import pytest

from yimen.reference.catalogue.rules.content import Step, StepRole
from yimen.services.cases.errors import FourEyes, NoEarlierStep
from yimen.services.cases.rules.states import StepState
from yimen.services.cases.rules.steps import (
    Done,
    again,
    barred,
    check_four_eyes,
    is_last,
    next_position,
    plan,
    running,
)

H, R, A = StepRole.HANDLER, StepRole.REVIEWER, StepRole.APPROVER
CLERK, RESULT = StepRole.CLERK, StepRole.RESULT_CLERK
WAITING, OPEN, CLAIMED, DONE, DROPPED = StepState


def planned(*steps: Step) -> list[tuple[int, str, str]]:
    return [(each.position, each.name, each.role) for each in plan(steps)]


def step(
    position: int, role: StepRole = H, state: StepState = DONE, by: int | None = None, **more: str
) -> Done:
    return Done(position, more.get("name", role.value), role.value, state, by, more.get("as_", ""))


def test_steps_behind_the_window_are_numbered_in_order() -> None:
    assert planned(
        Step("受理", CLERK), Step("承办", H), Step("审核", R), Step("审批", A), Step("送达", RESULT)
    ) == [(1, "承办", "handler"), (2, "审核", "reviewer"), (3, "审批", "approver")]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), [(1, "承办", "handler"), (2, "审批", "approver")]),
        ((Step("受理", CLERK),), [(1, "承办", "handler"), (2, "审批", "approver")]),
        ((Step("初审", R),), [(1, "初审", "reviewer"), (2, "审批", "approver")]),
        ((Step("审批", A),), [(1, "审批", "approver")]),
    ],
)
def test_an_item_without_an_approver_at_the_end_gets_one(
    steps: tuple[Step, ...], expected: list[tuple[int, str, str]]
) -> None:
    assert planned(*steps) == expected


def test_neighbours_of_a_group_go_on_side_by_side_and_others_do_not() -> None:
    found = planned(
        Step("甲", H, group="a"),
        Step("乙", H, group="a"),
        Step("丙", H, group="b"),
        Step("受理", CLERK),
        Step("丁", H, group="b"),
        Step("审批", A),
    )

    assert [position for position, *_ in found] == [1, 1, 2, 3, 4]


@pytest.mark.parametrize("roles", [(A, A), (H, A), (A, H), (R, R)])
def test_one_approver_alone_decides_after_steps_side_by_side(roles: tuple[StepRole, ...]) -> None:
    found = planned(*(Step(role.value, role, group="a") for role in roles))

    assert found[-1] == (2, "审批", "approver")


def test_steps_of_one_name_side_by_side_are_told_apart() -> None:
    found = planned(*(Step("会" * 75, R, group="a") for _ in range(3)), Step("会签", A))

    names = [name for _, name, _ in found]
    assert len(set(names)) == 4
    assert max(map(len, names)) <= 80


def test_what_a_step_says_of_days_and_department_is_kept() -> None:
    first = plan([Step("会签", R, days=3, department="市税务局"), Step("审批", A)])[0]

    assert (first.days, first.department) == (3, "市税务局")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([step(1), step(2, R, WAITING)], 2),
        ([step(1), step(1, H, OPEN, name="b"), step(2, R, WAITING)], None),
        ([step(1), step(1, name="b"), step(4, R, WAITING), step(6, A, WAITING)], 4),
        ([step(1)], None),
    ],
)
def test_the_next_position_opens_when_all_of_one_is_done(
    steps: list[Done], expected: int | None
) -> None:
    assert next_position(steps, 1) == expected


def test_the_last_is_last_only_when_its_whole_position_is_done() -> None:
    assert is_last([step(1), step(2, A)], 2)
    assert not is_last([step(1), step(2, A, WAITING)], 1)
    assert not is_last([step(1), step(2, A), step(2, R, OPEN)], 2)


def test_the_last_round_of_each_step_counts_and_dropped_ones_do_not() -> None:
    rounds = [
        step(1, by=1),
        step(2, R, by=2, as_="return"),
        step(3, A, DROPPED),
        step(1, by=5),
        step(2, R, OPEN),
        step(3, A, WAITING),
    ]

    assert running(rounds) == tuple(rounds[3:])


@pytest.mark.parametrize("role", [H, R, A])
@pytest.mark.parametrize("did", ["accepted", "handled", "reviewed", "approved", "sent back"])
def test_who_did_what_may_do_which_step(role: StepRole, did: str) -> None:
    me, others = 7, [step(1, H, by=1), step(2, R, by=2)]
    mine = {
        "accepted": [],
        "handled": [step(1, H, by=me, name="x")],
        "reviewed": [step(2, R, by=me, name="x")],
        "approved": [step(3, A, by=me, name="x")],
        "sent back": [step(2, R, by=me, name="x", as_="return")],
    }[did]
    accepted_by = me if did == "accepted" else 9
    forbidden = {(R, "handled"), (A, "accepted"), (A, "handled"), (A, "reviewed")}

    def ask(*, instant: bool) -> None:
        check_four_eyes(
            role.value, me, accepted_by=accepted_by, steps=[*others, *mine], instant=instant
        )

    if (role, did) in forbidden:
        with pytest.raises(FourEyes) as refusal:
            ask(instant=False)
        assert refusal.value.facts == {"did": did}
    else:
        ask(instant=False)
    ask(instant=True)


@pytest.mark.parametrize(("role", "accepted_by"), list(product([H, R, A], [None, 3])))
def test_the_barred_are_whom_the_check_refuses(role: StepRole, accepted_by: int | None) -> None:
    steps = [step(1, H, by=1), step(2, R, by=2), step(2, R, by=4, as_="return", name="x")]

    def refused(staff_id: int) -> bool:
        try:
            check_four_eyes(
                role.value, staff_id, accepted_by=accepted_by, steps=steps, instant=False
            )
        except FourEyes:
            return True
        return False

    found = barred(role.value, accepted_by=accepted_by, steps=steps)
    assert found == {staff_id for staff_id in range(1, 6) if refused(staff_id)}


def test_a_return_does_everything_from_there_again() -> None:
    steps = [step(1), step(2, R), step(3, A, CLAIMED)]

    assert again(steps, 2, 3) == tuple(steps[1:])
    assert again(steps, 1, 3) == tuple(steps)


@pytest.mark.parametrize("back_to", [0, 3, 4])
def test_a_return_goes_to_an_earlier_step_only(back_to: int) -> None:
    with pytest.raises(NoEarlierStep):
        again([step(1), step(2, R), step(3, A, CLAIMED)], back_to, 3)
