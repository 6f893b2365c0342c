"""A case worked on over the API by specialists, each with their own key; four eyes hold."""

from typing import Any

import pytest

from tests.api.conftest import Caller, Own, code_of
from tests.api.test_cases import asked
from tests.builders import Hall
from tests.cases.office import Office, build_office
from yimen.services.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def filed(system: Caller, **more: Any) -> str:
    return str(system.post("/cases", asked(**more)).json()["number"])


def finish_next(caller: Caller) -> str:
    step = caller.get("/steps").json()[0]["step"]
    assert caller.post(f"/steps/{step}/claim", {}).status_code == 200
    assert [each["step"] for each in caller.get("/steps/own").json()] == [step]
    done = caller.post(f"/steps/{step}/finish", {"outcome": "pass", "opinion": "同意"})
    assert done.status_code == 200
    return str(step)


def test_three_people_take_a_case_to_its_decision(system: Caller, office: Office, own: Own) -> None:
    number = filed(system)

    for who in (office.handler, office.reviewer, office.approver):
        finish_next(own(who))

    assert system.get(f"/cases/{number}").json()["state"] == "granted"


def test_a_systems_key_decides_nothing(system: Caller, office: Office) -> None:
    number = filed(system)

    for path, body in (
        ("special", {"kind": "testing", "days": 5, "reason": "检测"}),
        ("extension", {"days": 5, "reason": "复杂"}),
        ("void", {"reason": "误录"}),
        ("terminate", {"reason": "误录"}),
    ):
        assert code_of(system.post(f"/cases/{number}/{path}", body)) == "not_allowed"
    assert Case.objects.get(number=number).state == "accepted"


def test_a_special_procedure_is_asked_decided_by_another_and_ended(
    system: Caller, office: Office, own: Own
) -> None:
    number, handler, approver = filed(system), own(office.handler), own(office.reviewer)
    want = {"kind": "testing", "days": 5, "reason": "要检测"}
    step = handler.get("/steps").json()[0]["step"]
    handler.post(f"/steps/{step}/claim", {})

    made = handler.post(f"/cases/{number}/special", want).json()
    place = f"/cases/{number}/special/{made['id']}/decision"
    alone = handler.post(place, {"yes": True})
    elsewhere = approver.post(f"/cases/{number}/special/{made['id'] + 1}/decision", {"yes": True})
    yes = approver.post(place, {"yes": True}).json()
    ended = approver.post(f"/cases/{number}/resume", {"result": "合格"})

    assert code_of(alone) == "not_allowed"
    assert code_of(elsewhere) == "cases.procedure_not_found"
    assert (yes["state"], yes["until"] is not None) == ("running", True)
    assert ended.json()["state"] == "over"
    assert system.get(f"/cases/{number}").json()["state"] == "in_review"


def test_a_longer_limit_is_granted_by_an_approver(system: Caller, office: Office, own: Own) -> None:
    number, handler = filed(system), own(office.handler)
    before = system.get(f"/cases/{number}").json()["statutory_due"]

    made = handler.post(f"/cases/{number}/extension", {"days": 5, "reason": "情况复杂"}).json()
    place = f"/cases/{number}/extension/{made['id']}/decision"
    done = own(office.approver).post(place, {"yes": True})

    assert done.status_code == 200
    assert system.get(f"/cases/{number}").json()["statutory_due"] > before


def test_an_opinion_is_asked_once_and_given_by_who_was_asked(
    system: Caller, office: Office, own: Own
) -> None:
    number, handler, expert = filed(system), own(office.handler), own(office.reviewer)
    step = handler.get("/steps").json()[0]["step"]
    handler.post(f"/steps/{step}/claim", {})
    body = {"expert": office.reviewer.label, "question": "合规吗？"}

    first = handler.post(f"/cases/{number}/opinions", body, Idempotency_Key="o1")
    again = handler.post(f"/cases/{number}/opinions", body, Idempotency_Key="o1")
    place = f"/opinions/{first.json()['id']}/answer"
    other = handler.post(place, {"answer": "合规"})
    given = expert.post(place, {"answer": "合规"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert other.status_code == 404
    assert given.status_code == 204
    unknown = handler.post(f"/cases/{number}/opinions", {**body, "expert": "none"})
    assert code_of(unknown) == "people.staff_not_found"


def test_what_needs_no_permit_or_is_anothers_is_told_and_ends(
    system: Caller, office: Office, own: Own
) -> None:
    clerk = own(office.clerk)
    first, second = filed(system, accept=False), filed(system, accept=False)

    no_need = clerk.post(f"/cases/{first}/not-required", {"reason": "不用办"})
    theirs = clerk.post(
        f"/cases/{second}/not-competent", {"reason": "不归我们", "authority": "市住建局"}
    )

    assert no_need.json()["state"] == "not_required"
    assert theirs.json()["state"] == "not_competent"


def test_a_step_goes_back_or_to_a_colleague(system: Caller, office: Office, own: Own) -> None:
    filed(system)
    finish_next(own(office.handler))
    reviewer = own(office.reviewer)
    step = reviewer.get("/steps").json()[0]["step"]
    reviewer.post(f"/steps/{step}/claim", {})

    unable = reviewer.post(f"/steps/{step}/pass-on", {"colleague": office.clerk.label})
    back = reviewer.post(f"/steps/{step}/return", {"position": 1, "reason": "再核一遍"})

    assert code_of(unable) == "not_allowed"
    assert back.status_code == 200
    assert own(office.handler).get("/steps").json()[0]["name"] == "承办"
