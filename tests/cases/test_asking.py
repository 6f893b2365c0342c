"""Number and query code open a case; guessing the code is stopped for a while."""

import pytest

from tests.builders import Hall
from tests.cases.office import build_office, ten
from yimen.kernel.identifiers import BadCaseNumber
from yimen.services.cases.actions import asking
from yimen.services.cases.errors import CaseNotFound, QueryLocked
from yimen.services.cases.models import Case
from yimen.services.cases.queries import progress

pytestmark = pytest.mark.django_db
TRIES = 5
LOCK = 30


def received(hall: Hall) -> tuple[str, str, str]:
    """Number, code, and a wrong code."""
    case = build_office(hall).received()
    code = progress.query_code(case.id)
    return case.number, code, "000000" if code != "000000" else "111111"


def guess(number: str, code: str, *, times: int, minutes: float) -> None:
    for _ in range(times):
        with pytest.raises(CaseNotFound):
            asking.look_up(number, code, at=ten(minutes))


def test_the_right_code_opens_the_case_however_the_number_is_typed(hall: Hall) -> None:
    number, code, _ = received(hall)

    for typed in (number, f" {number[:6]}-{number[6:14]} {number[14:]}"):
        assert asking.look_up(typed, f" {code} ", at=ten(10)).number == number


def test_a_mistyped_number_is_told_from_an_unknown_one(hall: Hall) -> None:
    number, code, _ = received(hall)
    Case.objects.update(number=None, state="draft")

    with pytest.raises(CaseNotFound):
        asking.look_up(number, code, at=ten(10))
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(BadCaseNumber):
        asking.look_up(mistyped, code, at=ten(10))


def test_after_five_wrong_codes_even_the_right_one_waits(hall: Hall) -> None:
    number, code, wrong = received(hall)
    guess(number, wrong, times=TRIES, minutes=10)

    for tried in (code, wrong):
        with pytest.raises(QueryLocked) as refusal:
            asking.look_up(number, tried, at=ten(10 + LOCK - 1))
        assert refusal.value.facts == {"minutes": 1}

    assert asking.look_up(number, code, at=ten(10 + LOCK)).number == number


def test_wrong_codes_of_long_ago_are_forgotten(hall: Hall) -> None:
    number, code, wrong = received(hall)
    guess(number, wrong, times=TRIES - 1, minutes=10)

    guess(number, wrong, times=TRIES - 1, minutes=10 + LOCK)

    assert asking.look_up(number, code, at=ten(11 + LOCK)).number == number


def test_a_right_code_forgets_the_wrong_ones(hall: Hall) -> None:
    number, code, wrong = received(hall)
    for _ in range(2):
        guess(number, wrong, times=TRIES - 1, minutes=10)
        asking.look_up(number, code, at=ten(10))


def test_a_case_without_a_code_opens_to_no_empty_one(hall: Hall) -> None:
    number, _, _ = received(hall)
    Case.objects.update(query_code_sealed=b"")

    with pytest.raises(CaseNotFound):
        asking.look_up(number, "", at=ten(10))


def test_there_is_no_code_of_no_case() -> None:
    with pytest.raises(CaseNotFound):
        progress.query_code(0)
