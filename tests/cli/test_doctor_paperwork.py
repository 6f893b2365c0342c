"""What `doctor` says of the seal, the fonts and notices that wait."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from tests.builders import build_hall
from tests.cases.office import build_office
from tests.paper.test_signing import BODY, PASSWORD, operators_seal

from yimen.cli.findings import State
from yimen.cli.paperwork import fonts, seal, waiting
from yimen.services.cases.actions import drawing
from yimen.services.cases.models import Notice


def test_without_a_seal_the_demo_signs_and_doctor_says_what_that_is_worth() -> None:
    (found,) = seal({})

    assert (found.state, "无法律效力" in found.found) == (State.NOTE, True)


def test_a_seal_is_named_with_its_end_and_its_end_is_seen_coming(tmp_path: Path) -> None:
    file = operators_seal(tmp_path, ends=timedelta(days=90))
    env = {"YIMEN_SEAL_P12": str(file), "YIMEN_SEAL_PASSWORD": PASSWORD}

    (now,) = seal(env)
    (later,) = seal(env, at=datetime.now(UTC) + timedelta(days=60))

    assert (now.state, BODY in now.found) == (State.GOOD, True)
    assert (later.state, later.mend) == (State.NOTE, "尽快换发证书。")


def test_a_seal_that_cannot_be_used_is_bad(tmp_path: Path) -> None:
    env = {"YIMEN_SEAL_P12": str(operators_seal(tmp_path)), "YIMEN_SEAL_PASSWORD": "wrong"}

    (found,) = seal(env)

    assert (found.state, "口令" in found.found) == (State.BAD, True)


def test_a_bad_setting_is_left_to_the_settings_own_finding() -> None:
    assert list(seal({"YIMEN_SEAL_P12": "/no/such/file"})) == []


def test_the_operators_own_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "body.ttf").touch()

    assert fonts(tmp_path).found == "body.ttf"


@pytest.mark.django_db(transaction=True)
def test_notices_that_wait_too_long_are_bad() -> None:
    office = build_office(build_hall())
    told = Notice.objects.get(case_id=office.received().id)
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    Notice.objects.update(issued_at=timezone.now())
    assert list(waiting(raw)) == []

    Notice.objects.update(issued_at=timezone.now() - timedelta(minutes=11))
    late = list(waiting(raw))
    drawing.render(told.pk)

    assert [(found.state, found.found[:3]) for found in late] == [(State.BAD, "1 份")]
    assert list(waiting(raw)) == []
