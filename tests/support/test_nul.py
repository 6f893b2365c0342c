"""A NUL in an address, a query or a form is answered in words, never by a broken page."""

import pytest
from django.test import Client

from tests.builders import Hall
from tests.office.builders import as_role
from yimen.reference.people.rules import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/t/%00",
        "/p/%00",
        "/pay/%00",
        "/book/a/%00",
        "/r/%00",
        "/v/%00",
        "/items/%00",
        "/office/%00",
    ],
)
def test_an_address_with_a_nul_is_nobodys(client: Client, hall: Hall, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/items/?q=%00", "/progress?no=%00", "/office/log?who=%00"])
def test_a_query_with_a_nul_is_malformed(client: Client, hall: Hall, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 400
    assert "<html" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/receipts", {"number": "2019-000001", "code": "\x00"}),
        ("/progress", {"no": "\x00", "code": "123456"}),
        ("/me/log-in", {"name": "\x00", "number": "1", "phone": "1"}),
    ],
)
def test_a_form_with_a_nul_is_malformed(
    client: Client, hall: Hall, address: str, form: dict[str, str]
) -> None:
    sent = "&".join(f"{key}={value.replace(chr(0), '%00')}" for key, value in form.items())

    answer = client.post(address, sent, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400


def test_so_it_is_in_a_form_with_files(client: Client, hall: Hall) -> None:
    sent = {"number": "2019-000001", "code": "1\x002"}

    assert client.post("/receipts", sent).status_code == 422
    assert client.post("/progress", {"no": "\x00", "code": "1"}).status_code < 500


def test_so_it_is_for_staff(hall: Hall) -> None:
    auditor = as_role(hall, Role.AUDIT_ADMIN, "9001", everywhere=True)

    assert auditor.get("/office/log?who=%00").status_code == 400
    assert auditor.get("/office/log?who=1").status_code == 200
