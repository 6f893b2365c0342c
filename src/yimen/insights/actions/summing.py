"""Facts from services: whole days and months at a time, so that doing it again changes nothing."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from yimen.insights.models import DayFact, Fact, HourFact, ItemFact, Subject
from yimen.insights.rules.history import Names
from yimen.insights.rules.measures import MEASURES, Period

#: Days are summed by one at a time in the whole database; any number will do if only we use it.
_LOCK: Final = 7_302_019


#: A fact's columns as they are read from one service's.
_ALIKE: Final = {"day": "day", "subject_id": "subject_id", "channel": "channel",
                 "window_kind": "window_kind"}  # fmt: skip
_BY_HOUR: Final = {**_ALIKE, "subject_id": "whole.id", "hour": "hour"}
_BY_MONTH: Final = {**_ALIKE, "day": "date_trunc('month', day::timestamp)::date"}
_SERVICES: Final = "insights_servicefact AS service"
_OF_DEPARTMENTS: Final = (
    f"{_SERVICES} JOIN insights_subject AS one ON one.id = service.subject_id"
    " JOIN insights_subject AS whole"
    " ON whole.centre = one.centre AND whole.department = one.department AND whole.item = ''"
)


def sum_days(days: Collection[date]) -> None:
    """Sum these days, and by item their months, anew from their services, in one transaction."""
    if not days:
        return
    months = {day.replace(day=1) for day in days}
    with transaction.atomic():
        alone()
        for fact, summed in ((HourFact, days), (DayFact, days), (ItemFact, months)):
            fact.objects.filter(day__in=summed).delete()
        _sum(HourFact, _BY_HOUR, _OF_DEPARTMENTS, days)
        _sum(DayFact, _ALIKE, "insights_hourfact", days)
        _sum(
            ItemFact,
            _BY_MONTH,
            _SERVICES,
            [day for month in months for day in Period.month(month).each()],
        )


def alone() -> None:
    """Wait until no other transaction writes services or facts; holds until commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _sum(fact: type[Fact], key: Mapping[str, str], source: str, days: Collection[date]) -> None:
    """Fill a table of facts. All words are our own, no input.

    By way of a temporary table: only so does PostgreSQL sum on several cores.
    """
    measures = ", ".join(f'"{name}"' for name in MEASURES)
    sums = ", ".join(f'sum("{name}") AS "{name}"' for name in MEASURES)
    columns = ", ".join(f"{value} AS {name}" for name, value in key.items())
    places = ", ".join(str(place) for place in range(1, len(key) + 1))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE insights_sums AS SELECT {columns}, {sums}"  # noqa: S608 - see above
            f" FROM {source} WHERE day = ANY(%s) GROUP BY {places}",
            [sorted(days)],
        )
        cursor.execute(
            f"INSERT INTO {fact._meta.db_table} ({', '.join(key)}, {measures})"  # noqa: S608
            f" SELECT {', '.join(key)}, {measures} FROM pg_temp.insights_sums ORDER BY 1, 2"
        )
        cursor.execute("DROP TABLE pg_temp.insights_sums")


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
