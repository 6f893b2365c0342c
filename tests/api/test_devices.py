"""Enrolling over the API."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.api.conftest import Caller, code_of
from tests.builders import Hall
from yimen.reference.people import actions
from yimen.reference.people.rules import HOUSE, DeviceKind
from yimen.support.models import Guesses


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


def guess(times: int, **where: str) -> list[int]:
    """Statuses of wrong codes, sent from somewhere."""
    return [
        Client()
        .post(
            "/api/v1/devices/enrol",
            json.dumps({"code": f"{place:08d}"}),
            content_type="application/json",
            **where,  # type: ignore[arg-type]  # django-stubs know no environ
        )
        .status_code
        for place in range(times)
    ]


def test_guessing_codes_is_slowed_down(hall: Hall) -> None:
    assert guess(10) == [422] * 10

    answer = Caller().post("/devices/enrol", {"code": "00000000"})

    assert (answer.status_code, code_of(answer)) == (429, "api.too_many_requests")
    assert answer["Retry-After"] == "300"


def test_wrong_codes_count_whatever_process_and_door_they_were_tried_at(hall: Hall) -> None:
    """The count is a row that all processes share; the ticket machine's page counts in the same."""
    guess(9)
    Client().post("/kiosk/enrol", {"code": "00000009"})

    (row,) = Guesses.objects.all()
    assert (row.kind, row.failures) == ("enrol", 10)
    assert guess(1) == [429]
    page = Client().post("/kiosk/enrol", {"code": "00000009"}).content.decode()
    assert "输错的次数太多" in page


def test_behind_the_proxy_each_address_has_a_count_of_its_own_and_cannot_make_up_another(
    hall: Hall, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    made_up = [f"198.51.100.{place}, 203.0.113.7" for place in range(10)]

    one = [guess(1, HTTP_X_FORWARDED_FOR=told)[0] for told in made_up]

    assert one == [422] * 10
    assert guess(1, HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.7") == [429]
    assert guess(1, HTTP_X_FORWARDED_FOR="203.0.113.8") == [422]


@pytest.mark.parametrize("code", ["1234567", "一二三四五六七八", "1234567\x00", 12345678, None])
def test_what_is_no_code_is_refused(db: None, code: object) -> None:
    answer = Caller().post("/devices/enrol", {"code": code})

    assert (answer.status_code, code_of(answer)) == (422, "api.bad_fields")
