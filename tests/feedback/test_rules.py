"""Grades and the national reason list."""

from itertools import product

import pytest

from yimen.services.feedback.errors import BadReasons, BadStars, CommentTooLong
from yimen.services.feedback.rules import GRADES, REASONS, check, is_bad


@pytest.mark.parametrize(("stars", "grade"), list(product(GRADES, REASONS)))
def test_reasons_belong_to_their_own_grade(stars: int, grade: int) -> None:
    reasons = list(REASONS[grade])

    if stars == grade:
        check(stars, reasons, "")
    else:
        with pytest.raises(BadReasons) as refusal:
            check(stars, reasons, "")
        assert refusal.value.facts == {"reasons": sorted(reasons)}


def test_only_the_strange_reasons_are_named() -> None:
    with pytest.raises(BadReasons) as refusal:
        check(2, [207, 115, 108, 999], "")

    assert refusal.value.facts == {"reasons": [108, 115, 999]}


@pytest.mark.parametrize("stars", [-1, 0, 6])
def test_stars_are_one_to_five(stars: int) -> None:
    with pytest.raises(BadStars) as refusal:
        check(stars, [], "")

    assert refusal.value.facts == {"stars": stars}


def test_a_comment_has_five_hundred_characters_at_most() -> None:
    check(5, [], "好" * 500)
    with pytest.raises(CommentTooLong) as refusal:
        check(5, [], "好" * 501)

    assert refusal.value.facts == {"limit": 500}


def test_one_and_two_stars_are_bad_three_are_not() -> None:
    assert [is_bad(stars) for stars in (1, 2, 3, 4, 5)] == [True, True, False, False, False]


def test_the_list_is_the_national_one() -> None:
    assert set(REASONS) == set(GRADES) == {1, 2, 3, 4, 5}
    assert all(len(reasons) == 8 for reasons in REASONS.values())
    assert all(code // 100 == grade for grade, codes in REASONS.items() for code in codes)
