"""Whose wrong codes are counted together: an address, or the network of an IPv6 one."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from yimen.channels.doorway.askers import asker

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
    ],
)
def test_an_address_is_counted_as_what_one_household_has(address: str, counted: str) -> None:
    assert asker(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


def test_behind_the_proxy_its_own_word_counts_and_not_the_clients(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = PROXY

    request = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"}
    )

    assert asker(request) == "192.0.2.7"


def test_without_a_proxy_nobody_is_believed(settings: Settings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = None

    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "203.0.113.9"}
    )

    assert asker(request) == "192.0.2.7"
