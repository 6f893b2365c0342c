"""A signature stands for what was read: what changes after it is signed anew."""

import json
from collections.abc import Mapping

from yimen.services.cases.models.bundles import CaseBundle
from yimen.services.cases.models.cases import Case
from yimen.support.secrets import unseal

#: The fields of a signature.
SIGNATURE = ("signature_file", "signed_at")


def drop_signature(row: Case | CaseBundle, *, changed: bool = True) -> tuple[str, ...]:
    """Take the signature off what is another now; the fields to be written."""
    if not changed or row.signed_at is None:
        return ()
    row.signature_file, row.signed_at = "", None
    return SIGNATURE


def is_form(row: Case, answers: Mapping[str, object]) -> bool:
    """Whether this is what was filled in."""
    known = bytes(row.form_sealed)
    return bool(known) and json.loads(unseal(known)) == dict(answers)
