"""A result through a locker: laid in, the code told, taken with card and code, or taken back."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.builders import CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from tests.delivery.builders import HOME
from tests.journeys.builders import INBOX, printed, react, said, told, waiting
from yimen.devices.demo_cards import demo_cards
from yimen.devices.errors import CardExpired, DoorLeftOpen
from yimen.devices.lockers import Fault, SimulatedLocker
from yimen.journeys import lockers, parcels
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import deciding, handing
from yimen.services.cases.errors import CaseNotFound, HandedOut, ResultNotPrinted, ResultNotReady
from yimen.services.cases.queries import cases
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperState, Place, PlaceKind
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.states import State
from yimen.services.cases.rules.steps import Outcome
from yimen.services.delivery import actions, queries
from yimen.services.delivery.errors import AlreadyInLocker, OnItsWay, PickUpRefused
from yimen.services.delivery.queries import DepositView
from yimen.services.delivery.rules.lockers import DepositState
from yimen.services.notify.queries import MessageView, inbox
from yimen.support.models import Event

pytestmark = pytest.mark.django_db
DAY = date(2019, 11, 5)
ZHANG, LI, *_, EXPIRED = demo_cards(DAY)
SOMEBODY = Actor("citizen", 0, "")
HOURS = 60


@pytest.fixture
def device(tmp_path: Path) -> SimulatedLocker:
    return SimulatedLocker(tmp_path / "locker.json")


@pytest.fixture
def locker(hall: Hall, device: SimulatedLocker, tmp_path: Path, settings: Settings) -> int:
    settings.SMS = "console:"
    address = f"sim:{tmp_path}/locker.json"
    return actions.enrol_locker(
        hall.centre_id, "一号柜", "中心东门取件柜", address, device, by=HOUSE
    )


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def laid_in(office: Office, locker: int) -> tuple[CaseView, DepositView, str]:
    """A result in its slot, and the code as it was told."""
    case = waiting(office)
    kept = lockers.lay_in(case.id, locker, size="small", by=office.issuer, at=ten(90))
    lying = lockers.close_up(kept.id, by=office.issuer, at=ten(91))
    code = said("locker.stored").partition("取件码")[2][:8]
    return case, lying, code


def test_the_code_is_told_when_the_door_is_shut(office: Office, locker: int) -> None:
    _, lying, code = laid_in(office, locker)

    assert lying.state is DepositState.STORED
    assert "中心东门取件柜A01号格" in said("locker.stored")
    assert "请在2019年12月5日前" in said("locker.stored")
    assert (len(code), code.isdecimal()) == (8, True)


def test_while_the_door_stands_open_no_code_is_told(
    office: Office, locker: int, device: SimulatedLocker
) -> None:
    kept = lockers.lay_in(waiting(office).id, locker, size="small", by=office.issuer, at=ten(90))
    device.break_by(Fault.LEFT_OPEN)

    with pytest.raises(DoorLeftOpen):
        lockers.close_up(kept.id, by=office.issuer, at=ten(91))

    assert told() == []
    assert queries.deposit(kept.id).state is DepositState.RESERVED


def test_taking_it_with_card_and_code_hands_the_result_over(office: Office, locker: int) -> None:
    case, _, code = laid_in(office, locker)

    opened = lockers.pick_up(code, ZHANG, locker_id=locker, by=SOMEBODY, on=DAY, at=ten(5 * HOURS))
    react()

    assert opened.slot == "A01"
    handed = cases.case(case.id)
    assert handed.state is State.DELIVERED
    assert handed.delivered_at == Event.objects.get(name="locker.taken").at
    react()
    assert told()[-1] == "case.rating"


def test_another_card_or_an_expired_one_opens_nothing(office: Office, locker: int) -> None:
    case, _, code = laid_in(office, locker)

    with pytest.raises(PickUpRefused):
        lockers.pick_up(code, LI, locker_id=locker, by=SOMEBODY, on=DAY, at=ten(99))
    with pytest.raises(CardExpired):
        lockers.pick_up(code, EXPIRED, locker_id=locker, by=SOMEBODY, on=DAY, at=ten(99))

    react()
    assert cases.case(case.id).state is State.CERTIFIED


def test_what_lies_too_long_is_told_and_taken_back(office: Office, locker: int) -> None:
    case, lying, _ = laid_in(office, locker)
    actions.expire_deposits(at=ten(40 * 24 * HOURS))
    react()
    assert told()[-1] == "locker.expired"
    assert "测试中心出件窗口" in said("locker.expired")

    back = lockers.take_back(lying.id, by=office.issuer, at=ten(41 * 24 * HOURS))
    react()

    assert back.state is DepositState.COLLECTED
    assert cases.case(case.id).state is State.CERTIFIED


def test_the_papers_follow_into_the_locker_out_of_it_and_back(office: Office, locker: int) -> None:
    case = waiting(office)
    window = Place(PlaceKind.ISSUE_WINDOW)
    (sheet,) = papers.papers_of(case.id)
    kept = lockers.lay_in(case.id, locker, size="small", by=office.issuer, at=ten(90))
    lockers.close_up(kept.id, by=office.issuer, at=ten(91))
    assert papers.paper(sheet.barcode).place == Place(PlaceKind.LOCKER, locker)

    lockers.take_back(kept.id, by=office.issuer, at=ten(95))
    assert papers.paper(sheet.barcode).place == window

    again = lockers.lay_in(case.id, locker, size="small", by=office.issuer, at=ten(96))
    lockers.close_up(again.id, by=office.issuer, at=ten(97))
    (_, second) = [v for v in queries_of_inbox() if v.key.value == "locker.stored"]
    code = second.text.partition("取件码")[2][:8]
    lockers.pick_up(code, ZHANG, locker_id=locker, by=SOMEBODY, on=DAY, at=ten(5 * HOURS))
    react()
    react()

    assert papers.paper(sheet.barcode).state is PaperState.GONE


def lay(office: Office, case: CaseView, locker: int) -> DepositView:
    return lockers.lay_in(case.id, locker, size="small", by=office.issuer, at=ten(90))


def test_no_door_opens_for_a_result_that_is_not_there(office: Office, locker: int) -> None:
    under_review = office.accepted()
    with pytest.raises(ResultNotReady):
        lay(office, under_review, locker)

    unprinted = deciding.certify(office.granted().id, by=HOUSE, at=ten(60))
    with pytest.raises(ResultNotPrinted):
        lay(office, unprinted, locker)

    assert queries.deposits(office.hall.centre_id) == []
    printed(office, unprinted.id)
    assert lay(office, unprinted, locker).state is DepositState.RESERVED


def test_no_door_opens_for_what_was_handed_out(office: Office, locker: int) -> None:
    case = waiting(office)
    own = Shown(CITIZEN, "演示张三", by_reader=True)
    handing.hand_out(case.id, own, signature_file="f", by=office.issuer, at=ten(85))

    with pytest.raises(HandedOut):
        lay(office, case, locker)

    assert queries.deposits(office.hall.centre_id) == []


def test_no_door_opens_for_what_lies_there_or_is_with_a_carrier(
    office: Office, locker: int, settings: Settings
) -> None:
    settings.CARRIERS = {"ems": "sim:"}
    lying, posted = waiting(office), waiting(office)
    lay(office, lying, locker)
    parcels.post_result(posted.id, by=office.issuer, at=ten(85), to=HOME)

    with pytest.raises(AlreadyInLocker):
        lay(office, lying, locker)
    with pytest.raises(OnItsWay):
        lay(office, posted, locker)


def test_a_refusal_is_laid_in_without_a_certificate(office: Office, locker: int) -> None:
    case = office.accepted()
    for actor in (office.handler, office.reviewer):
        office.do(actor, case.id)
    office.do(office.approver, case.id, Outcome.REFUSE, opinion="不符合条件")

    assert lay(office, case, locker).reference == f"case:{case.id}"


def test_another_centres_result_is_not_found_at_a_locker(
    office: Office, device: SimulatedLocker
) -> None:
    elsewhere = office.hall.centre_id + 1
    foreign = actions.enrol_locker(elsewhere, "二号柜", "西门", "sim:", device, by=HOUSE)

    with pytest.raises(CaseNotFound):
        lockers.lay_in(waiting(office).id, foreign, size="small", by=HOUSE, at=ten(90))


def queries_of_inbox() -> list[MessageView]:
    """What 张小明 was told, oldest first."""
    return list(reversed(inbox(INBOX)))
