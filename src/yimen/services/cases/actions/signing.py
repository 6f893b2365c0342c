"""A signature stands for what was read: what changes after it is signed anew."""

import json
from collections.abc import Mapping

from yimen.services.cases.models.cases import Case
from yimen.support.secrets import unseal

#: The fields of a signature.
SIGNATURE = ("signature_file", "signed_at")


def drop_signature(row: Case, *, changed: bool = True) -> tuple[str, ...]:
    """Take the signature off what is another now; the fields to be written."""
    if not changed or row.signed_at is None:
        return ()
    row.signature_file, row.signed_at = "", None
    return SIGNATURE


def is_applicant(row: Case, person: tuple[str, ...]) -> bool:
    """Whether this is who applies: number, name, phone, agent's number and name."""
    sealed = (
        row.applicant_id_sealed,
        row.applicant_name_sealed,
        row.phone_sealed,
        row.agent_id_sealed,
        row.agent_name_sealed,
    )
    return tuple(unseal(bytes(each)) if each else "" for each in sealed) == person


def is_form(row: Case, answers: Mapping[str, object]) -> bool:
    """Whether this is what was filled in."""
    known = bytes(row.form_sealed)
    return bool(known) and json.loads(unseal(known)) == dict(answers)
