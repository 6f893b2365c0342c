"""A result by parcel and papers from the door: what the applicant hears, and when it counts."""

import pytest
from pytest_django import Settings

from tests.builders import CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from tests.delivery.builders import HOME, FakeCarrier, scan
from tests.journeys.builders import printed, react, said, told, waiting
from yimen.journeys import parcels, reaction_clock
from yimen.journeys.fetching import fetch_materials
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import custody, deciding, filing, handing
from yimen.services.cases.errors import HandedOut, ResultNotReady
from yimen.services.cases.queries import cases
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperState, Place, PlaceKind
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.states import State
from yimen.services.delivery import actions, queries
from yimen.services.delivery.errors import BadAddress
from yimen.services.delivery.models import Parcel
from yimen.services.delivery.queries import Content, Direction, ParcelView
from yimen.services.delivery.rules.states import State as ParcelState

pytestmark = pytest.mark.django_db
HOUR = 60


@pytest.fixture(autouse=True)
def _outside(settings: Settings) -> None:
    settings.SMS, settings.CARRIERS = "console:", {"ems": "sim:"}


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def ready(office: Office) -> CaseView:
    """A result that was made, to be posted."""
    draft = office.filled()
    parcels.choose_post(draft.id, HOME, by=office.clerk, at=ten(4))
    filing.receive(draft.id, by=office.clerk, at=ten(5))
    filing.accept(draft.id, by=office.clerk, at=ten(6))
    for actor in (office.handler, office.reviewer, office.approver):
        office.do(actor, draft.id)
    case = deciding.certify(draft.id, by=HOUSE, at=ten(60))
    printed(office, case.id)
    return case


def posted(office: Office) -> ParcelView:
    """A result with its carrier."""
    parcel = parcels.post_result(ready(office).id, by=office.issuer, at=ten(90))
    actions.place_orders({"ems": FakeCarrier()}, at=ten(91))
    return queries.parcel(parcel.id)


def carry(parcel: ParcelView, *codes: str, start: int = 10) -> None:
    """The carrier tells, an hour after another."""
    for place, code in enumerate(codes):
        hours = start + place
        actions.track(
            "ems", parcel.number, [scan(code, hours)], at=scan(code, hours + 0.1).happened_at
        )


def test_a_result_goes_to_the_address_that_was_chosen(office: Office) -> None:
    case = ready(office)

    parcel = parcels.post_result(case.id, by=office.issuer, at=ten(90))

    sender, receiver = queries.addresses(parcel.id)
    assert (receiver, sender.name) == (HOME, "市民服务中心出件窗口")
    assert (parcel.direction, parcel.content) == (Direction.TO_CITIZEN, Content.CERTIFICATE)
    assert parcel.reference == f"case:{case.id}"
    assert parcels.post_result(case.id, by=office.issuer, at=ten(95)).id == parcel.id


def test_without_an_address_nothing_is_posted(office: Office) -> None:
    case = waiting(office)

    with pytest.raises(BadAddress):
        parcels.post_result(case.id, by=office.issuer, at=ten(90))

    assert parcels.post_result(case.id, by=office.issuer, at=ten(90), to=HOME).receiver


def test_only_who_hands_out_results_posts_them(office: Office) -> None:
    case = ready(office)

    with pytest.raises(NotAllowed):
        parcels.post_result(case.id, by=office.handler, at=ten(90))


def handed_out(office: Office, case: CaseView) -> None:
    own = Shown(CITIZEN, "演示张三", by_reader=True)
    handing.hand_out(case.id, own, signature_file="f", by=office.issuer, at=ten(85))


def test_a_stale_page_orders_no_courier_for_what_was_handed_out(office: Office) -> None:
    case = ready(office)
    handed_out(office, case)

    with pytest.raises(HandedOut):
        parcels.post_result(case.id, by=office.issuer, at=ten(90))

    assert queries.parcels_of(f"case:{case.id}") == []


def test_what_is_not_decided_is_not_posted(office: Office) -> None:
    case = office.accepted()

    with pytest.raises(ResultNotReady):
        parcels.post_result(case.id, by=office.issuer, at=ten(90), to=HOME)


def test_what_came_back_and_was_handed_out_does_not_go_again(office: Office) -> None:
    parcel = posted(office)
    carry(parcel, "1", "407", "406")
    case = cases.case(int(parcel.reference.removeprefix("case:")))
    handed_out(office, case)

    with pytest.raises(HandedOut):
        parcels.send_again(parcel.id, by=office.issuer, at=ten(99 * HOUR))

    assert len(queries.parcels_of(parcel.reference)) == 1


def test_a_posted_result_is_not_said_to_wait_at_the_window(office: Office) -> None:
    ready(office)

    react()

    assert told() == ["case.received", "case.accepted", "case.decided"]


def test_the_way_is_told_and_its_end_hands_the_result_over(office: Office) -> None:
    parcel = posted(office)
    carry(parcel, "1", "204", "202", "301")

    react()
    react()

    case = cases.case(int(parcel.reference.removeprefix("case:")))
    assert (case.state, case.delivered_at) == (State.DELIVERED, scan("301", 13).happened_at)
    react()
    assert told()[3:] == ["parcel.posted", "parcel.delivered", "case.rating"]
    assert f"邮件号{parcel.number}" in said("parcel.posted")
    assert "邮政EMS" in said("parcel.delivered")


def test_trouble_and_return_are_told_and_do_not_hand_over(office: Office) -> None:
    parcel = posted(office)
    carry(parcel, "1", "416", "407", "406")

    react()

    assert told()[3:] == ["parcel.posted", "parcel.problem", "parcel.returned"]
    assert "测试中心出件窗口" in said("parcel.returned")
    assert cases.case(int(parcel.reference.removeprefix("case:"))).state is State.CERTIFIED


def test_a_lost_result_is_told_and_sent_again_arrives(office: Office) -> None:
    parcel = posted(office)
    carry(parcel, "1")
    actions.report_lost(parcel.id, by=office.issuer, at=ten(100 * HOUR))
    again = parcels.send_again(parcel.id, by=office.issuer, at=ten(101 * HOUR))
    actions.place_orders({"ems": FakeCarrier()}, at=ten(101 * HOUR))
    carry(queries.parcel(again.id), "1", "301", start=200)

    react()
    react()

    assert told()[3:] == [
        "parcel.posted",
        "parcel.problem",
        "parcel.posted",
        "parcel.delivered",
        "case.rating",
    ]
    assert cases.case(int(parcel.reference.removeprefix("case:"))).state is State.DELIVERED


def paper_of(parcel: ParcelView) -> PaperView:
    (paper,) = papers.papers_of(int(parcel.reference.removeprefix("case:")))
    return paper


def test_the_papers_are_in_the_couriers_hands_and_then_in_the_citizens(office: Office) -> None:
    case = ready(office)
    (sheet,) = papers.papers_of(case.id)
    parcel = parcels.post_result(case.id, by=office.issuer, at=ten(90))
    actions.place_orders({"ems": FakeCarrier()}, at=ten(91))
    parcel = queries.parcel(parcel.id)
    assert paper_of(parcel).place == Place(PlaceKind.ISSUE_WINDOW)

    carry(parcel, "1", "204")
    react()
    assert paper_of(parcel).place == Place(PlaceKind.COURIER, parcel.id)

    carry(parcel, "301", start=30)
    react()
    react()
    assert (paper_of(parcel).barcode, paper_of(parcel).state) == (sheet.barcode, PaperState.GONE)


def test_what_comes_back_is_on_its_way_to_the_window_until_it_is_scanned(office: Office) -> None:
    case = ready(office)
    window = Place(PlaceKind.ISSUE_WINDOW)
    parcel = parcels.post_result(case.id, by=office.issuer, at=ten(90))
    actions.place_orders({"ems": FakeCarrier()}, at=ten(91))
    parcel = queries.parcel(parcel.id)
    for codes, start in ((("1",), 10), (("404", "407", "406"), 30)):
        carry(parcel, *codes, start=start)
        react()

    coming = paper_of(parcel)

    assert (coming.state, coming.target) == (PaperState.ON_THE_WAY, window)
    back = custody.take(coming.barcode, window, by=office.issuer, at=ten(99 * HOUR))
    assert (back.state, back.holder) == (PaperState.HERE, office.issuer.id)


def test_papers_are_fetched_from_the_door_and_that_is_told(office: Office) -> None:
    case = office.received()

    parcel = fetch_materials(case.id, HOME, by=office.clerk, at=ten(8))
    actions.place_orders({"ems": FakeCarrier()}, at=ten(9))
    carry(queries.parcel(parcel.id), "1", "301")
    react()

    assert told() == ["case.received", "parcel.ordered"]
    assert parcel.direction is Direction.FROM_CITIZEN
    assert queries.parcel(parcel.id).state is ParcelState.SIGNED
    assert cases.case(case.id).state is State.RECEIVED


def test_a_parcel_of_something_else_concerns_no_case(office: Office) -> None:
    parcel = posted(office)
    Parcel.objects.filter(pk=parcel.id).update(reference="ticket:1")
    carry(parcel, "1", "301")

    react()

    assert told() == ["case.received", "case.accepted", "case.decided"]


@pytest.mark.django_db(transaction=True)
def test_the_clock_places_orders_asks_after_parcels_and_raises_alarms(
    office: Office, settings: Settings, tmp_path: object
) -> None:
    settings.CARRIERS = {"ems": f"sim:{tmp_path}/carrier.json"}
    parcel = parcels.post_result(ready(office).id, by=office.issuer, at=ten(90))

    reaction_clock.place_orders(timestamp=0)
    assert queries.parcel(parcel.id).state is ParcelState.AWAITING
    Parcel.objects.update(due_at=ten(0))
    reaction_clock.poll(timestamp=0)

    assert queries.parcel(parcel.id).state is ParcelState.SIGNED
    reaction_clock.react(at=ten(0))
    reaction_clock.retry(timestamp=0)
    reaction_clock.tidy(timestamp=0)
    case = cases.case(int(parcel.reference.removeprefix("case:")))
    assert case.state is State.DELIVERED
    assert queries.parcel(parcel.id).receiver.name == ""
