"""A database that goes away in the middle of a call: a clear answer, nothing doubled on retry."""

from unittest.mock import patch

import psycopg
import pytest
from django.db import OperationalError, connection

from tests.desk.builders import Desk, scene
from yimen.services.hall import actions

pytestmark = pytest.mark.django_db(transaction=True)


def kill_our_connection() -> None:
    """What a restart does to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    parameters = connection.get_connection_params()
    kept = {
        name: parameters[name]
        for name in ("dbname", "user", "password", "host", "port")
        if name in parameters
    }
    with psycopg.connect(**kept) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_lost_connection_is_told_and_the_same_press_works_again(desk: Desk) -> None:
    first, second = desk.arrive(), desk.arrive()
    sent = {"key": "k1"}
    desk.client.raise_request_exception = False  # some of it is met outside the view
    kill_our_connection()

    lost = desk.client.post("/desk/2/next", sent, headers={"HX-Request": "true"})
    again = desk.client.post("/desk/2/next", sent, headers={"HX-Request": "true"})

    assert lost.status_code == 503
    assert lost["HX-Retarget"] == "#notice"
    assert "系统正在恢复" in lost.content.decode()
    assert scene(again.content.decode()) == "called"
    assert (desk.state(first.id), desk.state(second.id)) == ("called", "waiting")


def test_a_call_whose_answer_was_lost_is_not_made_twice(desk: Desk) -> None:
    first, second = desk.arrive(), desk.arrive()
    real = actions.call_next

    def call_and_lose_the_answer(*args: int, **kwargs: object) -> None:
        real(*args, **kwargs)  # type: ignore[arg-type]
        raise OperationalError

    with patch("yimen.channels.desk.moves.actions.call_next", call_and_lose_the_answer):
        assert desk.press("next", key="k1").status_code == 503

    again = desk.press("next", key="k1")

    assert scene(again.content.decode()) == "called"
    assert (desk.state(first.id), desk.state(second.id)) == ("called", "waiting")
