"""Police branches (警种): one window receives, a branch handles behind it, the bureau decides."""

from copy import deepcopy

import pytest
from django.db import IntegrityError, transaction

from tests.builders import Hall
from tests.cases.office import CONTENT, Office, build_office, ten
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.models import Department
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.actions import special
from yimen.services.cases.queries.cases import case as case_of
from yimen.services.cases.queries.steps import steps_of
from yimen.services.cases.rules.clocks import StopReason
from yimen.services.cases.rules.states import State

pytestmark = pytest.mark.django_db
TRAFFIC = "东莞市公安局交通警察支队"


@pytest.fixture
def office(hall: Hall) -> Office:
    """The item's handling and review are the traffic police's."""
    content = deepcopy(CONTENT)
    for step in content["steps"][1:3]:
        step["department"] = TRAFFIC
    bureau = Department.objects.get(name="东莞市公安局")
    Department.objects.create(code="GA-JJ", name=TRAFFIC, part_of=bureau, position=90)
    return build_office(hall, content=content)


def officer(username: str, role: Role) -> Actor:
    row = Staff.objects.create(username=username, name="演示交警")
    branch = Department.objects.get(name=TRAFFIC)
    RoleGrant.objects.create(staff=row, role=role.value, department=branch)
    return actor_of_staff(row.pk)


def test_the_branch_handles_and_reviews_and_the_bureau_approves(office: Office) -> None:
    handler, reviewer = officer("8801", Role.HANDLER), officer("8802", Role.REVIEWER)
    case = office.accepted()

    with pytest.raises(StopIteration):  # it isn't in the inbox of the bureau's own handler
        office.task(office.handler, case.id)
    office.do(handler, case.id)
    office.do(reviewer, case.id)
    office.do(office.approver, case.id)

    assert case_of(case.id).state is State.GRANTED
    branch = Department.objects.get(name=TRAFFIC).pk
    assert [step.department_id for step in steps_of(case.id)] == [
        branch,
        branch,
        office.department_id,
    ]


def test_who_handles_in_the_branch_may_ask_for_a_special_procedure(office: Office) -> None:
    handler, stranger = officer("8801", Role.HANDLER), officer("8803", Role.HANDLER)
    RoleGrant.objects.filter(staff_id=stranger.id).update(
        department=Department.objects.create(code="SW", name="东莞市税务局")
    )
    stranger = actor_of_staff(stranger.id)
    case = office.accepted()

    with pytest.raises(NotAllowed):
        special.ask(case.id, StopReason.TESTING, days=5, reason="检测", by=stranger, at=ten(10))
    asked = special.ask(case.id, StopReason.TESTING, days=5, reason="检测", by=handler, at=ten(11))

    assert asked.days == 5


def test_a_branch_offers_no_items(office: Office) -> None:
    assert TRAFFIC in {each.name for each in catalogue.departments()}
    assert TRAFFIC not in {each.name for each in catalogue.bureaus()}


def test_no_department_is_a_branch_of_itself(office: Office) -> None:
    row = Department.objects.get(name=TRAFFIC)
    row.part_of = row

    with pytest.raises(IntegrityError, match="catalogue_branch_of_another"), transaction.atomic():
        row.save()
