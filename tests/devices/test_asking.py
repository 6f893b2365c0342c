"""Asking another program: whole answers, broken lines, slow talkers, and signatures."""

from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from tests.servers import answering, hanging_up
from yimen.devices.asking import (
    SENT_AT,
    SIGNATURE,
    NoAnswer,
    SlowAnswer,
    Unreached,
    ask,
    ask_signed,
    is_signed,
    signed,
)

NOW = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)
SECRET = "shared by two"


def test_an_answer_comes_whole() -> None:
    with answering(200, {"reference": "7"}) as server:
        answer = ask(server.url + "/send?a=1", body=b"{}", timeout_seconds=5)

    assert (answer.status, answer.good, answer.said()) == (200, True, {"reference": "7"})
    assert [(a.method, a.path, a.body) for a in server.asked] == [("POST", "/send?a=1", b"{}")]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"\xff"])
def test_a_body_that_is_no_object_says_nothing(body: bytes) -> None:
    with answering(200, body) as server:
        assert ask(server.url, timeout_seconds=5).said() == {}


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with answering(302) as server:
        answer = ask(server.url, timeout_seconds=5)

    assert (answer.status, answer.good, len(server.asked)) == (302, False, 1)


def test_nobody_there_is_known_to_have_heard_nothing() -> None:
    with answering() as server:
        pass

    with pytest.raises(Unreached):
        ask(server.url, timeout_seconds=5)


def test_who_hangs_up_may_have_heard() -> None:
    with hanging_up() as url, pytest.raises(NoAnswer) as broken:
        ask(url, timeout_seconds=5)

    assert not isinstance(broken.value, Unreached)


def test_a_silent_one_is_not_waited_for() -> None:
    with answering(wait=10) as server, pytest.raises(SlowAnswer):
        ask(server.url, timeout_seconds=0.1)


def test_who_talks_byte_by_byte_is_cut_off_in_time() -> None:
    began = monotonic()

    with answering(200, b"x" * 100, dripping=0.05) as server, pytest.raises(SlowAnswer):
        ask(server.url, timeout_seconds=0.3)

    assert monotonic() - began < 2


def test_who_never_ends_is_not_listened_to() -> None:
    with answering(200, b"x" * 1_100_000) as server, pytest.raises(NoAnswer):
        ask(server.url, timeout_seconds=10)


def test_an_address_that_is_no_web_address_is_a_bug() -> None:
    with pytest.raises(ValueError, match="scheme"):
        ask("file:///etc/hosts", timeout_seconds=5)


def test_a_signed_request_is_known_by_who_shares_the_secret() -> None:
    with answering() as server:
        ask_signed(server.url, {"text": "您好"}, secret=SECRET, at=NOW, timeout_seconds=5)

    (asked,) = server.asked
    assert asked.said == {"text": "您好"}
    assert is_signed(asked.body, asked.headers, secret=SECRET, at=NOW)
    assert is_signed(asked.body, asked.headers, secret=SECRET, at=NOW + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("secret", "body", "later"),
    [
        ("another", b"{}", timedelta()),
        ("", b"{}", timedelta()),
        (SECRET, b"{ }", timedelta()),
        (SECRET, b"{}", timedelta(minutes=6)),
        (SECRET, b"{}", timedelta(minutes=-6)),
    ],
)
def test_what_was_changed_or_is_old_is_not_believed(
    secret: str, body: bytes, later: timedelta
) -> None:
    headers = signed(b"{}", secret=SECRET, at=NOW)

    assert not is_signed(body, headers, secret=secret, at=NOW + later)


@pytest.mark.parametrize(
    "headers", [{}, {SENT_AT: "x", SIGNATURE: "y"}, {SENT_AT: "1", SIGNATURE: "é"}]
)
def test_what_is_not_signed_is_not_believed(headers: dict[str, str]) -> None:
    assert not is_signed(b"{}", headers, secret=SECRET, at=NOW)


def test_without_a_secret_nothing_is_signed() -> None:
    assert signed(b"{}", secret="", at=NOW) == {}
