"""Logs hold one JSON object a line and no long personal number."""

import json
import logging

import pytest

from yimen.support.logs import MaskingFormatter, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("id 441900199001011234 refused", "id 44…34 refused"),
        ("id 44190019900101123X refused", "id 44…3X refused"),
        ("call 13812345678", "call 13…78"),
        ("reference 4419001990010112345", "reference 4419001990010112345"),
        ("ticket A001 in 1700000000", "ticket A001 in 1700000000"),
    ],
)
def test_identity_and_phone_numbers_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_record_is_one_json_line_with_its_facts() -> None:
    record = logging.LogRecord("yimen.request", logging.INFO, "", 0, "电话 13812345678", None, None)
    record.status = 200

    line = MaskingFormatter("%(levelname)s %(message)s").format(record)

    assert json.loads(line)["status"] == 200
    assert "13812345678" not in line
