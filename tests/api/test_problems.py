"""Whatever goes wrong under /api is a problem detail, never a page."""

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from tests.api.conftest import Caller, code_of
from tests.builders import Hall, build_hall, device_key
from yimen.channels.api.phrases import TITLES
from yimen.channels.api.service import api
from yimen.reference.people import actions, queries
from yimen.reference.people.models import AccessKey
from yimen.reference.people.rules import HOUSE, DeviceKind


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/tickets", "/api/v1/tickets/"]
)
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_address_is_a_problem(path: str, method: str) -> None:
    answer = getattr(Client(), method)(path)

    assert answer.status_code in {404, 405}
    assert code_of(answer) in {"api.not_found", "api.method_not_allowed"}


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options"])
def test_a_wrong_method_names_the_right_one(method: str) -> None:
    answer = getattr(Client(), method)("/api/v1/tickets")

    assert (answer.status_code, code_of(answer)) == (405, "api.method_not_allowed")
    assert answer["Allow"] == "POST"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer " + "x" * 200])
def test_without_a_key_nothing_opens(db: None, header: str) -> None:
    answer = Client().get("/api/v1/centres", headers={"Authorization": header})

    assert (answer.status_code, code_of(answer)) == (401, "api.unauthenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("key", ["nobody", "\xe9\xff", "a b"])
def test_a_strange_key_is_refused(db: None, key: str) -> None:
    answer = Caller(key).get("/centres")

    assert (answer.status_code, code_of(answer)) == (401, "people.key_refused")


def test_a_revoked_key_opens_nothing(hall: Hall, system: Caller) -> None:
    system.get("/centres")
    actions.revoke(AccessKey.objects.get().pk, by=HOUSE, at=timezone.now())
    queries.forget_keys()

    assert system.get("/centres").status_code == 401


@pytest.mark.parametrize(
    "text",
    ["{", '{"queue": NaN}', "[" * 100_000, '{"stars": ' + "9" * 5000 + "}", b"\xff"],
)
def test_what_is_no_json_is_refused(system: Caller, text: str | bytes) -> None:
    answer = system.send("/ratings", text)

    assert answer.status_code in {400, 413}
    assert code_of(answer) in {"api.bad_json", "api.too_large"}


def test_a_body_of_another_kind_is_refused(system: Caller) -> None:
    answer = system.send("/tickets", "queue=HZ", "application/x-www-form-urlencoded")

    assert (answer.status_code, code_of(answer)) == (415, "api.unsupported_media_type")


@pytest.mark.parametrize("length", [20_000, 4_000_000])
def test_a_body_too_long_is_refused(system: Caller, length: int) -> None:
    answer = system.send("/tickets", '{"queue": "' + "H" * length + '"}')

    assert (answer.status_code, code_of(answer)) == (413, "api.too_large")


def test_a_missing_body_is_named(system: Caller) -> None:
    answer = system.post("/tickets")

    assert (answer.status_code, code_of(answer)) == (422, "api.bad_fields")


def test_a_bug_gets_a_reference_and_tells_nothing(
    system: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("yimen.channels.api.centres.centres.centres", broken)

    answer = system.get("/centres")

    assert (answer.status_code, code_of(answer)) == (500, "api.broken")
    assert answer.json()["facts"]["reference"]
    assert "secret" not in answer.content.decode()
    assert "broken" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_database_that_went_away_is_a_503_and_then_works_again() -> None:
    system = Caller(device_key(build_hall(), DeviceKind.SYSTEM))
    assert system.post("/tickets", {"queue": "HZ"}, Idempotency_Key="t-1").status_code == 201
    with psycopg.connect(_address(), autocommit=True) as other:
        pid = connection.connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    away = system.post("/tickets", {"queue": "HZ"}, Idempotency_Key="t-2")
    back = system.post("/tickets", {"queue": "HZ"}, Idempotency_Key="t-2")

    assert (away.status_code, code_of(away)) == (503, "busy")
    assert int(away["Retry-After"]) > 0
    assert (back.status_code, back.json()["number"]) == (201, "A002")


def _address() -> str:
    known = connection.settings_dict
    names = {
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
        "HOST": "host",
        "PORT": "port",
    }
    return make_conninfo(
        **{ours: str(known[theirs]) for theirs, ours in names.items() if known[theirs]}
    )


def test_every_problem_of_this_door_has_a_sentence() -> None:
    assert all(code.startswith("api.") and str(title) for code, title in TITLES.items())


def test_every_operation_tells_its_problems() -> None:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]

    for path, methods in paths.items():
        for operation in methods.values():
            told = set(operation["responses"])
            assert {"404", "405", "422", "503"} <= told, path
            assert ("401" in told) is ("security" in operation), path
