"""One item as one file: everything a version holds, with a digest over it.

The file carries no state and no people: what comes in elsewhere is a draft there.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yimen.reference.catalogue.errors import BadContent, BadPackage
from yimen.reference.catalogue.rules import content as contents
from yimen.reference.catalogue.rules.content import Content
from yimen.reference.catalogue.rules.values import Fields, Unfit, cell, fields_of_row
from yimen.reference.catalogue.rules.vocabulary import BESIDE, FIELDS, Kind

FORMAT: Final = "yimen-item"
VERSION: Final = 1


@dataclass(frozen=True)
class Package:
    """What the file holds."""

    code: str
    queue_code: str
    fields: Fields
    content: Content


def write(package: Package) -> str:
    """The file's text: JSON, sorted, so that equal items give equal files."""
    body = {
        "code": package.code,
        "queue_code": package.queue_code,
        "fields": package.fields,
        "content": contents.to_json(package.content),
    }
    whole = {"format": FORMAT, "version": VERSION, "digest": _digest(body), "item": body}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(text: str) -> Package:
    """The package in a file's text.

    Raises:
        BadPackage: another format, a later version, a changed digest, or bad values.
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise BadPackage(why="json") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise BadPackage(why="format")
    if whole.get("version") != VERSION:
        raise BadPackage(why="version")
    body = whole.get("item")
    if not isinstance(body, dict) or whole.get("digest") != _digest(body):
        raise BadPackage(why="digest")
    if not isinstance(body.get("fields"), dict):
        raise BadPackage(why="fields")
    try:
        fields = _checked(body["fields"])
        found = contents.read(body.get("content"))
    except Unfit as unfit:
        raise BadPackage(why=unfit.field) from None
    except BadContent as bad:
        raise BadPackage(why=str(bad.facts["path"])) from None
    return Package(str(fields["TASK_CODE"]), str(body.get("queue_code", ""))[:20], fields, found)


def _checked(raw: Mapping[str, object]) -> Fields:
    """The fields as if they came from a file of rows: the same checks."""
    texts = {
        name: cell(FIELDS[name], stored)
        for name, stored in raw.items()
        if name in FIELDS and name not in BESIDE and FIELDS[name].kind is not Kind.PART
    }
    return fields_of_row(texts)


def _digest(body: Mapping[str, object]) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
