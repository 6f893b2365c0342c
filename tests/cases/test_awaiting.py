"""What waits for somebody's decision: listed for whom it is theirs to decide, the longest first."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import Hall
from tests.cases.office import Office, build_office, ten
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import Actor, Grant, Right
from yimen.services.cases.actions import cards, clockwork, deciding, extending, opinions, special
from yimen.services.cases.models import Card, Case, ExtensionRequest
from yimen.services.cases.queries.awaiting import Asked, Awaited, awaiting, count_awaiting
from yimen.services.cases.queries.inbox import Colour
from yimen.services.cases.rules.cards import Cause
from yimen.services.cases.rules.clocks import StopReason

pytestmark = pytest.mark.django_db
TODAY = date(2019, 11, 5)
LATER = datetime(2020, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def waits(actor: Actor) -> list[tuple[Asked, int]]:
    """What waits for somebody, and the count agrees."""
    found = awaiting(actor, today=TODAY)
    assert count_awaiting(actor) == len(found)
    return [(each.asked, each.about) for each in found]


def with_right(actor: Actor, *rights: Right, department_id: int | None = None) -> Actor:
    """The same person with other rights, in one department or all."""
    return replace(actor, grants=(Grant(frozenset(rights), None, department_id),))


def ask_special(office: Office, minutes: float = 10, by: Actor | None = None) -> int:
    case = office.accepted()
    asked = special.ask(
        case.id,
        StopReason.TESTING,
        days=10,
        reason="送检样品",
        by=by or office.handler,
        at=ten(minutes),
    )
    return asked.id


def ask_extension(office: Office, minutes: float = 10) -> int:
    case = office.accepted()
    asked = extending.ask(case.id, days=5, reason="案情复杂", by=office.handler, at=ten(minutes))
    return asked.id


def ask_opinion(office: Office, expert: Actor, minutes: float = 10) -> tuple[int, int]:
    """The case and the opinion."""
    case = office.accepted()
    asked = opinions.ask_opinion(
        case.id, expert.id, "是否符合消防要求？", by=office.handler, at=ten(minutes)
    )
    return case.id, asked


def appealed(office: Office, by: Actor | None = None) -> int:
    """A card against which its department appealed, months later."""
    office.accepted()
    clockwork.look(at=LATER)
    card = Card.objects.filter(cause=Cause.OVERDUE.value).latest("pk")
    Card.objects.filter(pk=card.pk).update(staff=None)
    cards.appeal(card.pk, ground="系统故障", by=by or office.handler, at=LATER)
    return card.pk


def test_a_special_procedure_waits_for_reviewers_and_approvers(office: Office) -> None:
    asked = ask_special(office)

    assert waits(office.reviewer) == waits(office.approver) == [(Asked.SPECIAL, asked)]
    assert waits(office.handler) == waits(office.supervisor) == waits(office.clerk) == []


def test_an_extension_waits_for_approvers_alone(office: Office) -> None:
    asked = ask_extension(office)

    assert waits(office.approver) == [(Asked.EXTENSION, asked)]
    assert waits(office.reviewer) == []


def test_a_joint_extension_waits_for_who_approves_for_every_department(office: Office) -> None:
    asked = ask_extension(office)
    ExtensionRequest.objects.update(joint=True)

    assert waits(office.approver) == []
    assert waits(with_right(office.approver, Right.APPROVE)) == [(Asked.EXTENSION, asked)]


def test_an_opinion_waits_for_who_was_asked_until_the_answer(office: Office) -> None:
    _, asked = ask_opinion(office, office.reviewer)
    before = waits(office.reviewer)

    opinions.give_opinion(asked, "符合", by=office.reviewer, at=ten(20))

    assert (before, waits(office.reviewer)) == ([(Asked.OPINION, asked)], [])
    assert waits(office.approver) == []


def test_an_opinion_on_what_is_over_waits_no_more(office: Office) -> None:
    case_id, _ = ask_opinion(office, office.reviewer)

    deciding.withdraw(case_id, "申请人撤回", by=office.clerk, at=ten(20))

    assert waits(office.reviewer) == []


def test_an_appeal_waits_for_supervisors_of_the_centre(office: Office) -> None:
    asked = appealed(office)

    assert waits(office.supervisor) == [(Asked.APPEAL, asked)]
    assert waits(office.approver) == []
    elsewhere = replace(office.supervisor.grants[0], centre_id=office.hall.centre_id + 1)
    assert waits(replace(office.supervisor, grants=(elsewhere,))) == []


def test_what_was_decided_waits_no_more(office: Office) -> None:
    special.refuse(ask_special(office), reason="无需检测", by=office.reviewer, at=ten(20))
    extending.grant(ask_extension(office), by=office.approver, at=ten(20))
    cards.decide_appeal(
        appealed(office), cancel=True, reason="属实", by=office.supervisor, at=LATER
    )

    assert waits(office.approver) == waits(office.reviewer) == waits(office.supervisor) == []


def test_nobody_is_asked_to_decide_on_what_they_asked_for(office: Office) -> None:
    both = with_right(
        office.handler, Right.HANDLE, Right.APPROVE, Right.SUPERVISE_CASES,
        department_id=office.department_id,
    )  # fmt: skip
    ask_special(office, by=both)
    ask_extension(office)
    appealed(office, by=both)

    assert waits(both) == []


def test_another_departments_cases_wait_for_others(office: Office) -> None:
    ask_special(office)
    ask_extension(office)
    other = Department.objects.create(code="RS", name="人社局").pk

    stranger = with_right(office.approver, Right.REVIEW, Right.APPROVE, department_id=other)

    assert waits(stranger) == []


def test_a_branch_that_does_a_step_may_decide_and_is_asked(office: Office) -> None:
    asked = ask_special(office)
    branch = Department.objects.create(code="GA-JJ", name="交警支队").pk
    office.task(office.handler, Case.objects.get().pk)
    Case.objects.get().steps.filter(name="审核").update(department=branch)

    reviewer = with_right(office.reviewer, Right.REVIEW, department_id=branch)

    assert waits(reviewer) == [(Asked.SPECIAL, asked)]
    assert special.approve(asked, by=reviewer, at=ten(20)).decided_by == reviewer.id


def test_the_longest_waiting_stands_first_with_its_colour(office: Office) -> None:
    extension = ask_extension(office, 30)
    asked = ask_special(office, 20)
    _, opinion = ask_opinion(office, office.approver, 25)
    Case.objects.update(promised_due=date(2019, 11, 6), statutory_due=date(2019, 11, 4))

    found = awaiting(office.approver, today=TODAY)

    assert [each.about for each in found] == [asked, opinion, extension]
    assert [each.colour for each in found] == [Colour.YELLOW, Colour.YELLOW, Colour.RED]
    assert _said(found[0]) == ("testing", 10, "送检样品", office.handler.id, ten(20))
    assert [each.about for each in awaiting(office.approver, today=TODAY, limit=2)] == [
        asked,
        opinion,
    ]


def test_an_appeal_has_no_clock(office: Office) -> None:
    appealed(office)

    found = awaiting(office.supervisor, today=TODAY)

    assert [(each.due_on, each.colour, each.words) for each in found] == [(None, None, "系统故障")]


def test_one_statement_asks_for_each_kind_however_many_wait(office: Office) -> None:
    everything = with_right(office.approver, *Right)
    for _ in range(3):
        ask_special(office)
        ask_extension(office)

    with CaptureQueriesContext(
        connection,
    ) as listed:
        awaiting(everything, today=TODAY)
    with CaptureQueriesContext(connection) as counted:
        count_awaiting(everything)

    assert (len(listed), len(counted)) == (4, 1)


def _said(each: Awaited) -> tuple[str, int, str, int, datetime]:
    return each.detail, each.days, each.words, each.asked_by, each.asked_at
