"""What may be promised instead of proved (告知承诺), and whether a promise was broken."""

from collections.abc import Mapping
from datetime import date, timedelta

from yimen.reference.policy import queries as policy
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.clocks import Clock
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules.clocks import ClockKind, EndReason
from yimen.services.cases.rules.parameters import BROKEN_PROMISE_DAYS


def promise_texts(version_id: int) -> Mapping[str, str]:
    """By material key what its applicant would promise; only materials that may be promised."""
    found = definition(version_id).content.materials
    return {each.key: each.promise for each in found if each.promise}


def barred_until(row: Case, *, on: date) -> date | None:
    """The last day on which an applicant's word does not do; None where it does.

    It does not for some time after they did not bring what they had promised for a case.

    Source: cities' rules on tolerant acceptance (容缺受理): whose promise was broken waits.
    """
    days = timedelta(days=policy.whole(BROKEN_PROMISE_DAYS, on))
    broken = Clock.objects.filter(
        case__applicant_index=row.applicant_index,
        kind=ClockKind.TOLERANT.value,
        why=EndReason.EXPIRED.value,
        ended_on__gte=on - days,
    )
    last = broken.order_by("-ended_on").values_list("ended_on", flat=True).first()
    return None if last is None else last + days
