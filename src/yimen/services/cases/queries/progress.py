"""Progress for whoever knows a case's number and query code, and for the applicant."""

import hmac
from dataclasses import dataclass

from django.utils import timezone

from yimen.reference.policy import queries as policy
from yimen.services.cases.errors import CaseNotFound, QueryLocked
from yimen.services.cases.models.cases import Case
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.parameters import QUERY_TRIES
from yimen.support.secrets import unseal


@dataclass(frozen=True)
class Asked:
    """The answer to number and code: the case, or which one the code was wrong for."""

    case: CaseView | None
    wrong_for: int | None


def by_code(number: str, code: str) -> Asked:
    """The case with a number, if the query code is its own. The caller counts wrong ones.

    Raises:
        CaseNotFound: no case has the number.
        QueryLocked: too many wrong codes were tried.
    """
    row = Case.objects.filter(number=number).first()
    if row is None:
        raise CaseNotFound
    if row.query_failures >= policy.whole(QUERY_TRIES, timezone.localdate()):
        raise QueryLocked
    right = unseal(bytes(row.query_code_sealed))
    if not right or not hmac.compare_digest(right.encode(), code.strip().encode()):
        return Asked(None, row.pk)
    return Asked(as_view(row), None)


def query_code(case_id: int) -> str:
    """The code beside the number: for the receipt, and for the applicant alone.

    Raises:
        CaseNotFound: no such case.
    """
    row = Case.objects.filter(pk=case_id).first()
    if row is None:
        raise CaseNotFound
    return unseal(bytes(row.query_code_sealed))
