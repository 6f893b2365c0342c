"""The demonstration city's bundles (一件事): a child is born, a shop is opened. 演示数据."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from yimen.demo.items import item_rows
from yimen.reference.catalogue.actions.bundling import publish_bundle
from yimen.reference.people.rules import HOUSE


def load_bundles(*, at: datetime) -> int:
    """Put both in force, on the items that are; how many."""
    found = documents()
    for code, document in found.items():
        publish_bundle(code, document, maker="demo:seed", by=HOUSE, at=at)
    return len(found)


def documents() -> Mapping[str, dict[str, Any]]:
    """The bundles by code, their items named by the codes of the national list."""
    text = files("yimen.demo").joinpath("data", "bundles.json").read_text("utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    wanted = {part["item"] for document in found.values() for part in document["parts"]}
    codes: dict[str, str] = {}
    for row in item_rows():
        name = str(row.fields["TASK_NAME"])
        if name in wanted:
            codes.setdefault(name, row.code)
        if len(codes) == len(wanted):
            break
    for document in found.values():
        for part in document["parts"]:
            part["item"] = codes[part["item"]]
    return found
