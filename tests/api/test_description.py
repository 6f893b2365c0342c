"""The published description is the one the code makes."""

import json
from pathlib import Path

from django.test import Client

from yimen.channels.api.service import api

FILE = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
GUIDE = FILE.with_name("api.md")


def test_the_file_in_the_docs_is_current() -> None:
    made = api.get_openapi_schema(path_prefix="/api/v1/")

    assert json.loads(FILE.read_text()) == json.loads(json.dumps(made)), "see docs/reference/api.md"


def test_the_description_needs_no_key() -> None:
    answer = Client().get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


def test_every_address_is_in_the_guide() -> None:
    text = GUIDE.read_text()
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]

    missing = [
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method in methods
        if f"{method.upper()} {path.removeprefix('/api/v1')}" not in text
    ]
    assert missing == []
