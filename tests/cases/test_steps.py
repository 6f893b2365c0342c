"""Behind the windows: claims, four eyes, returns, decisions, and how cases end."""

import pytest
from django.db import IntegrityError, transaction

from tests.builders import Hall
from tests.cases.office import CONTENT, Office, build_office, ten
from yimen.kernel.errors import NotAllowed
from yimen.services.cases.actions import deciding, filing, opinions, steps, viewing
from yimen.services.cases.errors import (
    FourEyes,
    MoveNotAllowed,
    NoEarlierStep,
    NoSuchOpinion,
    NotInstant,
    NotYourStep,
    PromiseOpen,
    ReasonNeeded,
    StepNotFound,
    StepTaken,
)
from yimen.services.cases.models import Case
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.inbox import Colour, Place, colour, group_inbox, own_inbox
from yimen.services.cases.queries.search import Wanted, cases_of, search
from yimen.services.cases.queries.steps import opinions_of, steps_of
from yimen.services.cases.rules.states import State, StepState
from yimen.services.cases.rules.steps import Outcome
from yimen.support import audit
from yimen.support.models import AuditEntry
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db
TODAY = ten().date()


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def test_three_people_decide_one_after_the_other(office: Office) -> None:
    case = office.accepted()
    assert group_inbox(office.reviewer, today=TODAY) == []

    for actor in (office.handler, office.reviewer, office.approver):
        office.do(actor, case.id)

    decided = cases.case(case.id)
    assert (decided.state, decided.decided_by) == (State.GRANTED, office.approver.id)
    assert [line.event for line in cases.log(case.id)][-8:] == [
        "accept",
        "begin_review",
        "finish_step",
        "claim",
        "finish_step",
        "claim",
        "finish_step",
        "grant",
    ]
    assert list(audit.verify()) == []


def test_a_claimed_step_is_a_persons_own_until_released(office: Office) -> None:
    case = office.accepted()
    step_id = office.task(office.handler, case.id).step_id

    steps.claim(step_id, by=office.handler, at=ten(10))

    assert cases.case(case.id).state is State.IN_REVIEW
    assert [task.step_id for task in own_inbox(office.handler.id, today=TODAY)] == [step_id]
    assert group_inbox(office.handler, today=TODAY) == []
    steps.claim(step_id, by=office.handler, at=ten(11))
    steps.release(step_id, by=office.handler, at=ten(12))
    assert [task.step_id for task in group_inbox(office.handler, today=TODAY)] == [step_id]
    with pytest.raises(NotYourStep):
        steps.finish(step_id, Outcome.PASS, opinion="", by=office.handler, at=ten(13))


def test_nobody_does_a_step_of_another_role(office: Office) -> None:
    case = office.accepted()
    step_id = office.task(office.handler, case.id).step_id

    for stranger in (office.clerk, office.reviewer, office.issuer):
        with pytest.raises(NotAllowed):
            steps.claim(step_id, by=stranger, at=ten(10))
    with pytest.raises(StepNotFound):
        steps.claim(0, by=office.handler, at=ten(10))


def test_who_accepted_may_not_approve(hall: Hall) -> None:
    office = build_office(hall, fields={"ACCEPTANCE_MODE": "window_receives"})
    case = office.received()
    both = office.people["handler"]
    filing.accept(case.id, by=both, at=ten(6))
    for actor in (both, office.reviewer):
        office.do(actor, case.id)
    step_id = office.task(office.approver, case.id).step_id
    Case.objects.filter(pk=case.id).update(accepted_by=office.approver.id)

    with pytest.raises(FourEyes) as refusal:
        steps.claim(step_id, by=office.approver, at=ten(20))

    assert refusal.value.facts == {"did": "accepted"}
    steps.claim(step_id, by=office.second_approver, at=ten(20))


def test_the_database_refuses_four_eyes_as_well(office: Office) -> None:
    case = office.granted()

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.id).update(handled_by=office.approver.id)


def test_a_colleague_takes_over_a_claimed_step(office: Office) -> None:
    case = office.accepted()
    for actor in (office.handler, office.reviewer):
        office.do(actor, case.id)
    step_id = office.task(office.approver, case.id).step_id
    steps.claim(step_id, by=office.approver, at=ten(20))

    with pytest.raises(NotAllowed):
        steps.pass_on(step_id, office.clerk.id, by=office.approver, at=ten(21))
    steps.pass_on(step_id, office.second_approver.id, by=office.approver, at=ten(21))

    with pytest.raises(NotYourStep):
        steps.finish(step_id, Outcome.PASS, opinion="", by=office.approver, at=ten(22))
    steps.finish(step_id, Outcome.PASS, opinion="", by=office.second_approver, at=ten(22))
    assert cases.case(case.id).decided_by == office.second_approver.id


def test_a_refusal_needs_a_reason_and_is_decided_by_the_last(office: Office) -> None:
    case = office.accepted()
    step = steps.claim(office.task(office.handler, case.id).step_id, by=office.handler, at=ten(9))
    with pytest.raises(ReasonNeeded):
        steps.finish(step.id, Outcome.REFUSE, opinion=" ", by=office.handler, at=ten(10))
    steps.finish(step.id, Outcome.REFUSE, opinion="不符合条件", by=office.handler, at=ten(10))
    assert cases.case(case.id).state is State.IN_REVIEW

    office.do(office.reviewer, case.id, Outcome.REFUSE, opinion="同意承办意见")
    office.do(office.approver, case.id, Outcome.REFUSE, opinion="不予许可：不符合条件")

    assert cases.case(case.id).state is State.REFUSED


def test_a_step_sent_back_is_done_again_and_the_clocks_go_on(office: Office) -> None:
    case = office.accepted()
    office.do(office.handler, case.id)
    reviewing = steps.claim(
        office.task(office.reviewer, case.id).step_id, by=office.reviewer, at=ten(20)
    )
    with pytest.raises(NoEarlierStep):
        steps.return_to(reviewing.id, 3, "x", by=office.reviewer, at=ten(21))

    steps.return_to(reviewing.id, 1, "照片不清楚", by=office.reviewer, at=ten(21))

    again = office.task(office.handler, case.id)
    assert again.due_on == cases.case(case.id).promised_due
    for actor in (office.handler, office.reviewer, office.approver):
        office.do(actor, case.id, minutes=30)
    assert cases.case(case.id).state is State.GRANTED
    rounds = [(step.name, step.round, step.outcome) for step in steps_of(case.id)]
    assert ("审核", 1, "return") in rounds
    assert ("审核", 2, "pass") in rounds


def test_parallel_steps_open_together_and_the_next_waits_for_all(hall: Hall) -> None:
    parallel = [
        {"name": "户政意见", "role": "handler", "group": "a"},
        {"name": "流管意见", "role": "handler", "group": "a"},
        {"name": "审批", "role": "approver"},
    ]
    office = build_office(hall, content={**CONTENT, "steps": parallel})
    case = office.accepted()

    assert len(group_inbox(office.handler, today=TODAY)) == 2
    office.do(office.handler, case.id)
    assert group_inbox(office.approver, today=TODAY) == []
    office.do(office.handler, case.id)
    office.do(office.approver, case.id)

    assert cases.case(case.id).state is State.GRANTED


def test_no_decision_in_favour_before_the_promise_is_kept(office: Office) -> None:
    case = office.received(lease=False)
    filing.accept(case.id, by=office.clerk, at=ten(6), tolerant_days=5)
    for actor in (office.handler, office.reviewer):
        office.do(actor, case.id)

    with pytest.raises(PromiseOpen):
        office.do(office.approver, case.id)

    assert cases.case(case.id).state is State.IN_REVIEW
    filing.bring_later(case.id, "lease", file_ids=(), by=office.clerk, at=ten(30))
    filing.make_up(case.id, by=office.clerk, at=ten(31))
    step = own_inbox(office.approver.id, today=TODAY)[0]
    steps.finish(step.step_id, Outcome.PASS, opinion="", by=office.approver, at=ten(32))
    assert cases.case(case.id).state is State.GRANTED


def test_the_result_is_made_and_handed_over_once(office: Office) -> None:
    case = office.granted()
    with pytest.raises(MoveNotAllowed):
        deciding.hand_over(case.id, taker="applicant", by=office.issuer, at=ten(40))

    deciding.certify(case.id, by=office.approver, at=ten(41))
    with pytest.raises(NotAllowed):
        deciding.hand_over(case.id, taker="applicant", by=office.clerk, at=ten(42))
    done = deciding.hand_over(case.id, taker="applicant", by=office.issuer, at=ten(42))

    assert (done.state, done.delivered_at) == (State.DELIVERED, ten(42))
    assert deciding.hand_over(case.id, taker="agent", by=office.issuer, at=ten(43)) == done


def test_a_case_without_a_result_closes_with_the_decision(hall: Hall) -> None:
    office = build_office(hall, content={**CONTENT, "results": []})

    assert cases.case(office.granted().id).state is State.CLOSED


def test_an_instant_item_is_done_in_one_go_with_the_same_record(hall: Hall) -> None:
    office = build_office(hall, fields={"PROJECT_TYPE": "1", "PROMISE_DAY": 0})
    draft = office.filled()

    done = deciding.finish_at_window(draft.id, Outcome.PASS, "", by=office.clerk, at=ten(9))

    assert (done.state, done.decided_by) == (State.GRANTED, office.clerk.id)
    assert {step.state for step in steps_of(draft.id)} == {StepState.DONE}
    assert {"receive", "accept", "begin_review", "grant"} <= {
        line.event for line in cases.log(draft.id)
    }


def test_what_is_not_instant_is_not_decided_at_the_window(office: Office) -> None:
    with pytest.raises(NotInstant):
        deciding.finish_at_window(office.filled().id, Outcome.PASS, "", by=office.clerk, at=ten(9))


def test_applicants_withdraw_before_the_decision_only(office: Office) -> None:
    case, decided = office.accepted(), office.granted()

    assert deciding.withdraw(case.id, "", by=office.clerk, at=ten(50)).state is State.WITHDRAWN
    assert group_inbox(office.handler, today=TODAY) == []
    with pytest.raises(MoveNotAllowed):
        deciding.withdraw(decided.id, "", by=office.clerk, at=ten(50))


def test_only_supervisors_void_and_only_the_department_terminates(office: Office) -> None:
    first, second = office.accepted(), office.accepted()

    with pytest.raises(NotAllowed):
        deciding.void(first.id, "误录", by=office.clerk, at=ten(50))
    with pytest.raises(NotAllowed):
        deciding.terminate(second.id, "申请人死亡", by=office.clerk, at=ten(50))
    assert deciding.void(first.id, "误录", by=office.supervisor, at=ten(50)).state is State.VOID
    ended = deciding.terminate(second.id, "申请人死亡", by=office.handler, at=ten(50))
    assert ended.state is State.TERMINATED


def test_opinions_are_asked_of_one_and_given_once(office: Office) -> None:
    case = office.accepted()
    asked = opinions.ask_opinion(
        case.id, office.second_approver.id, "照片是否合格？", by=office.handler, at=ten(9)
    )

    with pytest.raises(NoSuchOpinion):
        opinions.give_opinion(asked, "合格", by=office.reviewer, at=ten(10))
    opinions.give_opinion(asked, "合格", by=office.second_approver, at=ten(10))
    with pytest.raises(NoSuchOpinion):
        opinions.give_opinion(asked, "不合格", by=office.second_approver, at=ten(11))

    assert [view.answer for view in opinions_of(case.id)] == ["合格"]


def test_a_full_view_needs_right_and_reason_and_leaves_two_records(office: Office) -> None:
    case = office.accepted()

    with pytest.raises(ReasonNeeded):
        viewing.reveal(case.id, reason="", by=office.handler, at=ten(9))
    with pytest.raises(NotAllowed):
        viewing.reveal(case.id, reason="核对", by=office.supervisor, at=ten(9))
    seen = viewing.reveal(case.id, reason="核对身份", by=office.handler, at=ten(9))

    assert (seen.id, seen.phone) == ("441900199003070016", "13800000000")
    assert cases.log(case.id)[-1].event == "reveal"
    assert AuditEntry.objects.filter(subject=f"view:{office.handler.label}").count() == 1


def test_inboxes_page_by_due_day_and_colour_says_how_urgent(office: Office) -> None:
    made = [office.accepted(minutes=n).id for n in range(5)]

    first = group_inbox(office.handler, today=TODAY, limit=2)
    last = Place(first[-1].due_on, first[-1].step_id)
    rest = group_inbox(office.handler, today=TODAY, after=last)

    assert [task.case_id for task in [*first, *rest]] == made
    due = first[0].due_on
    assert due is not None
    assert colour(due, State.IN_REVIEW, due.replace(day=18)) is Colour.YELLOW
    assert colour(due, State.IN_REVIEW, due.replace(day=20)) is Colour.RED
    assert colour(due, State.SUSPENDED, due.replace(day=20)) is Colour.GREY


def test_cases_are_found_by_number_person_department_and_state(office: Office) -> None:
    one, other = office.accepted(), office.received()

    def found(**wanted: object) -> list[int]:
        return [view.id for view in search(Wanted(**wanted))]  # type: ignore[arg-type]

    assert found(number=one.number) == [one.id]
    assert found(person="441900199003070016") == [other.id, one.id]
    assert found(department_id=office.department_id, state=State.RECEIVED) == [other.id]
    assert found(centre_id=office.hall.centre_id, before=other.id) == [one.id]
    assert [view.id for view in cases_of(blind_index("441900199003070016"))] == [other.id, one.id]


def test_a_step_taken_by_a_colleague_is_refused(office: Office) -> None:
    case = office.accepted()
    office.do(office.handler, case.id)
    step_id = next(step.id for step in steps_of(case.id) if step.role == "handler")

    with pytest.raises(StepTaken):
        steps.claim(step_id, by=office.handler, at=ten(20))
