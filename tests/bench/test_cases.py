"""The clients of the cases' scene: what they live, write, multiply and ask. Never a timing."""

from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from tests.builders import Hall
from tests.cases.office import Office, build_office
from tests.databases import database_url
from yimen.cli.bench import bare_lives, case_answers
from yimen.cli.bench.bare_lives import BareLives
from yimen.cli.bench.case_answers import CaseQuestions
from yimen.cli.bench.lives import BEHIND, Lives, made_up_id, run
from yimen.cli.bench.many_cases import fill
from yimen.kernel.identifiers import citizen_id
from yimen.reference.catalogue.models import Department
from yimen.services.cases.models.cases import Case, CaseEvent
from yimen.services.cases.models.steps import Step
from yimen.services.certificates.models import Certificate
from yimen.support.models import AuditEntry

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(hall: Hall) -> Office:
    made = build_office(hall)
    Department.objects.filter(pk=made.department_id).update(mark="莞公")
    return made


def lives(office: Office, first: int, **more: Any) -> Lives:
    staff = {part: office.people[part].id or 0 for part in ("clerk", *BEHIND)}
    form = {"mobile": "13800000000"}
    centre = office.hall.centre_id
    return Lives("jzz", centre, staff, {"who": "self"}, form, first=first, **more)


def test_made_up_people_have_numbers_that_check_and_are_not_the_same() -> None:
    numbers = [made_up_id(place) for place in (0, 1, 999, 1000, 10_000_001, 70_000_300)]

    assert [citizen_id(each, today=timezone.localdate()) for each in numbers] == numbers
    assert len(set(numbers)) == len(numbers)


def test_lives_end_with_a_certificate_or_are_left_at_a_step(office: Office) -> None:
    done = run(lives(office, 1000, most=1, clients=2))
    left = run(lives(office, 2000, most=1, only=1, claimed=True))

    assert len(done.milliseconds) == 2
    ended = Case.objects.filter(pk__in=done.cases)
    assert set(ended.values_list("state", flat=True)) == {"certified"}
    assert Certificate.objects.count() == 2
    held = Step.objects.get(case_id=left.cases[0], state="claimed")
    assert (held.role, held.assignee) == ("reviewer", office.reviewer.id)


def test_the_bare_run_writes_the_rows_of_a_life(office: Office) -> None:
    case_id = run(lives(office, 1000, most=1)).cases[0]
    before = {model: model._default_manager.count() for model in (CaseEvent, AuditEntry, Step)}

    told = bare_lives.run(BareLives(database_url(), case_id, 13, 1, 0.2, clients=2))

    written = told.lives + 2  # each client warms up with one
    assert Case.objects.count() == 1 + written
    assert Certificate.objects.count() == 1 + written
    of_the_case = AuditEntry.objects.filter(subject=f"case:{case_id}").count()
    assert AuditEntry.objects.count() == before[AuditEntry] + written * of_the_case
    assert CaseEvent.objects.count() == before[CaseEvent] * (1 + written)
    assert Step.objects.count() == before[Step] * (1 + written)


def test_cases_are_multiplied_with_what_belongs_to_them(office: Office) -> None:
    cases = run(lives(office, 1000, most=2)).cases + run(lives(office, 2000, most=1, only=0)).cases

    held = fill(database_url(), cases, 20)

    assert held == Case.objects.count() == 3 * 21
    assert Counter(Case.objects.values_list("state", flat=True)) == {
        "certified": 42,
        "accepted": 21,
    }
    assert Step.objects.filter(state="open").count() == 21
    logged = set(CaseEvent.objects.values_list("case_id", flat=True))
    assert len(logged) == 21 + 2 * (1 + 2)
    assert run(lives(office, 3000, most=1)).cases[0] > max(logged)


def test_every_question_finds_what_there_is(office: Office) -> None:
    done = run(lives(office, 1000, most=2))
    run(lives(office, 2000, most=1, only=0))
    run(lives(office, 3000, most=1, only=0, claimed=True))
    case = Case.objects.get(pk=done.cases[0])
    staff = [office.handler.id or 0]
    numbers, pages = [case.number or ""], [case.public_id]

    told = case_answers.run(CaseQuestions(3, staff, office.department_id, numbers, [1001], pages))

    assert (told.found["group_inbox"], told.found["own_inbox"]) == (3, 3)
    assert (told.found["by_number"], told.found["by_person"]) == (1, 1)
    assert told.found["by_state"] == 2 * Case.objects.count()
    assert told.found["case_page"] > case.log.count()
    assert [len(took) for took in told.took.values()][:2] == [3, 3]
