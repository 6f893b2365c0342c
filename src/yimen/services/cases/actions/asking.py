"""Asking for a case by its number and query code, without an account; guessing is stopped."""

import hmac
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from yimen.kernel.identifiers import checked_case_number
from yimen.reference.policy import queries as policy
from yimen.services.cases.errors import CaseNotFound, QueryLocked
from yimen.services.cases.models.bundles import CaseBundle
from yimen.services.cases.models.cases import Case
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.bundles import as_view as bundle_as_view
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.parameters import QUERY_LOCK_MINUTES, QUERY_TRIES
from yimen.support.secrets import unseal


def look_up(number: str, code: str, *, at: datetime) -> CaseView:
    """The case with a number, if the query code is its own. Wrong codes are counted.

    After too many of them the code is refused for a while, the right one too. The count must stay
    whatever the caller makes of the refusal, so this is no part of a transaction.

    Raises:
        BadCaseNumber: a mistyped number.
        CaseNotFound: no case has the number, or the code is another one.
        QueryLocked: too many wrong codes were tried.
    """
    row = Case.objects.filter(number=checked_case_number(number)).first()
    if row is None:
        raise CaseNotFound
    _check_code(row, code, at=at)
    return as_view(row)


def look_up_any(number: str, code: str, *, at: datetime) -> CaseView | CaseBundleView:
    """The same where the number may be a bundle's (一件事): they are of one series.

    Raises:
        BadCaseNumber, CaseNotFound, QueryLocked: as `look_up`.
    """
    row = CaseBundle.objects.filter(number=checked_case_number(number)).first()
    if row is None:
        return look_up(number, code, at=at)
    _check_code(row, code, at=at)
    return bundle_as_view(row)


def _check_code(row: Case | CaseBundle, code: str, *, at: datetime) -> None:
    today = timezone.localdate(at)
    lock = timedelta(minutes=policy.whole(QUERY_LOCK_MINUTES, today))
    since = row.query_failed_at if row.query_failures else None
    counts = since is not None and at - since < lock
    if since is not None and counts and row.query_failures >= policy.whole(QUERY_TRIES, today):
        raise QueryLocked(minutes=_minutes(since + lock - at))
    right = unseal(bytes(row.query_code_sealed))
    if not right or not hmac.compare_digest(right.encode(), code.strip().encode()):
        _count(row, fresh=not counts, at=at)
        raise CaseNotFound
    if row.query_failures:
        _rows(row).update(query_failures=0)


def _count(row: Case | CaseBundle, *, fresh: bool, at: datetime) -> None:
    """One more wrong code; the first one again where the earlier ones are long past."""
    with transaction.atomic(durable=True):
        failures = 1 if fresh else F("query_failures") + 1
        _rows(row).update(query_failures=failures, query_failed_at=at)


def _rows(row: Case | CaseBundle) -> "QuerySet[Any]":
    return type(row).objects.filter(pk=row.pk)


def _minutes(left: timedelta) -> int:
    return max(1, -int(-left.total_seconds() // 60))
