"""Daily facts from services: whole days at a time, so that doing it again changes nothing."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from yimen.insights.models import DayFact, Fact, HourFact, ItemFact, Subject
from yimen.insights.rules.measures import MEASURES
from yimen.support import sql

#: Days are summed by one at a time in the whole database; any number will do if only we use it.
_LOCK: Final = 7_302_019

Names = tuple[str, str, str]


def sum_days(days: Collection[date]) -> None:
    """Sum these days anew from their services, in one transaction."""
    if not days:
        return
    with transaction.atomic():
        alone()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.insights_sums")
        sql.rows("yimen.insights", "sum_services", {"days": sorted(days)})
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE pg_temp.insights_sums")
        for fact in (DayFact, HourFact, ItemFact):
            fact.objects.filter(day__in=days).delete()
            _roll_up(fact)


def alone() -> None:
    """Wait until no other transaction writes services or facts; holds until commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _roll_up(fact: type[Fact]) -> None:
    """Fill one table of facts from the sums. Names are our own, no input."""
    by_item = fact is ItemFact
    hour = ", hour" if fact is HourFact else ""
    names = ", ".join(f'"{name}"' for name in MEASURES)
    sums = ", ".join(f'sum("{name}")' for name in MEASURES)
    subject = "sums.subject_id" if by_item else "whole.id"
    join = (
        ""
        if by_item
        else " JOIN insights_subject AS one ON one.id = sums.subject_id"
        " JOIN insights_subject AS whole ON whole.centre = one.centre"
        " AND whole.department = one.department AND whole.item = ''"
    )
    # In the order of its largest index: random places in it would cost as much as all the rest.
    order = f"{subject}, day" if by_item else "day"
    statement = (
        f"INSERT INTO {fact._meta.db_table}"  # noqa: S608 - built from constants
        f" (day, subject_id, channel, window_kind{hour}, {names})"
        f" SELECT day, {subject}, channel, window_kind{hour}, {sums}"
        f" FROM pg_temp.insights_sums AS sums{join}"
        f" GROUP BY day, {subject}, channel, window_kind{hour}"
        f" ORDER BY {order}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)


def subjects(names: Iterable[Names]) -> dict[Names, int]:
    """The ids of these subjects; unknown ones, and their departments', are added."""
    wanted = set(names)
    wholes = {(centre, department, "") for centre, department, _ in wanted}
    Subject.objects.bulk_create(
        [Subject(centre=c, department=d, item=i) for c, d, i in sorted(wanted | wholes)],
        ignore_conflicts=True,
        batch_size=1000,
    )
    centres = {centre for centre, _, _ in wanted}
    rows = Subject.objects.filter(Q(centre__in=centres)).values_list(
        "centre", "department", "item", "pk"
    )
    found = {(centre, department, item): pk for centre, department, item, pk in rows}
    return {name: found[name] for name in wanted}
