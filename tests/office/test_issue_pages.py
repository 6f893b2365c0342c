"""The issue window: results are made once, found, and given to whoever may take them."""

import base64
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from PIL import Image
from pytest_django import Settings

from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.office import ZHANG, Office, build_office, ten
from tests.delivery.builders import HOME
from tests.journeys.builders import waiting
from tests.office.builders import browser_of
from yimen.devices.lockers import SimulatedLocker
from yimen.journeys import lockers, parcels, results
from yimen.kernel import printed_codes
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import choosing, filing, handing
from yimen.services.cases.errors import AuthorityNeeded, HandedOut, NotTheTaker
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.custody import papers_of
from yimen.services.cases.queries.handing import hand_out_of, ready
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperState
from yimen.services.cases.rules.handing import Shown, Taker, taker
from yimen.services.cases.rules.states import State
from yimen.services.certificates import queries as issued
from yimen.services.delivery import actions as delivery

pytestmark = pytest.mark.django_db


def text(page: object) -> str:
    return str(page.content.decode())  # type: ignore[attr-defined]


def signature() -> str:
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "PNG")
    return "data:image/png;base64," + base64.b64encode(drawn.getvalue()).decode()


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def made(office: Office, **more: object) -> CaseView:
    case = office.granted(**more)
    results.make(case.id, at=ten(60))
    return cases.case(case.id)


@pytest.mark.parametrize(
    ("shown", "who"),
    [
        (Shown("A", "甲"), Taker.APPLICANT),
        (Shown("B", "乙"), Taker.AGENT),
        (Shown("C", "丙", applicants_number="A", authority=True), Taker.PROXY),
    ],
)
def test_who_somebody_is_to_a_case(shown: Shown, who: Taker) -> None:
    assert taker(shown, applicant="A", agent="B", organisation=False) is who


def test_a_stranger_takes_nothing_and_a_proxy_needs_both_cards_and_an_authority() -> None:
    with pytest.raises(NotTheTaker):
        taker(Shown("C", "丙", authority=True), applicant="A", agent="", organisation=False)
    with pytest.raises(AuthorityNeeded):
        taker(Shown("C", "丙", applicants_number="A"), applicant="A", agent="", organisation=False)


def test_results_are_made_once_and_the_case_waits_at_the_window(office: Office) -> None:
    case = made(office)
    results.make(case.id, at=ten(61))

    assert case.state is State.CERTIFIED
    assert [each.name for each in issued.results_of(results.reference(case.id))] == ["居住证"]
    assert [view.id for view in ready(office.hall.centre_id)] == [case.id]


def test_the_applicant_takes_it_once_with_every_paper_at_the_window(office: Office) -> None:
    case = made(office)
    results.print_results(case.id, by=office.issuer, at=ten(62))
    results.print_results(case.id, by=office.issuer, at=ten(62))
    own = Shown(CITIZEN, "演示张三", by_reader=True)

    handing.hand_out(case.id, own, signature_file="f", by=office.issuer, at=ten(63))

    assert cases.case(case.id).state is State.DELIVERED
    assert [paper.state for paper in papers_of(case.id)] == [PaperState.GONE]
    taken = hand_out_of(case.id)
    assert taken is not None
    assert (taken.taker, taken.name) == (Taker.APPLICANT, "演**三")
    with pytest.raises(HandedOut), transaction.atomic():
        handing.hand_out(case.id, own, signature_file="f", by=office.issuer, at=ten(64))


def test_the_page_hands_out_against_card_and_signature(office: Office) -> None:
    case = made(office)
    browser = browser_of(office.issuer.id)
    page = text(browser.get("/office/issue/"))
    assert "居住证申领" in page
    assert CITIZEN not in page

    found = browser.post("/office/issue/", {"q": case.number})
    assert found.status_code == 302
    address = f"/office/issue/{case.public_id}"
    browser.post(f"{address}/print")
    said = browser.post(address, {"number": CITIZEN, "name": "演示张三", "signature": "no"})
    assert said.status_code == 302
    assert cases.case(case.id).state is State.CERTIFIED
    browser.post(address, {"number": CITIZEN, "name": "演示张三", "signature": signature()})

    assert cases.case(case.id).state is State.DELIVERED
    assert "领取记录" in text(browser.get(address))


def test_a_stranger_is_told_why_not(office: Office) -> None:
    case = made(office)
    browser = browser_of(office.issuer.id)

    said = browser.post(
        f"/office/issue/{case.public_id}",
        {"number": OTHER_CITIZEN, "name": "演示李四", "signature": signature()},
        follow=True,
    )

    assert "来人不是申请人或代办人" in text(said)


def test_the_agent_of_the_case_takes_it(office: Office) -> None:
    person = replace(ZHANG, agent_id=OTHER_CITIZEN, agent_name="演示李四")
    case = made(office, person=person)

    handing.hand_out(
        case.id, Shown(OTHER_CITIZEN, "演示李四"), signature_file="", by=office.issuer, at=ten(63)
    )

    taken = hand_out_of(case.id)
    assert taken is not None
    assert taken.taker is Taker.AGENT


def test_a_card_finds_whatever_its_owner_may_take(office: Office) -> None:
    agent = replace(ZHANG, agent_id=OTHER_CITIZEN, agent_name="演示李四")
    from_locker = office.filled(person=agent)
    choosing.choose_hand_over(from_locker.id, "locker", None, by=office.clerk, at=ten(4))
    filing.receive(from_locker.id, by=office.clerk, at=ten(5))
    filing.accept(from_locker.id, by=office.clerk, at=ten(6))
    for actor in (office.handler, office.reviewer, office.approver):
        office.do(actor, from_locker.id)
    results.make(from_locker.id, at=ten(60))
    own = made(office)
    centre_id = office.hall.centre_id

    assert {view.id for view in ready(centre_id, person=CITIZEN)} == {from_locker.id, own.id}
    assert [view.id for view in ready(centre_id, person=OTHER_CITIZEN)] == [from_locker.id]
    assert [view.id for view in ready(centre_id)] == [own.id]
    found = text(browser_of(office.issuer.id).post("/office/issue/", {"q": OTHER_CITIZEN}))
    assert f"/office/issue/{from_locker.public_id}" in found
    assert f"/office/issue/{own.public_id}" not in found


def test_only_the_issue_window_sees_the_page(office: Office) -> None:
    people: list[Actor] = [office.clerk, office.handler]
    for person in people:
        assert browser_of(person.id).get("/office/issue/").status_code == 403


def test_a_result_is_printed_with_its_holder_in_full_and_the_look_is_on_record(
    office: Office,
) -> None:
    case, other = made(office), made(office)
    [result] = issued.results_of(results.reference(case.id))
    client = browser_of(office.issuer.id)

    paper = client.get(f"/office/issue/{case.public_id}/paper/{result.id}")
    foreign = client.get(f"/office/issue/{other.public_id}/paper/{result.id}")
    clerk = browser_of(office.clerk.id).get(f"/office/issue/{case.public_id}/paper/{result.id}")

    assert ZHANG.name in text(paper)
    assert f"/v/{printed_codes.shown(result.code)}" in text(paper)
    assert (foreign.status_code, clerk.status_code) == (404, 403)
    assert [line.change for line in issued.log(result.id)] == ["issue", "print"]


def test_what_lies_in_a_locker_is_taken_back_before_it_is_handed_out(
    office: Office, tmp_path: Path, settings: Settings
) -> None:
    settings.SMS = "console:"
    case = waiting(office)
    address = f"sim:{tmp_path}/locker.json"
    locker = delivery.enrol_locker(
        case.centre_id, "三号柜", "东门", address, SimulatedLocker(), by=HOUSE
    )
    kept = lockers.lay_in(case.id, locker, size="small", by=office.issuer, at=ten(90))
    lockers.close_up(kept.id, by=office.issuer, at=ten(91))
    browser, page = browser_of(office.issuer.id), f"/office/issue/{case.public_id}"
    taken = {"number": CITIZEN, "name": "演示张三", "signature": signature()}

    refused = text(browser.post(page, taken, follow=True))

    assert "结果在三号柜的 A01 号格口。请先取回窗口" in refused
    assert hand_out_of(case.id) is None
    assert cases.case(case.id).state is State.CERTIFIED
    back = f"/office/lockers/doors/{kept.id}/take-back"
    assert f'action="{back}"' in refused
    browser.post(back)
    browser.post(page, taken)
    assert cases.case(case.id).state is State.DELIVERED
    assert [paper.state for paper in papers_of(case.id)] == [PaperState.GONE]


def test_what_is_posted_is_called_back_before_it_is_handed_out(
    office: Office, settings: Settings
) -> None:
    settings.CARRIERS = {"ems": "sim:"}
    case = waiting(office)
    parcel = parcels.post_result(case.id, by=office.issuer, at=ten(90), to=HOME)
    browser, page = browser_of(office.issuer.id), f"/office/issue/{case.public_id}"
    taken = {"number": CITIZEN, "name": "演示张三", "signature": signature()}

    refused = text(browser.post(page, taken, follow=True))

    assert "请先取消寄递" in refused
    assert hand_out_of(case.id) is None
    assert f'href="/office/parcels/{parcel.id}"' in refused
    browser.post(f"/office/parcels/{parcel.id}/cancel")
    browser.post(page, taken)
    assert cases.case(case.id).state is State.DELIVERED
