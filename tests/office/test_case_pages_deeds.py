"""Deeds on the page of a case: what is offered to whom, what is refused, and in which words."""

from typing import Any

import pytest

from tests.builders import Hall
from tests.cases.office import Office, build_office, ten
from tests.office.builders import browser_of
from yimen.channels.office.cases.deeds import DEEDS
from yimen.reference.people.models import RoleGrant
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.actions import extending, opinions, special, steps
from yimen.services.cases.queries import cases, materials, procedures
from yimen.services.cases.queries.steps import opinions_of, steps_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.clocks import StopReason
from yimen.services.cases.rules.procedures import ProcedureState
from yimen.services.cases.rules.states import MaterialState, State, StepState

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def do(actor: Actor, case: CaseView, deed: str, about: int = 0, **fields: object) -> Any:
    """Press the button of a deed as somebody."""
    sent = {**fields, **({"about": str(about)} if about else {})}
    return browser_of(actor.id).post(f"/office/cases/{case.public_id}/do/{deed}", sent)


def offered(actor: Actor, case: CaseView) -> list[str]:
    """The deeds the page offers somebody."""
    page = text(browser_of(actor.id).get(f"/office/cases/{case.public_id}"))
    return [name for name in DEEDS if f'data-deed="{name}"' in page]


def state(case: CaseView) -> State:
    return cases.case(case.id).state


def step_of(office: Office, actor: Actor, case: CaseView) -> int:
    """Claimed by somebody."""
    return steps.claim(office.task(actor, case.id).step_id, by=actor, at=ten(8)).id


def also(office: Office, actor: Actor, role: Role) -> Actor:
    """The same person with a second role in the department."""
    RoleGrant.objects.create(staff_id=actor.id, role=role.value, department_id=office.department_id)
    return actor_of_staff(actor.id)


def test_three_people_decide_a_case(office: Office) -> None:
    case = office.accepted()

    for actor in (office.handler, office.reviewer, office.approver):
        step = office.task(actor, case.id).step_id
        assert do(actor, case, "claim", step).status_code == 302
        answer = do(actor, case, "finish", step, outcome="pass", opinion="符合条件")
        assert answer["Location"] == f"/office/cases/{case.public_id}"

    assert state(case) is State.GRANTED
    assert cases.case(case.id).decided_by == office.approver.id


def test_four_eyes_are_shown_on_the_button_and_said_when_pressed_anyway(office: Office) -> None:
    case = office.accepted()
    office.do(office.handler, case.id)
    office.do(office.reviewer, case.id)
    both = also(office, office.handler, Role.APPROVER)
    step = office.task(both, case.id).step_id

    page = text(browser_of(both.id).get(f"/office/cases/{case.public_id}"))
    answer = do(both, case, "claim", step)

    assert "您在这个办件里承办过，须由另一位同事办理这一步。" in page
    assert "disabled>" in page.split('data-deed="claim"')[1].split("</details>")[0]
    assert answer.status_code in {403, 409}
    assert "没有办成" in text(answer)
    assert "您在这个办件里承办过" in text(answer)
    assert steps_of(case.id)[2].state is StepState.OPEN


def test_the_list_says_why_four_eyes_keep_somebody_from_claiming(office: Office) -> None:
    case = office.accepted()
    office.do(office.handler, case.id)
    both = also(office, office.handler, Role.REVIEWER)
    step = office.task(both, case.id).step_id

    page = text(browser_of(both.id).post(f"/office/cases/steps/{step}/claim", follow=True))

    assert "须由另一位同事办理这一步" in page


def test_a_refusal_needs_a_reason_and_keeps_what_was_chosen(office: Office) -> None:
    case = office.accepted()
    step = step_of(office, office.handler, case)

    answer = do(office.handler, case, "finish", step, outcome="refuse", opinion=" ")

    assert answer.status_code == 422
    page = text(answer)
    assert "请写明理由" in page
    assert 'value="refuse"' in page
    assert steps_of(case.id)[0].state is StepState.CLAIMED


def test_a_step_is_released_passed_on_and_sent_back(office: Office) -> None:
    case = office.accepted()
    step = step_of(office, office.handler, case)
    do(office.handler, case, "release", step)
    assert steps_of(case.id)[0].state is StepState.OPEN
    step_of(office, office.handler, case)
    colleague = also(office, office.approver, Role.HANDLER)

    do(office.handler, case, "pass-on", step, colleague=str(colleague.id))
    assert steps_of(case.id)[0].assignee == colleague.id

    do(colleague, case, "finish", step, outcome="pass")
    review = step_of(office, office.reviewer, case)
    assert do(office.reviewer, case, "return", review, position="1").status_code == 422
    do(office.reviewer, case, "return", review, position="1", reason="缺核查记录")
    assert next(step.state for step in steps_of(case.id) if step.round == 2) is StepState.OPEN


def test_a_department_accepts_tells_what_is_missing_or_turns_away(office: Office) -> None:
    first, second, third, fourth = (office.received() for _ in range(4))

    assert {"accept", "ask-supplement", "not-required", "not-competent"} <= set(
        offered(office.handler, first)
    )
    do(office.handler, first, "accept")
    do(office.handler, second, "ask-supplement", flaw_id="身份证照片不清楚，请重新提交。")
    do(office.handler, third, "not-required", reason="本事项已取消许可")
    do(office.handler, fourth, "not-competent", authority="市住建局", reason="不属本局职责")

    found = [state(case) for case in (first, second, third, fourth)]
    assert found == [State.ACCEPTED, State.CORRECTION, State.NOT_REQUIRED, State.NOT_COMPETENT]
    wrong = {each.key: each for each in materials.materials(second.id)}["id"]
    assert (wrong.state, wrong.flaw) == (MaterialState.WRONG, "身份证照片不清楚，请重新提交。")


def test_a_supplement_about_nothing_is_refused_in_words(office: Office) -> None:
    case = office.received()

    answer = do(office.handler, case, "ask-supplement")

    assert "没有缺少或有误的材料" in text(answer)
    assert state(case) is State.RECEIVED


def test_a_special_procedure_needs_a_second_person_and_stops_the_case(office: Office) -> None:
    case = office.accepted()
    step_of(office, office.handler, case)
    do(office.handler, case, "special-ask", kind="appraisal", days="5", reason="需要鉴定")
    asked = procedures.specials_of(case.id)[0]
    both = also(office, office.handler, Role.REVIEWER)

    alone = do(both, case, "special-decide", asked.id, yes="1")
    assert "特别程序须由另一人决定" in text(alone)
    do(office.reviewer, case, "special-decide", asked.id, yes="1")
    assert state(case) is State.SUSPENDED
    page = text(browser_of(office.handler.id).get(f"/office/cases/{case.public_id}"))
    assert "办件在特别程序中，期限已停止计算" in page
    assert "停 · 不计时" in page

    do(office.approver, case, "special-resume", reason="鉴定合格")
    assert state(case) is State.IN_REVIEW


def test_an_extension_is_granted_or_refused_by_an_approver(office: Office) -> None:
    first, second = office.accepted(), office.accepted()
    asked = [
        extending.ask(case.id, days=5, reason="情况复杂", by=office.handler, at=ten(20))
        for case in (first, second)
    ]
    assert "extension-ask" not in offered(office.handler, first)

    do(office.approver, second, "extension-decide", asked[1].id, yes="0")
    do(office.approver, second, "extension-decide", asked[1].id, yes="0", reason="可以按期办结")

    assert procedures.extension(asked[1].id).state is ProcedureState.REFUSED
    assert "extension-decide" in offered(office.approver, first)
    assert "extension-decide" not in offered(office.handler, first)


def test_an_expert_is_asked_and_answers_once(office: Office) -> None:
    case = office.accepted()
    do(office.handler, case, "opinion-ask", expert=str(office.reviewer.id), question="合规吗？")
    asked = opinions_of(case.id)[0]

    do(office.reviewer, case, "opinion-give", asked.id, answer="合规")
    again = do(office.reviewer, case, "opinion-give", asked.id, answer="不合规")

    assert opinions_of(case.id)[0].answer == "合规"
    assert "已经答复" in text(again)


def test_a_case_ends_by_its_handler_or_is_voided_by_a_supervisor(office: Office) -> None:
    first, second = office.accepted(), office.accepted()
    assert "void" not in offered(office.handler, second)

    assert do(office.handler, first, "terminate", reason="").status_code == 422
    do(office.handler, first, "terminate", reason="申请人去世")
    refused = do(office.handler, second, "void", reason="录错了")
    do(office.supervisor, second, "void", reason="重复录入")

    assert refused.status_code == 403
    assert [state(first), state(second)] == [State.TERMINATED, State.VOID]


def test_what_cannot_be_undone_asks_once(office: Office) -> None:
    case = office.accepted()

    page = text(browser_of(office.handler.id).get(f"/office/cases/{case.public_id}"))

    assert "确定终止吗？" in page.split('data-deed="terminate"')[1].split("</form>")[0]


def test_parts_of_other_cases_and_unknown_deeds_are_not_found(office: Office) -> None:
    mine, other = office.accepted(), office.accepted()
    foreign = office.task(office.handler, other.id).step_id
    asked = opinions.ask_opinion(
        other.id, office.handler.id, "合规吗？", by=office.reviewer, at=ten(9)
    )
    procedure = special.ask(
        other.id, StopReason.TESTING, days=3, reason="检测", by=office.handler, at=ten(9)
    )

    answers = [
        do(office.handler, mine, "claim", foreign),
        do(office.handler, mine, "claim"),
        do(office.handler, mine, "opinion-give", asked, answer="合规"),
        do(office.reviewer, mine, "special-decide", procedure.id, yes="1"),
        do(office.handler, mine, "dance"),
        browser_of(office.handler.id).post(
            f"/office/cases/{mine.public_id}/do/claim", {"about": "x"}
        ),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert procedures.special(procedure.id).state is ProcedureState.ASKED
