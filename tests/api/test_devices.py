"""Enrolling over the API."""

import pytest
from django.utils import timezone

from tests.api.conftest import Caller, code_of
from tests.builders import Hall
from yimen.reference.people import actions
from yimen.reference.people.rules import HOUSE, DeviceKind


def test_a_code_becomes_a_key_that_opens_the_api_once(hall: Hall) -> None:
    _, code = actions.add_device(
        "取号机 9",
        DeviceKind.TICKET_MACHINE,
        centre_id=hall.centre_id,
        by=HOUSE,
        at=timezone.now(),
    )

    answer = Caller().post("/devices/enrol", {"code": code})
    again = Caller().post("/devices/enrol", {"code": code})

    assert answer.status_code == 200
    assert answer.json()["kind"] == "ticket_machine"
    assert Caller(answer.json()["key"]).post("/tickets", {"queue": "HZ"}).status_code == 201
    assert (again.status_code, code_of(again)) == (422, "people.bad_enrolment_code")


def test_guessing_codes_is_slowed_down(hall: Hall) -> None:
    answers = [Caller().post("/devices/enrol", {"code": f"{n:08d}"}) for n in range(11)]

    assert {answer.status_code for answer in answers[:10]} == {422}
    assert (answers[10].status_code, code_of(answers[10])) == (429, "api.too_many_requests")
    assert 0 < int(answers[10]["Retry-After"]) <= 61


@pytest.mark.parametrize("code", ["1234567", "一二三四五六七八", "1234567\x00", 12345678, None])
def test_what_is_no_code_is_refused(db: None, code: object) -> None:
    answer = Caller().post("/devices/enrol", {"code": code})

    assert (answer.status_code, code_of(answer)) == (422, "api.bad_fields")
