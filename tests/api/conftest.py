"""Callers of the API: a system, a ticket machine, a board, a window's screen."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import Hall, device_key
from yimen.reference.people.actions import make_own_key
from yimen.reference.people.rules import Actor, DeviceKind


@dataclass(frozen=True)
class Caller:
    """Somebody with a key, or without."""

    key: str = ""

    def get(self, path: str) -> Any:
        return Client().get(f"/api/v1{path}", headers=self._headers())

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        """POST; `headers` are written with underscores."""
        text = "" if body is None else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send(path, text, **named)

    def send(
        self, path: str, text: str | bytes, media: str = "application/json", **headers: str
    ) -> Any:
        return Client().post(
            f"/api/v1{path}", text, content_type=media, headers={**self._headers(), **headers}
        )

    def form(self, path: str, fields: dict[str, Any], **headers: str) -> Any:
        """POST a form with files; `headers` as in `post`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client().post(f"/api/v1{path}", fields, headers={**self._headers(), **named})

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


Own = Callable[[Actor], Caller]


def code_of(response: Any) -> str:
    """The problem's code, once its shape was checked."""
    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:yimen:problem:{body['code']}"
    assert body["title"]
    return str(body["code"])


@pytest.fixture
def system(hall: Hall) -> Caller:
    return Caller(device_key(hall, DeviceKind.SYSTEM))


@pytest.fixture
def own(hall: Hall) -> Own:
    """A caller with somebody's own key."""

    def make(who: Actor) -> Caller:
        at = timezone.now()
        return Caller(make_own_key("测试", centre_id=hall.centre_id, by=who, at=at))

    return make


@pytest.fixture
def machine(hall: Hall) -> Caller:
    return Caller(device_key(hall, DeviceKind.TICKET_MACHINE))


@pytest.fixture
def board(hall: Hall) -> Caller:
    return Caller(device_key(hall, DeviceKind.BOARD))


@pytest.fixture
def screen(hall: Hall) -> Caller:
    return Caller(device_key(hall, DeviceKind.WINDOW_SCREEN, 1))
