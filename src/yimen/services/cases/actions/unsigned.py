"""Filing at a window for somebody who cannot sign: said by the clerk, with a reason, on record."""

from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import bundle_drafting, drafting, moves
from yimen.services.cases.models.bundles import CaseBundle
from yimen.services.cases.models.cases import Case
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.bundles import as_view as as_bundle_view
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.reasons import check_reason
from yimen.services.cases.rules.signing import Unsigned
from yimen.support import audit


def go_unsigned(case_id: int, how: Unsigned, reason: str, *, by: Actor, at: datetime) -> CaseView:
    """What is filled in now may be filed without a signature on the second screen.

    As with a signature, what is changed afterwards has to be vouched for anew.

    Args:
        case_id: which.
        how: what stands in for the signature.
        reason: why they cannot sign, in words.
        by: the clerk, who answers for it.
        at: now.

    Raises:
        CaseNotFound, NotAllowed, NotEditable: as they say.
        ReasonNeeded, ReasonTooLong: not a reason.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row = drafting.editable(case_id, by=by, seen=None)
        require(by, Right.RECEIVE, centre_id=row.centre_id)  # not a citizen of themselves
        moves.take_off(row, at=at)
        fields = [*_excuse(row, how, reason), "presented_at"]
        facts = {"how": how.value}
        moves.note(row, "go_unsigned", by=by, at=at, fields=fields, reason=reason, facts=facts)
        return as_view(row)


def bundle_goes_unsigned(
    bundle_id: int, how: Unsigned, reason: str, *, by: Actor, at: datetime
) -> CaseBundleView:
    """The same of a bundle (一件事); each of its cases keeps it.

    Raises:
        CaseNotFound, NotAllowed, BundleFiled: as they say.
        ReasonNeeded, ReasonTooLong: not a reason.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row = bundle_drafting.editable(bundle_id, by=by, seen=None)
        require(by, Right.RECEIVE, centre_id=row.centre_id)
        bundle_drafting.take_off(row, at=at)
        row.save(update_fields=[*_excuse(row, how, reason), "presented_at"])
        audit.append(
            f"bundle:{row.pk}",
            "go_unsigned",
            actor=f"{by.kind}:{by.label}",
            at=at,
            facts={"how": how.value, "reason": moves.sm3_hex(reason)},
        )
        return as_bundle_view(row)


def _excuse(row: Case | CaseBundle, how: Unsigned, reason: str) -> tuple[str, ...]:
    row.signature_file, row.signed_at = "", None
    row.unsigned, row.unsigned_reason = how.value, reason
    return ("signature_file", "signed_at", "unsigned", "unsigned_reason")
