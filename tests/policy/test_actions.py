"""Setting a parameter from a day on; what was set stays."""

from datetime import date

import pytest
from django.contrib import admin
from django.test import RequestFactory

from yimen.reference.policy import actions, queries
from yimen.reference.policy.errors import BadValue, UnknownParameter
from yimen.reference.policy.models import DatedValue

KEY = "hall.call_limit"

pytestmark = pytest.mark.django_db


def set_from(day: date, value: object, source: str = "东政数〔2019〕1号（演示）") -> None:
    actions.set_value(KEY, value, effective_from=day, source=source, staff_id=None)


def test_a_value_holds_from_its_day_and_earlier_days_keep_theirs() -> None:
    set_from(date(2019, 11, 1), 4)
    set_from(date(2019, 12, 1), 5)

    days = [date(2019, 10, 31), date(2019, 11, 1), date(2019, 11, 30), date(2019, 12, 1)]
    assert [queries.whole(KEY, day) for day in days] == [3, 4, 4, 5]


def test_the_change_holds_at_once_in_the_process_that_made_it() -> None:
    assert queries.whole(KEY, date(2019, 11, 5)) == 3

    set_from(date(2019, 11, 1), 4)

    assert queries.number(KEY, date(2019, 11, 5)) == 4.0


def test_a_day_takes_one_value_and_keeps_the_first() -> None:
    set_from(date(2019, 11, 1), 4)

    with pytest.raises(BadValue) as refusal:
        set_from(date(2019, 11, 1), 5)

    assert refusal.value.facts == {"key": KEY, "needs": "another day"}
    assert [(entry.value, entry.effective_from) for entry in queries.history()] == [
        (4, date(2019, 11, 1))
    ]


def test_history_tells_source_and_who_latest_first() -> None:
    set_from(date(2019, 11, 1), 4, " 通知甲 ")
    set_from(date(2019, 12, 1), 5, "通知乙")

    assert [(e.value, e.source, e.set_by) for e in queries.history()] == [
        (5, "通知乙", ""),
        (4, "通知甲", ""),
    ]


def test_a_value_without_a_source_is_refused() -> None:
    with pytest.raises(BadValue) as refusal:
        set_from(date(2019, 11, 1), 4, "  ")

    assert refusal.value.facts == {"key": KEY, "needs": "source"}
    assert DatedValue.objects.count() == 0


def test_an_unknown_parameter_and_a_bad_value_leave_no_row() -> None:
    with pytest.raises(UnknownParameter):
        actions.set_value(
            "hall.nothing", 1, effective_from=date(2019, 11, 1), source="通知", staff_id=None
        )
    with pytest.raises(BadValue):
        set_from(date(2019, 11, 1), 99)

    assert DatedValue.objects.count() == 0


def test_nobody_edits_or_deletes_history_in_the_admin(rf: RequestFactory) -> None:
    screen = admin.site._registry[DatedValue]
    request = rf.get("/admin/")

    assert not screen.has_change_permission(request)
    assert not screen.has_delete_permission(request)
