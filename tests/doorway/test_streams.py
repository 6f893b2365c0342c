"""Addresses of the live stream: signed, for these topics, for half a day."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.test import RequestFactory

from yimen.channels.doorway.streams import stream_url, topics_of


def token(topics: list[str]) -> str:
    address = stream_url(RequestFactory().get("/boards/"), topics)
    return parse_qs(urlsplit(address).query)["token"][0]


def test_a_token_names_its_topics_and_no_others() -> None:
    assert topics_of(token(["queue:2", "centre:1"])) == {"centre:1", "queue:2"}


def test_the_stream_is_on_the_same_host_at_the_live_port(settings: object) -> None:
    settings.LIVE_URL, settings.LIVE_PORT = "", 8001  # type: ignore[attr-defined]
    address = stream_url(RequestFactory().get("/", headers={"Host": "testserver:8000"}), ["x"])

    assert address.startswith("http://testserver:8001/live?token=")


def test_behind_a_proxy_the_stream_has_its_own_address(settings: object) -> None:
    settings.LIVE_URL = "https://hall.example"  # type: ignore[attr-defined]

    address = stream_url(RequestFactory().get("/"), ["x"])

    assert address.startswith("https://hall.example/live?token=")


def test_a_changed_token_is_refused() -> None:
    good = token(["centre:1"])
    for place in (0, len(good) // 2, len(good) - 1):
        changed = good[:place] + ("A" if good[place] != "A" else "B") + good[place + 1 :]
        with pytest.raises(signing.BadSignature):
            topics_of(changed)


@pytest.mark.parametrize("strange", ["", "x", "a:b:c"])
def test_what_is_no_token_is_refused(strange: str) -> None:
    with pytest.raises(signing.BadSignature):
        topics_of(strange)


def test_a_token_of_another_purpose_is_refused() -> None:
    with pytest.raises(signing.BadSignature):
        topics_of(signing.dumps(["centre:1"], salt="another", compress=True))


@pytest.mark.parametrize(("hours", "good"), [(11.9, True), (12.1, False)])
def test_a_token_is_good_for_half_a_day(
    monkeypatch: pytest.MonkeyPatch, hours: float, good: bool
) -> None:
    made = time.time() - hours * 3600
    with monkeypatch.context() as patch:
        # the signer of the framework reads the clock itself
        patch.setattr("django.core.signing.time.time", lambda: made)
        old = token(["centre:1"])

    if good:
        assert topics_of(old) == {"centre:1"}
    else:
        with pytest.raises(signing.SignatureExpired):
            topics_of(old)
