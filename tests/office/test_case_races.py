"""Two colleagues press one button at once: one does it, the other is told, nobody sees a 500."""

from collections import Counter

import pytest

from tests.builders import build_hall
from tests.cases.office import Office, build_office, ten
from tests.hall.test_races import at_once
from tests.office.builders import browser_of
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.actions import steps
from yimen.services.cases.models import CaseEvent, Notice
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.steps import steps_of
from yimen.services.cases.rules.states import State

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def second(office: Office, role: Role) -> Actor:
    row = Staff.objects.create(username="7980", name="演示人员7980")
    RoleGrant.objects.create(staff=row, role=role.value, department_id=office.department_id)
    return actor_of_staff(row.pk)


def test_of_two_reviewers_who_claim_at_once_one_is_led_on_and_one_is_told() -> None:
    office = build_office(build_hall())
    case = office.accepted()
    office.do(office.handler, case.id)
    step = office.task(office.reviewer, case.id).step_id
    people = [office.reviewer, second(office, Role.REVIEWER)]
    browsers = [browser_of(actor.id) for actor in people]

    def press(client: int) -> str:
        if client >= len(browsers):
            return ""
        address = f"/office/cases/{case.public_id}/do/claim"
        answer = browsers[client].post(address, {"about": str(step)})
        told = "同事刚刚处理过" in answer.content.decode()
        return f"{answer.status_code}{' told' if told else ''}"

    came = Counter(at_once(press))

    assert came["302"] == 1
    assert came["409 told"] == 1
    assert steps_of(case.id)[1].assignee in {actor.id for actor in people}


def test_yes_and_no_pressed_in_two_tabs_at_once_are_one_decision_and_one_notice() -> None:
    office = build_office(build_hall())
    case = office.accepted()
    for actor in (office.handler, office.reviewer):
        office.do(actor, case.id)
    step = steps.claim(
        office.task(office.approver, case.id).step_id, by=office.approver, at=ten(20)
    )
    browser = browser_of(office.approver.id)

    def press(client: int) -> int:
        if client > 1:
            return 0
        tab = browser_of(office.approver.id) if client else browser
        sent = {"about": str(step.id), "outcome": ("pass", "refuse")[client], "opinion": "不符"}
        return tab.post(f"/office/cases/{case.public_id}/do/finish", sent).status_code

    came = Counter(at_once(press))

    assert came[302] == 1
    assert sum(came[code] for code in (403, 409)) == 1
    decided = cases.case(case.id).state
    assert decided in {State.GRANTED, State.REFUSED}
    kinds = Notice.objects.filter(case_id=case.id, kind__in=["grant", "refuse"])
    assert [each.kind for each in kinds] == ["grant" if decided is State.GRANTED else "refuse"]
    decisions = CaseEvent.objects.filter(case_id=case.id, event__in=["grant", "refuse"])
    assert decisions.count() == 1
