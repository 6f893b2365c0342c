"""Citizens are known once, log in by a code, and nobody else does so for them."""

from collections import Counter
from dataclasses import dataclass, field, replace
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall, at, staff
from tests.hall.test_races import CLIENTS, at_once
from yimen.kernel.errors import DomainError, NotAllowed
from yimen.reference.people import actions, queries
from yimen.reference.people.actions import Identity
from yimen.reference.people.errors import (
    BadLogInCode,
    CitizenNameNeeded,
    CitizenNotFound,
    CodeTooSoon,
    TooManyCodes,
)
from yimen.reference.people.models import Citizen, LogInCode, Organisation
from yimen.reference.people.rules import HOUSE, Level, Role, level_reached
from yimen.support.secrets import blind_index

ZHANG = Identity(CITIZEN, "张小明", "13800001234")
THIEF = replace(ZHANG, phone="13900009999")


@dataclass
class Post:
    """What was sent: phone and code."""

    sent: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, phone: str, code: str, occasion: str) -> None:
        self.sent.append((phone, code))


def code_for(identity: Identity, minutes: float = 0) -> str:
    return actions.send_log_in_code(identity, send=Post(), at=at(minutes)).code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.mark.django_db
def test_the_first_log_in_makes_a_person_known_by_number_name_and_phone() -> None:
    post = Post()
    sent = actions.send_log_in_code(ZHANG, send=post, at=at(0))

    view = actions.log_in_citizen(CITIZEN, sent.code, at=at(1))

    assert post.sent == [("13800001234", sent.code)]
    assert (view.name, view.number, view.phone) == (
        "张*明", "441***********0016", "138****1234"
    )  # fmt: skip
    assert view.level is Level.PHONE
    assert queries.citizen_index(view.id) == blind_index(CITIZEN)
    assert queries.actor_of_citizen(view.id).kind == "citizen"
    row = LogInCode.objects.get()
    assert (row.number_sealed, row.name_sealed, row.phone_sealed) == (b"", b"", b"")


@pytest.mark.django_db
def test_a_code_is_good_once_and_for_five_minutes() -> None:
    code = code_for(ZHANG)
    actions.log_in_citizen(CITIZEN, code, at=at(1))

    with pytest.raises(BadLogInCode):
        actions.log_in_citizen(CITIZEN, code, at=at(2))
    late = code_for(ZHANG, 3)
    with pytest.raises(BadLogInCode):
        actions.log_in_citizen(CITIZEN, late, at=at(8))
    with pytest.raises(BadLogInCode):
        actions.log_in_citizen(OTHER_CITIZEN, late, at=at(4))


@pytest.mark.django_db
def test_after_five_wrong_codes_the_right_one_is_refused_too() -> None:
    code = code_for(ZHANG)
    for _ in range(5):
        with pytest.raises(BadLogInCode):
            actions.log_in_citizen(CITIZEN, wrong(code), at=at(1))

    with pytest.raises(BadLogInCode):
        actions.log_in_citizen(CITIZEN, code, at=at(1))

    with pytest.raises(IntegrityError, match="people_log_in_code_tries"), transaction.atomic():
        LogInCode.objects.update(tries=6)


@pytest.mark.django_db
def test_a_new_code_ends_the_one_before() -> None:
    first = code_for(ZHANG)
    second = code_for(ZHANG, 2)

    if first != second:
        with pytest.raises(BadLogInCode):
            actions.log_in_citizen(CITIZEN, first, at=at(3))
    assert actions.log_in_citizen(CITIZEN, second, at=at(3)).level is Level.PHONE


@pytest.mark.django_db
def test_codes_are_a_minute_apart_and_five_an_hour() -> None:
    code_for(ZHANG)
    with pytest.raises(CodeTooSoon) as soon:
        code_for(ZHANG, 0.5)
    for minutes in (1, 2, 3, 4):
        code_for(ZHANG, minutes)

    with pytest.raises(TooManyCodes) as many:
        code_for(ZHANG, 5)

    assert soon.value.facts == {"seconds": 30}
    assert many.value.facts == {"until": "11:00"}
    assert code_for(ZHANG, 60)


@pytest.mark.django_db
def test_one_phone_is_not_sent_codes_for_ever_more_numbers() -> None:
    for minutes in range(5):
        code_for(ZHANG, minutes)

    with pytest.raises(TooManyCodes):
        code_for(replace(ZHANG, number=OTHER_CITIZEN), 6)


@pytest.mark.django_db
@pytest.mark.parametrize("other", [THIEF, replace(ZHANG, name="李四")])
def test_a_known_person_is_sent_no_code_to_another_phone_or_name(other: Identity) -> None:
    actions.log_in_citizen(CITIZEN, code_for(ZHANG), at=at(1))
    post = Post()

    sent = actions.send_log_in_code(other, send=post, at=at(2))

    assert (sent.code, post.sent) == ("", [])
    with pytest.raises(BadLogInCode):
        actions.log_in_citizen(CITIZEN, "000000", at=at(3))


@pytest.mark.django_db
def test_a_window_that_saw_the_card_raises_the_level_and_corrects_the_phone(hall: Hall) -> None:
    actions.log_in_citizen(CITIZEN, code_for(THIEF), at=at(1))

    view = actions.know_citizen(ZHANG, by=staff(hall, Role.CLERK), at=at(2), checked=True)

    assert (view.level, view.phone, view.checked_at) == (Level.CHECKED, "138****1234", at(2))
    assert code_for(THIEF, 5) == ""
    assert Citizen.objects.count() == 1


@pytest.mark.django_db
def test_a_phone_given_by_a_stranger_does_not_outlive_the_check_of_the_card() -> None:
    actions.log_in_citizen(CITIZEN, code_for(THIEF), at=at(1))

    actions.know_citizen(replace(ZHANG, phone=""), by=HOUSE, at=at(2), checked=True)

    assert code_for(THIEF, 5) == ""
    assert code_for(ZHANG, 7) == ""


@pytest.mark.django_db
def test_knowing_a_number_moves_nobody_to_another_phone(hall: Hall) -> None:
    actions.know_citizen(ZHANG, by=HOUSE, at=at(1), checked=True)

    view = actions.know_citizen(THIEF, by=staff(hall, Role.CLERK), at=at(2))

    assert (view.level, view.phone, view.seen_at) == (Level.CHECKED, "138****1234", at(2))


@pytest.mark.django_db
def test_who_takes_nothing_in_makes_nobody_known_and_nobody_is_nameless(hall: Hall) -> None:
    guide = staff(hall, Role.GUIDE)

    with pytest.raises(NotAllowed):
        actions.know_citizen(ZHANG, by=guide, at=at(1))
    with pytest.raises(NotAllowed):
        actions.know_organisation("91441900MA4UPXR52A", "公司", by=guide, at=at(1))
    with pytest.raises(CitizenNameNeeded):
        actions.know_citizen(replace(ZHANG, name=" "), by=HOUSE, at=at(1))
    with pytest.raises(CitizenNameNeeded):
        code_for(replace(ZHANG, name=""))
    with pytest.raises(CitizenNotFound):
        queries.citizen(404)
    assert queries.citizen_by_number(CITIZEN) is None


@pytest.mark.django_db
def test_an_organisation_is_known_once_by_its_code() -> None:
    first = actions.know_organisation("91441900MA4UPXR52A", "东莞某公司", by=HOUSE, at=at(1))

    again = actions.know_organisation("91441900MA4UPXR52A", "东莞某新公司", by=HOUSE, at=at(2))

    assert again == first
    assert Organisation.objects.count() == 1


def test_a_level_is_never_lost() -> None:
    assert level_reached(None, Level.PHONE) is Level.PHONE
    assert level_reached(Level.CHECKED, Level.PHONE) is Level.CHECKED
    assert level_reached(Level.PHONE, Level.FACE) is Level.FACE


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_registrations_at_once_make_one_person() -> None:
    code = code_for(ZHANG)

    def log_in(place: int) -> str:
        if place % 2:
            return str(actions.know_citizen(ZHANG, by=HOUSE, at=at(1)).id)
        try:
            return str(actions.log_in_citizen(CITIZEN, code, at=at(1)).id)
        except DomainError as refusal:
            return refusal.code

    came = Counter(at_once(log_in))

    assert Citizen.objects.count() == 1
    assert set(came) == {str(Citizen.objects.get().pk), "people.bad_log_in_code"}
    assert came["people.bad_log_in_code"] == CLIENTS // 2 - 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_harness_would_see_a_code_used_twice() -> None:
    """Guards the test above: look whether the code is used, then use it, without the lock."""
    code_for(ZHANG)
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> bool:
        fresh = LogInCode.objects.get().used_at is None
        all_have_read.wait()
        LogInCode.objects.update(used_at=at(1))
        return fresh

    assert at_once(careless) == [True] * CLIENTS


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_sixteen_guesses_at_once_are_five_tries() -> None:
    code = code_for(ZHANG)

    def guess(_: int) -> None:
        with pytest.raises(BadLogInCode):
            actions.log_in_citizen(CITIZEN, wrong(code), at=at(1))

    at_once(guess)

    assert LogInCode.objects.get().tries == 5
