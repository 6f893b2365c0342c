"""Nobody waits for nobody: steps without staff raise an alarm, and somebody can send them on."""

import pytest
from django.db import IntegrityError, transaction

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.office import CONTENT, TEN, Office, build_office, ten
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue.models import Department
from yimen.reference.people import actions as people
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff, forget_holders
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.services.cases.actions import drafting, filing, moves, routing, steps
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.errors import (
    FourEyes,
    NoSuchDepartment,
    NotYourStep,
    OwnCase,
    ReasonNeeded,
    StepNotFound,
    StepTaken,
)
from yimen.services.cases.models import Step
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.inbox import group_inbox, without_staff
from yimen.services.cases.queries.steps import steps_of
from yimen.services.cases.rules.states import Applicant, StepState
from yimen.services.cases.rules.steps import Outcome
from yimen.support.models import Event

pytestmark = pytest.mark.django_db
TODAY = TEN.date()


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def manager(hall: Hall) -> Actor:
    return with_role("8001", Role.HALL_MANAGER, centre_id=hall.centre_id)


def with_role(username: str, role: Role, **where: int) -> Actor:
    row = Staff.objects.create(username=username, name=f"演示人员{username}")
    people.grant_role(row.pk, role, by=HOUSE, **where)
    return actor_of_staff(row.pk)


def leave(actor: Actor) -> None:
    people.set_active(actor.id, False, by=HOUSE)


def other_department(name: str = "市税务局") -> int:
    return Department.objects.create(code=name, name=name).pk


def lost(office: Office) -> list[int]:
    return [task.case_id for task in without_staff(today=TODAY, centre_id=office.hall.centre_id)]


def test_a_step_that_opens_for_nobody_raises_an_alarm(office: Office) -> None:
    leave(office.reviewer)
    case = office.accepted()
    assert lost(office) == []

    office.do(office.handler, case.id)

    assert lost(office) == [case.id]
    assert [line.event for line in cases.log(case.id)][-1] == "unstaffed"
    assert without_staff(today=TODAY, department_id=other_department()) == []


def test_the_first_step_alarms_as_well_the_longest_waiting_first(office: Office) -> None:
    leave(office.handler)

    cases_ = [office.accepted().id, office.accepted().id]

    assert lost(office) == cases_


def test_the_only_approver_who_accepted_is_nobody(hall: Hall) -> None:
    office = build_office(hall, fields={"ACCEPTANCE_MODE": "window_receives"})
    leave(office.second_approver)
    RoleGrant.objects.create(
        staff_id=office.approver.id, role="handler", department_id=office.department_id
    )
    forget_holders()
    case = office.received()
    filing.accept(case.id, by=actor_of_staff(office.approver.id), at=ten(6))
    for actor in (office.handler, office.reviewer):
        office.do(actor, case.id)

    assert lost(office) == [case.id]
    assert office.task(office.approver, case.id).role == "approver"


def test_an_alarm_ends_when_somebody_comes(office: Office) -> None:
    leave(office.handler)
    case = office.accepted()

    people.set_active(office.handler.id, True, by=HOUSE)
    assert routing.look(at=ten(20)) == 1

    assert lost(office) == []
    assert routing.look(at=ten(21)) == 0
    leave(office.handler)
    assert routing.look(at=ten(22)) == 1
    assert routing.look(at=ten(23)) == 0
    events = [line.event for line in cases.log(case.id)]
    assert events.count("unstaffed") == 2


def test_a_manager_sends_a_step_where_somebody_can_do_it(office: Office, manager: Actor) -> None:
    leave(office.handler)
    case = office.accepted()
    elsewhere = other_department()
    helper = with_role("8002", Role.HANDLER, department_id=elsewhere)
    step_id = steps_of(case.id)[0].id

    routing.reroute(step_id, elsewhere, "户政无人，请协办", by=manager, at=ten(20))

    assert lost(office) == []
    office.do(helper, case.id)
    office.do(office.reviewer, case.id)
    line = next(line for line in cases.log(case.id) if line.event == "reroute")
    assert line.facts == {"step": "承办", "from": office.department_id, "to": elsewhere}
    topics = Event.objects.get(name="case.reroute").topics
    assert {f"cases:{office.department_id}", f"cases:{elsewhere}"} <= set(topics)


def test_sent_where_nobody_can_it_stays_an_alarm(office: Office, manager: Actor) -> None:
    leave(office.handler)
    case = office.accepted()

    routing.reroute(steps_of(case.id)[0].id, other_department(), "试", by=manager, at=ten(20))

    assert lost(office) == [case.id]


def test_who_may_send_a_step_elsewhere(office: Office, manager: Actor) -> None:
    case = office.accepted()
    step_id = steps_of(case.id)[0].id
    elsewhere = other_department()
    own = with_role("8003", Role.DEPARTMENT_ADMIN, department_id=office.department_id)
    other = with_role("8004", Role.DEPARTMENT_ADMIN, department_id=elsewhere)

    for by in (office.handler, other, HOUSE, office.supervisor):
        with pytest.raises(NotAllowed):
            routing.reroute(step_id, elsewhere, "x", by=by, at=ten(20))
    with pytest.raises(ReasonNeeded):
        routing.reroute(step_id, elsewhere, " ", by=own, at=ten(20))
    with pytest.raises(NoSuchDepartment):
        routing.reroute(step_id, 0, "x", by=own, at=ten(20))
    with pytest.raises(StepNotFound):
        routing.reroute(0, elsewhere, "x", by=own, at=ten(20))
    steps.claim(step_id, by=office.handler, at=ten(20))
    with pytest.raises(StepTaken):
        routing.reroute(step_id, elsewhere, "x", by=manager, at=ten(21))


def test_a_step_of_a_colleague_who_is_away_is_freed_with_a_reason(
    office: Office, manager: Actor
) -> None:
    case = office.accepted()
    step_id = steps_of(case.id)[0].id
    steps.claim(step_id, by=office.handler, at=ten(20))

    with pytest.raises(NotYourStep):
        steps.release(step_id, by=office.supervisor, at=ten(21), reason="x")
    with pytest.raises(ReasonNeeded):
        steps.release(step_id, by=manager, at=ten(21))
    steps.release(step_id, by=manager, at=ten(21), reason="承办人住院")

    assert [task.step_id for task in group_inbox(office.handler, today=TODAY)] == [step_id]
    with pytest.raises(NotYourStep):
        steps.release(step_id, by=manager, at=ten(22), reason="再来")


def test_released_by_the_last_who_could_it_is_an_alarm(office: Office, manager: Actor) -> None:
    case = office.accepted()
    step_id = steps_of(case.id)[0].id
    steps.claim(step_id, by=office.handler, at=ten(20))
    leave(office.handler)

    steps.release(step_id, by=manager, at=ten(21), reason="已调离")

    assert lost(office) == [case.id]


def test_steps_are_routed_to_the_department_they_name_and_tell_its_inbox(hall: Hall) -> None:
    elsewhere = other_department()
    content = {
        **CONTENT,
        "steps": [
            {"name": "承办", "role": "handler"},
            {"name": "会签", "role": "reviewer", "department": "市税务局", "group": "a"},
            {"name": "会签", "role": "reviewer", "group": "a"},
        ],
    }
    office = build_office(hall, content=content)
    taxes = with_role("8005", Role.REVIEWER, department_id=elsewhere)
    case = office.accepted()

    office.do(office.handler, case.id)

    finished = Event.objects.filter(name="case.finish_step").order_by("id")[0]
    assert f"cases:{elsewhere}" in finished.topics
    assert [task.step for task in group_inbox(taxes, today=TODAY)] == ["会签"]
    assert [task.step for task in group_inbox(office.reviewer, today=TODAY)] == ["会签（2）"]
    for actor in (taxes, office.reviewer, office.approver):
        office.do(actor, case.id)
    assert cases.case(case.id).decided_by == office.approver.id


def test_two_approvers_side_by_side_do_not_decide_by_who_is_last(hall: Hall) -> None:
    content = {
        **CONTENT,
        "steps": [
            {"name": "承办", "role": "handler"},
            {"name": "甲局审批", "role": "approver", "group": "a"},
            {"name": "乙局审批", "role": "approver", "group": "a"},
        ],
    }
    office = build_office(hall, content=content)
    case = office.accepted()
    office.do(office.handler, case.id)
    office.do(office.approver, case.id, Outcome.REFUSE, opinion="不符合条件")

    office.do(office.second_approver, case.id)

    assert cases.case(case.id).decided_at is None
    assert office.task(office.approver, case.id).step == "审批"


def own_case(office: Office, number: str = CITIZEN, agent: str = "") -> int:
    """A received case of somebody of the house."""
    case = office.filled(minutes=0)
    person = Person(Applicant.PERSON, number, "演示", "13800000000", agent, "代办" if agent else "")
    drafting.identify(case.id, person, by=office.clerk, at=ten(4))
    return filing.receive(case.id, by=office.clerk, at=ten(5)).id


def known(actor: Actor, number: str = CITIZEN) -> Actor:
    people.set_identity(actor.id, number, by=HOUSE, today=TODAY)
    return actor_of_staff(actor.id)


def test_nobody_decides_in_a_matter_of_their_own(office: Office) -> None:
    clerk, handler = known(office.clerk), known(office.handler)
    case_id = own_case(office)

    with pytest.raises(OwnCase):
        filing.accept(case_id, by=clerk, at=ten(6))
    filing.accept(case_id, by=office.colleague, at=ten(6))
    step_id = steps_of(case_id)[0].id
    with pytest.raises(OwnCase):
        steps.claim(step_id, by=handler, at=ten(7))
    colleague = with_role("8006", Role.HANDLER, department_id=office.department_id)
    steps.claim(step_id, by=colleague, at=ten(7))
    with pytest.raises(OwnCase):
        steps.pass_on(step_id, handler.id, by=colleague, at=ten(8))


def test_who_stands_in_for_the_applicant_does_not_decide_either(office: Office) -> None:
    handler = known(office.handler)
    case_id = own_case(office, OTHER_CITIZEN, agent=CITIZEN)
    filing.accept(case_id, by=office.clerk, at=ten(6))

    with pytest.raises(OwnCase):
        steps.claim(steps_of(case_id)[0].id, by=handler, at=ten(7))


def test_the_database_keeps_four_eyes_over_every_step(office: Office) -> None:
    case = office.accepted()
    for actor in (office.handler, office.reviewer):
        office.do(actor, case.id)
    last = Step.objects.get(case_id=case.id, role="approver")

    def done_by(staff_id: int) -> None:
        with transaction.atomic():
            Step.objects.filter(pk=last.pk).update(
                state=StepState.DONE.value, done_by=staff_id, done_at=ten(30), outcome="pass"
            )

    for staff_id in (office.clerk.id, office.handler.id, office.reviewer.id):
        with pytest.raises(IntegrityError, match="one person") as refusal:
            done_by(staff_id)
        assert isinstance(moves.four_eyes(refusal.value), FourEyes)
    done_by(office.approver.id)


def test_another_refusal_of_the_database_stays_what_it_is(office: Office) -> None:
    case = office.accepted()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Step.objects.filter(case_id=case.id).update(state="claimed")

    assert moves.four_eyes(refusal.value) is refusal.value
