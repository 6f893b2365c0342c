"""Two officers at one repair, and the race again without its lock."""

from threading import Barrier

import pytest

from tests.builders import Hall, at, build_hall, staff
from tests.hall.test_races import at_once
from yimen.reference.people.rules import Actor, Role
from yimen.services.feedback import actions
from yimen.services.feedback.actions import Visit
from yimen.services.feedback.errors import InvitationRefused, StepNotAllowed
from yimen.services.feedback.models import Rating, Repair, RepairStep, SecondInvitation
from yimen.services.feedback.rules.repair import Answer, Ground

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

OFFICERS = 8


def opened() -> tuple[int, list[Actor], Actor]:
    """A repair, eight officers and a reviewer."""
    hall: Hall = build_hall()
    officers = [staff(hall, Role.RATING_OFFICER, f"20{n:02d}") for n in range(OFFICERS)]
    reviewer = staff(hall, Role.SUPERVISOR, "3001")
    token = actions.invite(
        Visit(1, hall.centre_id, hall.windows[1], hall.queues["HZ"], None), at=at(0)
    )
    rating = actions.rate(token, 1, reasons=(), comment="", channel="phone", at=at(1))
    repair_id = actions.open_repair(rating, real_name=False, at=at(1))
    assert repair_id is not None
    return repair_id, officers, reviewer


def test_eight_officers_sign_one_repair_and_one_has_it() -> None:
    repair_id, officers, _ = opened()

    def sign(place: int) -> str:
        try:
            actions.sign(repair_id, by=officers[place], at=at(2))
        except StepNotAllowed:
            return "late"
        return "signed"

    answers = at_once(sign, OFFICERS)

    assert sorted(answers) == ["late"] * (OFFICERS - 1) + ["signed"]
    assert RepairStep.objects.filter(step="sign").count() == 1
    assert Repair.objects.get().handler_id == officers[answers.index("signed")].id


def test_an_answer_and_an_appeal_at_once_leave_one_of_them() -> None:
    repair_id, officers, _ = opened()
    actions.sign(repair_id, by=officers[0], at=at(2))
    actions.contact(repair_id, reached=True, text="已致电", by=officers[0], at=at(3))

    def act(place: int) -> str:
        try:
            if place % 2:
                actions.answer(
                    repair_id, Answer.EXPLAINED, text="说明", by=officers[place], at=at(4)
                )
            else:
                actions.appeal(
                    repair_id, Ground.MISTAKEN, text="误按", by=officers[place], at=at(4)
                )
        except StepNotAllowed:
            return "late"
        return "answered" if place % 2 else "appealed"

    answers = at_once(act, OFFICERS)

    assert answers.count("late") == OFFICERS - 1
    assert Repair.objects.get().state in answers


def test_a_bad_rating_opened_eight_times_has_one_repair() -> None:
    repair_id, _, _ = opened()
    RepairStep.objects.all().delete()
    Repair.objects.all().delete()
    rating_id = Rating.objects.get().pk

    found = at_once(lambda _: actions.open_repair(rating_id, real_name=False, at=at(5)), OFFICERS)

    assert len(set(found)) == Repair.objects.count() == 1
    assert repair_id not in found


def answered() -> str:
    """A repair that was answered; the rater's address."""
    repair_id, (officer, *_), _ = opened()
    actions.sign(repair_id, by=officer, at=at(2))
    actions.contact(repair_id, reached=True, text="已致电", by=officer, at=at(3))
    actions.answer(repair_id, Answer.EXPLAINED, text="说明", by=officer, at=at(4))
    return actions.invite_again(repair_id, by=officer, at=at(5))


def test_one_address_pressed_eight_times_at_once_rates_once() -> None:
    token = answered()

    def press(place: int) -> int:
        try:
            actions.rate_again(token, 1 + place % 5, text="", at=at(6))
        except InvitationRefused:
            return 0
        return 1 + place % 5

    answers = at_once(press, OFFICERS)

    assert answers.count(0) == OFFICERS - 1
    assert Repair.objects.get().second_stars == sum(answers)
    assert RepairStep.objects.filter(step="rate_again").count() == 1


def test_the_harness_would_see_an_address_used_twice() -> None:
    """Guards the test above: look, then write, without the lock."""
    answered()
    both_have_read = Barrier(2)

    def careless(_: int) -> bool:
        row = SecondInvitation.objects.get()
        free = row.used_at is None
        both_have_read.wait()
        row.used_at = at(6)
        row.save(update_fields=["used_at"])
        return free

    assert at_once(careless, 2) == [True, True]


def test_the_harness_would_see_a_repair_signed_twice() -> None:
    """Guards the tests above: look, then write, without the lock, and both think they have it."""
    opened()
    both_have_read = Barrier(2)

    def careless(_: int) -> bool:
        row = Repair.objects.get()
        free = row.state == "open"
        both_have_read.wait()
        row.state = "signed"
        row.save(update_fields=["state"])
        return free

    assert at_once(careless, 2) == [True, True]
