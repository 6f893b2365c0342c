"""A signature stands for what was read: what changes after it is signed anew.

At a window nothing is filed unsigned, unless the clerk says why somebody cannot sign.
"""

import json
from collections.abc import Mapping

from yimen.services.cases.errors import SignatureNeeded
from yimen.services.cases.models.bundles import CaseBundle
from yimen.services.cases.models.cases import Case, CaseEvent
from yimen.services.cases.rules.states import State
from yimen.support.secrets import unseal

#: The fields of a signature, and of what stands in for one.
SIGNATURE = ("signature_file", "signed_at", "unsigned", "unsigned_reason")
#: What the log says when somebody signed, or could not.
SIGNED_EVENTS = ("sign", "go_unsigned")


def vouched(row: Case | CaseBundle) -> bool:
    """Whether what is filled in now was signed, or something stands in for the signature."""
    return row.signed_at is not None or bool(row.unsigned)


def drop_signature(row: Case | CaseBundle, *, changed: bool = True) -> tuple[str, ...]:
    """Take the signature off what is another now; the fields to be written."""
    if not changed or not vouched(row):
        return ()
    row.signature_file, row.signed_at = "", None
    row.unsigned, row.unsigned_reason = "", ""
    return SIGNATURE


def drop_before_filing(row: Case, *, changed: bool = True) -> tuple[str, ...]:
    """The same of the list of materials: once it is filed, what comes is on a record of its own."""
    return drop_signature(row, changed=changed and row.state == State.DRAFT.value)


def is_form(row: Case, answers: Mapping[str, object]) -> bool:
    """Whether this is what was filled in."""
    known = bytes(row.form_sealed)
    return bool(known) and json.loads(unseal(known)) == dict(answers)


def check_signed(row: Case | CaseBundle) -> None:
    """Go on only if what is filed at a window is signed for.

    From afar people are logged in by their real name: that vouches for what they file.

    Raises:
        SignatureNeeded: nobody signed what is filled in now.
    """
    if row.window_id is not None and not vouched(row):
        raise SignatureNeeded


def check_still_signed(row: Case) -> None:
    """Go on only if what was signed when it was taken in was not changed since.

    Raises:
        SignatureNeeded: it was, and nobody signed it anew.
    """
    if row.window_id is None or vouched(row):
        return
    if CaseEvent.objects.filter(case=row, event__in=SIGNED_EVENTS).exists():
        raise SignatureNeeded
