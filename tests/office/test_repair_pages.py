"""Repairs of bad ratings in the office: who sees them, what may be done when, what is refused."""

import re

import pytest
from django.test import Client

from tests.builders import CITIZEN, Hall, at, staff
from tests.laid_out import on_one_line
from tests.office.builders import browser_of
from yimen.journeys import serve
from yimen.journeys.rate import rate
from yimen.reference.people.rules import Role
from yimen.services.feedback import actions, queries
from yimen.services.feedback.models import Repair
from yimen.services.feedback.rules.repair import State
from yimen.services.hall import actions as hall_actions

pytestmark = pytest.mark.django_db


class Office:
    """A bad rating and the browsers of those around it."""

    def __init__(self, hall: Hall, *, citizen: str = CITIZEN) -> None:
        self.hall = hall
        self.clerk = staff(hall, Role.CLERK, "1001")
        self.officer = staff(hall, Role.RATING_OFFICER, "2001")
        self.reviewer = staff(hall, Role.SUPERVISOR, "3001")
        self.officers = browser_of(self.officer.id)
        self.reviewers = browser_of(self.reviewer.id)
        number = hall.windows[1]
        hall.issue("HZ", citizen_id=citizen)
        hall_actions.log_in(number, centre_id=hall.centre_id, by=self.clerk, at=at(0))
        hall.call(1, by=self.clerk)
        hall.press(hall_actions.start, 1, by=self.clerk)
        _, token = serve.finish(number, centre_id=hall.centre_id, by=self.clerk, at=at(9))
        rate(token, 1, reasons=(115,), comment="<b>态度差</b>", channel="phone", at=at(10))
        self.id = Repair.objects.get().pk

    @property
    def state(self) -> State:
        return queries.repair(self.id).state

    def press(self, step: str, client: Client | None = None, **fields: str) -> int:
        """Send a step's form; the answer's status."""
        address = f"/office/ratings/repairs/{self.id}/{step}"
        return int((client or self.officers).post(address, fields).status_code)

    def steps(self, client: Client | None = None) -> set[str]:
        """The steps a browser is offered."""
        page = (client or self.officers).get(f"/office/ratings/repairs/{self.id}")
        assert page.status_code == 200
        return set(re.findall(rf'action="/office/ratings/repairs/{self.id}/(\w+)"', text(page)))


def text(page: object) -> str:
    return on_one_line(page.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def office(hall: Hall) -> Office:
    """A repair just opened."""
    return Office(hall)


def test_the_list_shows_what_is_open_and_late(office: Office) -> None:
    said = text(office.officers.get("/office/ratings/repairs/"))

    assert "待签收" in said
    assert "已超期" in said
    assert "非常不满意" in said


def test_the_list_can_be_filtered_by_state(office: Office) -> None:
    assert "非常不满意" in text(office.officers.get("/office/ratings/repairs/?state=open"))
    assert "没有这样的整改" in text(office.officers.get("/office/ratings/repairs/?state=closed"))
    assert "非常不满意" in text(office.officers.get("/office/ratings/repairs/?state=nonsense"))


def test_an_empty_list_has_no_rates(hall: Hall) -> None:
    officer = browser_of(staff(hall, Role.RATING_OFFICER, "2001").id)

    said = text(officer.get("/office/ratings/repairs/"))

    assert "没有这样的整改" in said
    assert said.count(">–<") >= 4
    assert "100%" not in said


def test_a_comment_is_text_not_markup(office: Office) -> None:
    said = text(office.officers.get(f"/office/ratings/repairs/{office.id}"))

    assert "&lt;b&gt;态度差&lt;/b&gt;" in said
    assert "服务态度差、效率低" in said


def test_a_repair_is_led_to_its_end_through_the_pages(office: Office) -> None:
    assert office.steps() == {"sign"}
    assert office.press("sign") == 302
    assert office.steps() == {"contact", "ask_extension"}
    assert office.press("contact", reached="1", text="已致电致歉") == 302
    assert office.steps() == {"answer", "appeal", "ask_extension"}
    assert office.press("answer", kind="corrected", text="已培训") == 302
    assert office.steps() == {"call_back", "invite_again"}
    assert office.press("call_back", reached="1", stars="4", text="满意") == 302
    assert office.steps() == {"answer", "close"}
    assert office.press("close", text="已整改") == 302
    assert office.steps() == set()
    assert office.state is State.CLOSED
    said = text(office.officers.get(f"/office/ratings/repairs/{office.id}"))
    assert all(word in said for word in ("已致电致歉", "立行立改", "4 星 满意", "工号 2001"))


def test_an_appeal_is_decided_by_the_reviewer(office: Office) -> None:
    office.press("sign")
    office.press("contact", reached="1", text="已致电")
    assert office.steps(office.reviewers) == set()
    assert office.press("appeal", ground="mistaken", text="误按") == 302
    assert office.steps() == set()
    assert "申诉期间暂停计算" in text(office.officers.get(f"/office/ratings/repairs/{office.id}"))
    assert office.steps(office.reviewers) == {"decide_appeal"}
    assert office.press("decide_appeal", office.officers, yes="1", text="x") == 403
    assert office.press("decide_appeal", office.reviewers, yes="1", text="属实") == 302
    assert office.state is State.EXCLUDED


def test_an_extension_is_decided_by_the_reviewer(office: Office) -> None:
    office.press("sign")
    Repair.objects.update(feedback_due="2099-01-01")
    assert office.press("ask_extension", text="需核查录像") == 302
    assert "ask_extension" not in office.steps()
    assert office.steps(office.reviewers) == {"decide_extension"}
    assert office.press("decide_extension", office.reviewers, yes="1", text="同意") == 302
    assert queries.repair(office.id).extension_granted is True


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("contact", {"text": "已致电"}),
        ("contact", {"reached": "1", "text": "  "}),
        ("contact", {"reached": "2", "text": "x"}),
        ("contact", {"reached": "1", "text": "字" * 2001}),
    ],
)
def test_a_form_that_lacks_something_is_shown_again(
    office: Office, step: str, fields: dict[str, str]
) -> None:
    office.press("sign")

    assert office.press(step, None, **fields) == 422
    assert office.state is State.SIGNED


def test_a_step_a_colleague_took_meanwhile_is_refused_with_a_sentence(office: Office) -> None:
    actions.sign(office.id, by=office.officer, at=at(20))

    page = office.officers.post(f"/office/ratings/repairs/{office.id}/sign")

    assert page.status_code == 422
    assert "可能同事刚刚处理过" in text(page)


def test_unknown_steps_and_repairs_are_not_found(office: Office) -> None:
    assert office.press("fly") == 404
    assert office.officers.get(f"/office/ratings/repairs/{office.id + 1}").status_code == 404
    assert office.officers.get(f"/office/ratings/repairs/{office.id}/sign").status_code == 405


def test_the_rated_person_does_not_see_it_even_with_the_right(office: Office) -> None:
    Repair.objects.update(rated_id=office.officer.id)

    page = office.officers.get(f"/office/ratings/repairs/{office.id}")

    assert page.status_code == 403
    assert "态度差" not in text(page)
    assert "非常不满意" not in text(office.officers.get("/office/ratings/repairs/"))


@pytest.mark.parametrize("role", [Role.CLERK, Role.GUIDE, Role.HALL_MANAGER, Role.SYSTEM_ADMIN])
def test_others_are_refused(office: Office, role: Role) -> None:
    client = browser_of(staff(office.hall, role, "7001").id)

    assert client.get("/office/ratings/repairs/").status_code == 403
    assert client.get(f"/office/ratings/repairs/{office.id}").status_code == 403
    assert office.press("sign", client) == 403
    assert office.state is State.OPEN


def test_the_raters_address_is_shown_once_and_is_the_raters_alone(
    office: Office, client: Client
) -> None:
    office.press("sign")
    office.press("contact", reached="1", text="已致电")
    office.press("answer", kind="corrected", text="已培训")
    page = office.officers.post(f"/office/ratings/repairs/{office.id}/invite_again")
    found = re.search(r'one-time__key">http://testserver(/r/again/[^<]+)<', text(page))
    assert found is not None
    assert page["Cache-Control"].startswith("max-age=0")

    again = client.post(found[1], {"stars": "5"})

    assert again.status_code == 302
    assert queries.repair(office.id).second_stars == 5
    record = text(office.officers.get(f"/office/ratings/repairs/{office.id}"))
    assert "请评价人评价整改" in record
    assert found[1] not in record
