"""A parcel's page by its secret address: its way, masked, and "it did not reach me"."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.delivery.builders import booked, scan, view
from yimen.devices.carriers import Scan
from yimen.reference.people.rules import HOUSE
from yimen.services.delivery import actions
from yimen.services.delivery.queries import ParcelView
from yimen.services.delivery.rules.states import Problem, State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _carriers(settings: Settings) -> None:
    settings.CARRIERS = {"ems": "sim:"}


def page(parcel: ParcelView, **headers: str) -> str:
    answer = Client().get(f"/p/{parcel.public_id}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def signed_now(parcel: ParcelView, days: float = 0) -> None:
    at = timezone.now() - timedelta(days=days)
    actions.track("ems", parcel.number, [Scan("s", "304", at, "门卫代收")], at=at)


def test_the_way_is_shown_and_nobody_in_full() -> None:
    parcel = booked()
    actions.track("ems", parcel.number, [scan("1", 2), scan("204", 6)], at=scan("1", 7).happened_at)

    text = page(parcel)

    assert "运输中" in text
    assert "快递员已揽收" in text
    assert "张*明" in text
    assert "138****0000" in text
    assert "张小明" not in text
    assert "虎门大道" not in text


def test_htmx_gets_the_living_part_alone() -> None:
    text = page(booked(), **{"HX-Request": "true"})

    assert text.lstrip().startswith('<div class="stack" id="way"')


def test_a_guessed_address_finds_nothing() -> None:
    assert Client().get("/p/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_who_did_not_get_it_says_so_once() -> None:
    parcel = booked()
    signed_now(parcel)
    assert "我没有收到" in page(parcel)
    assert "他人代收" in page(parcel)

    for _ in range(2):
        answer = Client().post(f"/p/{parcel.public_id}/dispute")
        assert answer.status_code == 302

    seen = view(parcel.id)
    assert (seen.state, seen.problem) == (State.PROBLEM, Problem.DISPUTED)
    assert "我没有收到" not in page(parcel)


def test_after_thirty_days_nobody_can_find_out_any_more() -> None:
    parcel = booked()
    signed_now(parcel, days=31)

    assert "我没有收到" not in page(parcel)
    assert Client().post(f"/p/{parcel.public_id}/dispute").status_code == 404

    assert view(parcel.id).state is State.SIGNED


def test_a_dispute_before_anybody_signed_changes_nothing() -> None:
    parcel = booked()

    Client().post(f"/p/{parcel.public_id}/dispute")

    assert view(parcel.id).state is State.AWAITING


def test_a_lost_parcel_says_so_in_english_too() -> None:
    parcel = booked()
    actions.report_lost(parcel.id, by=HOUSE, at=timezone.now())
    client = Client()

    assert "已遗失" in client.get(f"/p/{parcel.public_id}").content.decode()
