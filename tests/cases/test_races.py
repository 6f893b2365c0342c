"""Sixteen people after the same case at once, and each race again without its lock."""

from collections import Counter
from collections.abc import Callable
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction

from tests.builders import build_hall
from tests.cases.office import CONTENT, TEN, ZHANG, Office, build_office, ten
from tests.hall.test_races import CLIENTS, at_once
from yimen.kernel.errors import DomainError
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.actions import deciding, drafting, filing, moves, steps, supplementing
from yimen.services.cases.models import Case, CaseEvent, CaseSeries, Step
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.inbox import group_inbox
from yimen.services.cases.queries.steps import steps_of
from yimen.services.cases.rules.states import State, StepState
from yimen.services.cases.rules.steps import Outcome
from yimen.support import audit
from yimen.support.audit import Link

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SIDE_BY_SIDE = [
    {"name": "甲处意见", "role": "handler", "group": "a"},
    {"name": "乙处意见", "role": "handler", "group": "a"},
    {"name": "审核", "role": "reviewer"},
    {"name": "审批", "role": "approver"},
]


def office_of(**more: object) -> Office:
    return build_office(build_hall(), **more)  # type: ignore[arg-type]


def came_of(deed: Callable[[], object]) -> str:
    """What came of it: a code, or nothing."""
    try:
        deed()
    except DomainError as refusal:
        return refusal.code
    return "done"


def many(office: Office, role: Role) -> list[Actor]:
    """As many people of a role as there are clients."""
    found = []
    for place in range(CLIENTS):
        row = Staff.objects.create(username=f"6{place:03d}", name=f"演示人员{place}")
        RoleGrant.objects.create(staff=row, role=role.value, department_id=office.department_id)
        found.append(actor_of_staff(row.pk))
    return found


def events(case_id: int) -> Counter[str]:
    return Counter(CaseEvent.objects.filter(case_id=case_id).values_list("event", flat=True))


def test_sixteen_windows_number_cases_without_gap_or_twin() -> None:
    office = office_of()
    drafts = [[office.filled().id for _ in range(3)] for _ in range(CLIENTS)]

    def take_in(place: int) -> list[str]:
        return [filing.receive(draft, by=office.clerk, at=ten(5)).number for draft in drafts[place]]

    numbers = [number for batch in at_once(take_in) for number in batch]
    serials = sorted(int(number[14:20]) for number in numbers)
    assert serials == list(range(1, CLIENTS * 3 + 1))
    assert list(audit.verify()) == []


def test_the_harness_would_see_a_number_given_twice() -> None:
    """Guards the test above: read the last serial and add one, and all add to the same."""
    CaseSeries.objects.create(region="441900", day=TEN.date(), last=0)
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> int:
        last = CaseSeries.objects.get().last
        all_have_read.wait()
        CaseSeries.objects.update(last=last + 1)
        return last + 1

    assert set(at_once(careless)) == {1}


def test_one_receipt_however_often_the_button_is_pressed() -> None:
    office = office_of()
    draft = office.filled()

    numbers = at_once(lambda _: filing.receive(draft.id, by=office.clerk, at=ten(5)).number)

    assert len(set(numbers)) == 1
    assert events(draft.id)["receive"] == 1
    assert CaseSeries.objects.get().last == 1


def test_one_request_sent_sixteen_times_is_one_draft() -> None:
    office = office_of()

    drafts = at_once(lambda _: office.begin(key="retry").id)

    assert len(set(drafts)) == 1
    assert Case.objects.count() == 1


def test_of_sixteen_handlers_one_gets_the_step() -> None:
    office = office_of()
    case = office.accepted()
    people = many(office, Role.HANDLER)
    step_id = office.task(office.handler, case.id).step_id

    answers = Counter(
        at_once(lambda n: came_of(lambda: steps.claim(step_id, by=people[n], at=ten(10))))
    )

    assert answers == {"done": 1, "cases.step_taken": CLIENTS - 1}
    assert events(case.id)["begin_review"] == 1
    assert events(case.id)["claim"] == 0
    holder = steps_of(case.id)[0].assignee
    assert holder in {person.id for person in people}


def test_the_harness_would_see_a_step_claimed_twice() -> None:
    """Guards the test above: look whether it is open, then take it, and all of them have it."""
    office = office_of()
    step_id = office.task(office.handler, office.accepted().id).step_id
    all_have_looked = Barrier(CLIENTS)

    def careless(place: int) -> bool:
        is_open = Step.objects.get(pk=step_id).state == StepState.OPEN.value
        all_have_looked.wait()
        if is_open:
            Step.objects.filter(pk=step_id).update(state=StepState.CLAIMED.value, assignee=place)
        return is_open

    assert at_once(careless) == [True] * CLIENTS


def at_the_last_step(office: Office) -> tuple[int, int]:
    """A case with its approver's step claimed: case and step."""
    case = office.accepted()
    for actor in (office.handler, office.reviewer):
        office.do(actor, case.id)
    step_id = office.task(office.approver, case.id).step_id
    steps.claim(step_id, by=office.approver, at=ten(20))
    return case.id, step_id


def test_a_case_is_decided_once_though_granted_and_refused_at_once() -> None:
    office = office_of()
    case_id, step_id = at_the_last_step(office)

    def decide(place: int) -> str:
        outcome = Outcome.REFUSE if place % 2 else Outcome.PASS
        return came_of(
            lambda: steps.finish(step_id, outcome, opinion="结论", by=office.approver, at=ten(21))
        )

    assert Counter(at_once(decide)) == {"done": 1, "cases.step_taken": CLIENTS - 1}
    happened = events(case_id)
    assert happened["grant"] + happened["refuse"] == 1
    state = cases.case(case_id).state
    assert state is (State.GRANTED if happened["grant"] else State.REFUSED)


def test_the_harness_would_see_two_decisions_of_one_case() -> None:
    """Guards the test above: look whether it is undecided, then decide, and both did."""
    office = office_of()
    case_id, _ = at_the_last_step(office)
    all_have_looked = Barrier(CLIENTS)

    def careless(place: int) -> str:
        undecided = Case.objects.get(pk=case_id).decided_at is None
        all_have_looked.wait()
        state = State.REFUSED if place % 2 else State.GRANTED
        Case.objects.filter(pk=case_id).update(
            state=state.value, decided_at=ten(21), decided_by=office.approver.id
        )
        return state.value if undecided else ""

    assert set(at_once(careless)) == {"granted", "refused"}


def test_a_case_withdrawn_while_it_is_decided_is_one_or_the_other() -> None:
    office = office_of()
    case_id, step_id = at_the_last_step(office)

    def act(place: int) -> str:
        if place % 2:
            return came_of(
                lambda: deciding.withdraw(case_id, "不办了", by=office.clerk, at=ten(21))
            )
        return came_of(
            lambda: steps.finish(step_id, Outcome.PASS, opinion="", by=office.approver, at=ten(21))
        )

    assert Counter(at_once(act))["done"] == 1
    happened = events(case_id)
    assert happened["grant"] + happened["withdraw"] == 1
    assert not Step.objects.filter(case_id=case_id, state__in=["open", "claimed"]).exists()
    assert list(audit.verify()) == []


def test_a_step_is_finished_or_sent_back_never_both() -> None:
    office = office_of()
    case_id, step_id = at_the_last_step(office)

    def act(place: int) -> str:
        if place % 2:
            return came_of(
                lambda: steps.return_to(step_id, 1, "补充意见", by=office.approver, at=ten(21))
            )
        return came_of(
            lambda: steps.finish(step_id, Outcome.PASS, opinion="", by=office.approver, at=ten(21))
        )

    assert Counter(at_once(act)) == {"done": 1, "cases.step_taken": CLIENTS - 1}
    returned = events(case_id)["return_step"] == 1
    open_ = [task.case_id for task in group_inbox(office.handler, today=TEN.date())]
    assert open_ == ([case_id] if returned else [])


def side_by_side(count: int) -> tuple[Office, list[tuple[int, list[int]]]]:
    """Cases whose two first steps, of one position, are claimed: case and steps."""
    office = office_of(content={**CONTENT, "steps": SIDE_BY_SIDE})
    found = []
    for _ in range(count):
        case = office.accepted()
        open_ = [step.id for step in steps_of(case.id) if step.state is StepState.OPEN]
        for step_id in open_:
            steps.claim(step_id, by=office.handler, at=ten(10))
        found.append((case.id, open_))
    return office, found


def test_of_two_steps_finished_at_once_the_later_opens_the_next() -> None:
    office, found = side_by_side(CLIENTS // 2)

    def end(place: int) -> None:
        _, pair = found[place // 2]
        steps.finish(pair[place % 2], Outcome.PASS, opinion="", by=office.handler, at=ten(11))

    at_once(end)

    waiting = [task.case_id for task in group_inbox(office.reviewer, today=TEN.date())]
    assert sorted(waiting) == sorted(case_id for case_id, _ in found)


def test_the_harness_would_see_a_case_that_nobody_passes_on() -> None:
    """Guards the test above: end mine, look whether the other ended, without the case's lock."""
    office, found = side_by_side(1)
    ((case_id, pair),) = found
    both_have_ended = Barrier(2)

    def careless(place: int) -> bool:
        with transaction.atomic():
            Step.objects.filter(pk=pair[place]).update(
                state=StepState.DONE.value, done_by=office.handler.id, done_at=ten(11)
            )
            both_have_ended.wait()
            left = Step.objects.filter(case_id=case_id, position=1).exclude(state="done")
            all_done = not left.exists()
            both_have_ended.wait()
        return all_done

    assert at_once(careless, clients=2) == [False, False]


def test_of_sixteen_tabs_one_saves_and_the_others_are_told() -> None:
    office = office_of()
    case = office.begin()

    def save(place: int) -> str:
        return came_of(
            lambda: drafting.identify(
                case.id, ZHANG, by=office.clerk, at=ten(1 + place), seen=case.saved_at
            )
        )

    assert Counter(at_once(save)) == {"done": 1, "cases.draft_moved": CLIENTS - 1}
    assert events(case.id)["identify"] == 1


def test_the_harness_would_see_tabs_overwrite_each_other() -> None:
    """Guards the test above: compare what was seen, then write, without the lock."""
    case = office_of().begin()
    all_have_compared = Barrier(CLIENTS)

    def careless(place: int) -> bool:
        unchanged = Case.objects.get(pk=case.id).saved_at == case.saved_at
        all_have_compared.wait()
        if unchanged:
            Case.objects.filter(pk=case.id).update(saved_at=ten(1 + place))
        return unchanged

    assert at_once(careless) == [True] * CLIENTS


def test_everything_missing_is_told_once_though_two_clerks_press_at_once() -> None:
    office = office_of()
    case = office.received(lease=False)
    clerks = (office.clerk, office.colleague)

    def ask(place: int) -> str:
        return came_of(
            lambda: supplementing.ask(case.id, {"lease": "请补交"}, by=clerks[place % 2], at=ten(6))
        )

    answers = Counter(at_once(ask))
    assert answers["done"] == 1
    assert set(answers) <= {"done", "cases.supplement_once", "cases.move_not_allowed"}
    assert cases.case(case.id).supplements == 1


def test_what_sixteen_people_do_to_one_case_is_one_unbroken_chain() -> None:
    office = office_of()
    case = office.begin()

    def note(place: int) -> None:
        with transaction.atomic():
            moves.note(moves.locked(case.id), "seen", by=office.clerk, at=ten(place))

    at_once(note)

    assert [entry.number for entry in audit.entries(f"case:{case.id}")] == list(
        range(1, CLIENTS + 2)
    )
    assert list(audit.verify()) == []


def test_the_harness_would_see_a_chain_that_forks() -> None:
    """Guards the test above: without the case's lock two acts follow the same one."""
    case = office_of().begin()
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> str:
        row = Case.objects.get(pk=case.id)
        end = Link(row.audit_number, bytes(row.audit_digest))
        all_have_read.wait()
        try:
            audit.append(f"case:{case.id}", "seen", actor="staff:1", at=ten(1), end=end)
        except IntegrityError:
            return "forked"
        return "done"

    assert Counter(at_once(careless)) == {"done": 1, "forked": CLIENTS - 1}
