"""A refusal in a view becomes a notice, a page with a way back, or "busy"; bugs stay bugs."""

import logging

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from yimen.kernel.errors import Busy, DomainError, Kind, NotAllowed
from yimen.services.hall.errors import QueueClosed, TicketNotFound, WindowBusy
from yimen.services.hall.errors import ReasonNeeded as Invalid

RAISED: dict[str, Exception] = {
    "invalid": Invalid(act="call_chosen"),
    "forbidden": NotAllowed(right="serve"),
    "missing": TicketNotFound(),
    "conflict": WindowBusy(window=3, number="A001"),
    "closed": QueueClosed(queue="HZ", why="closed_day"),
    "busy": Busy(),
    "operational": OperationalError("server closed the connection unexpectedly"),
    "interface": InterfaceError("connection already closed"),
    "bug": ValueError("441900199003070016"),
}


def broken(request: HttpRequest, what: str) -> HttpResponse:
    raise RAISED[what]


urlpatterns = [path("desk/<str:what>", broken)]
handler404 = "yimen.support.error_pages.not_found"
handler500 = "yimen.support.error_pages.broken"

# No database is allowed here: a refusal must be drawn while the database is away.
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("invalid", 422, "请写明原因"),
        ("forbidden", 403, "没有这项权限"),
        ("missing", 404, "没有找到这个号"),
        ("conflict", 409, "这个窗口正在办理 A001"),
        ("closed", 503, "今天不开放"),
        ("busy", 503, "没有改动任何内容"),
        ("operational", 503, "没有改动任何内容"),
        ("interface", 503, "没有改动任何内容"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_refusal_has_its_status_and_sentence(
    client: Client, what: str, status: int, words: str, htmx: bool
) -> None:
    answer = client.post(f"/desk/{what}", headers={"HX-Request": "true"} if htmx else {})

    text = answer.content.decode()
    assert answer.status_code == status
    assert words in text
    assert ("<html" in text) is not htmx
    assert answer.headers.get("HX-Retarget") == ("#notice" if htmx else None)
    assert answer.headers.get("HX-Reswap") == ("innerHTML" if htmx else None)
    assert answer.headers.get("Retry-After") == ("3" if status == 503 else None)


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/desk/3?queue=HZ", "/desk/3?queue=HZ"),
        ("http://elsewhere.example/desk/3", "/desk"),
        ("http://testserver.evil.example/x", "/desk"),
        ("http://testserver//evil.example/x", "/desk"),
        ("", "/desk"),
    ],
)
def test_the_way_back_leads_to_this_house_only(client: Client, came_from: str, back: str) -> None:
    answer = client.post("/desk/conflict", headers={"Referer": came_from})

    assert f'href="{back}"' in answer.content.decode()


def test_a_sentence_is_said_in_the_readers_language(client: Client) -> None:
    client.cookies["yimen_language"] = "en"

    answer = client.post("/desk/conflict")

    assert answer.headers["Content-Language"] == "en"


def test_a_refusal_is_logged_by_code_without_its_facts(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "yimen.refusals"):
        client.post("/desk/conflict")

    [record] = [r for r in caplog.records if r.name == "yimen.refusals"]
    assert (record.message, vars(record)["code"]) == ("refused", "hall.window_busy")
    assert "A001" not in record.getMessage()


def test_a_bug_is_no_refusal(client: Client) -> None:
    client.raise_request_exception = False

    answer = client.post("/desk/bug")

    assert answer.status_code == 500
    assert "441900199003070016" not in answer.content.decode()


def test_every_kind_is_tried_above() -> None:
    assert {e.kind for e in RAISED.values() if isinstance(e, DomainError)} == set(Kind)
