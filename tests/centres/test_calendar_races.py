"""Two editors of the calendar at once."""

from datetime import date, timedelta

import pytest

from tests.builders import at
from tests.hall.test_races import at_once
from yimen.kernel.workdays import Kind
from yimen.reference.centres import actions, queries
from yimen.reference.centres.errors import CalendarMoved
from yimen.reference.centres.models import CalendarDay
from yimen.reference.centres.rules.legal import Change

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

EDITORS = 8


@pytest.mark.parametrize("seeded", [True, False])
def test_of_eight_editors_of_one_version_one_changes_it(seeded: bool) -> None:
    base = actions.seed_calendar(at=at(0)) if seeded else 0
    monday = date(2019, 11, 4)

    def edit(place: int) -> str:
        change = Change(monday + timedelta(days=7 * place), Kind.REST, "台风")
        try:
            actions.change_calendar([change], notice="通知", base=base, staff_id=None, at=at(1))
        except CalendarMoved:
            return "moved"
        return "changed"

    answers = at_once(edit, EDITORS)

    assert sorted(answers) == ["changed"] + ["moved"] * (EDITORS - 1)
    assert [version.number for version in queries.calendar_versions()] == [2, 1]
    assert CalendarDay.objects.filter(since=2).count() == 1
