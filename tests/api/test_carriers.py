"""What carriers tell: signed, noted once, and nothing believed from anybody else."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.delivery.builders import booked, view
from yimen.devices.asking import signed
from yimen.services.delivery import queries
from yimen.services.delivery.rules.states import State

pytestmark = pytest.mark.django_db
BETWEEN_US = "between us"
WHEN = datetime(2020, 1, 18, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _carriers(settings: Settings) -> None:
    settings.CARRIERS = {"ems": "sim:", "sf": "sim:"}
    settings.CARRIER_SECRETS = {"ems": "between us", "sf": "other"}


def push(
    said: object, *, carrier: str = "ems", secret: str = BETWEEN_US, **more: Any
) -> HttpResponse:
    """A carrier's request, signed now."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    headers = more.pop("headers", signed(body, secret=secret, at=timezone.now()))
    answer = Client().post(
        f"/api/v1/carriers/{carrier}/events",
        body,
        content_type="application/json",
        headers=headers,
        **more,
    )
    return HttpResponse(answer.content, status=answer.status_code)


def told(number: str, *codes: str) -> dict[str, object]:
    """Events an hour after another."""
    return {
        "number": number,
        "events": [
            {
                "id": f"e{place}",
                "code": code,
                "at": (WHEN + timedelta(hours=place)).isoformat(),
                "text": "派件员13800138000",
            }
            for place, code in enumerate(codes)
        ],
    }


def test_events_are_noted_once_however_often_they_are_told() -> None:
    parcel = booked()

    assert push(told(parcel.number, "1", "204", "301")).status_code == 204
    assert push(told(parcel.number, "1", "204", "301")).status_code == 204

    seen = view(parcel.id)
    assert (seen.state, seen.signed_at) == (State.SIGNED, WHEN + timedelta(hours=2))
    assert len(queries.timeline(parcel.id)) == 4
    assert queries.timeline(parcel.id)[0].text == "派件员138****8000"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(b"{}", secret="between us", at=datetime(2020, 1, 1, tzinfo=UTC)),
        {"X-Yimen-Sent-At": "now", "X-Yimen-Signature": "x"},
    ],
)
def test_what_is_not_signed_is_not_believed(headers: dict[str, str]) -> None:
    parcel = booked()

    answer = push(told(parcel.number, "301"), headers=headers)

    assert answer.status_code == 401
    assert view(parcel.id).state is State.AWAITING


def test_another_carriers_secret_is_no_signature() -> None:
    parcel = booked()

    assert push(told(parcel.number, "301"), secret="other").status_code == 401
    assert push(told(parcel.number, "301"), carrier="sf", secret="other").status_code == 404
    assert push(told(parcel.number, "301"), carrier="jd", secret="").status_code == 401


def test_an_unknown_number_is_not_found() -> None:
    answer = push(told("EY000000000CN", "301"))

    assert (answer.status_code, json.loads(answer.content)["code"]) == (
        404,
        "delivery.parcel_not_found",
    )


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"{", 400),
        ({}, 422),
        ({"number": "EY000000000CN", "events": []}, 422),
        (
            {"number": "EY000000000CN", "events": [{"id": "e", "code": "1", "at": "2020-01-18"}]},
            422,
        ),
        (
            {
                "number": "EY000000000CN",
                "events": [{"id": "e", "code": "1", "at": "2020-01-18T10:00:00"}],
            },
            422,
        ),
    ],
)
def test_what_makes_no_sense_is_refused(said: object, status: int) -> None:
    assert push(said).status_code == status
