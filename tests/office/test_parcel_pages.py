"""Parcels in the office: trouble first, what may be done, the label, the demo's carrier."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.builders import Hall
from tests.cases.office import build_office, ten
from tests.delivery.builders import HOME, TO_ZHANG, FakeCarrier, at, scan
from tests.journeys.builders import printed
from tests.office.builders import as_role
from yimen.devices.simulated_carrier import Fault
from yimen.journeys import parcels
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.cases.actions import deciding, filing
from yimen.services.delivery import actions, queries
from yimen.services.delivery.queries import ParcelView
from yimen.services.delivery.rules.states import Problem, State
from yimen.support.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _carriers(settings: Settings, tmp_path: Path) -> None:
    settings.CARRIERS = {"ems": f"sim:{tmp_path}/carrier.json", "sf": "sim:"}
    settings.DEMO = False


@pytest.fixture
def issuer(hall: Hall) -> Client:
    return as_role(hall, Role.RESULT_CLERK, "2001")


def order(hall: Hall, key: str = "result", reference: str = "counter:1") -> ParcelView:
    made = actions.order(
        TO_ZHANG, reference=reference, centre_id=hall.centre_id, key=key, by=HOUSE, at=at(0)
    )
    actions.place_orders({"ems": FakeCarrier()}, at=at(0))
    return queries.parcel(made.id)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def press(client: Client, parcel: ParcelView, step: str, **fields: str) -> int:
    return int(client.post(f"/office/parcels/{parcel.id}/{step}", fields).status_code)


def steps(client: Client, parcel: ParcelView) -> set[str]:
    """What a browser is offered."""
    page = text(client, f"/office/parcels/{parcel.id}")
    return set(re.findall(rf'action="/office/parcels/{parcel.id}/([\w-]+)"', page))


def test_the_list_shows_trouble_first_and_nobody_in_full(hall: Hall, issuer: Client) -> None:
    fine, stuck = order(hall), order(hall, "copy")
    actions.track("ems", stuck.number, [scan("416", 30)], at=at(31))
    newest = order(hall, "third")

    page = text(issuer, "/office/parcels/")

    places = [page.index(f"/office/parcels/{p.id}") for p in (stuck, newest, fine)]
    assert places == sorted(places)
    assert "联系不上收件人" in page
    assert "张*明" in page
    assert "张小明" not in page
    only = text(issuer, "/office/parcels/?only=trouble")
    assert f"/office/parcels/{stuck.id}" in only
    assert f"/office/parcels/{fine.id}" not in only
    assert "没有这样的邮件" in text(issuer, "/office/parcels/?q=nothing")


def test_a_parcel_is_found_by_the_number_of_its_case(hall: Hall, issuer: Client) -> None:
    case = build_office(hall).received()
    parcel = order(hall, reference=f"case:{case.id}")
    other = order(hall, "copy", reference="case:999999")

    page = text(issuer, f"/office/parcels/?q={case.number[:6]}+{case.number[6:]}")

    assert f"/office/parcels/{parcel.id}" in page
    assert f"/office/parcels/{other.id}" not in page
    assert "居住证申领" in page


def test_a_longer_list_asks_no_more_questions(hall: Hall, issuer: Client) -> None:
    order(hall)
    text(issuer, "/office/parcels/")  # parameters and the like are read once a process
    with CaptureQueriesContext(connection) as one:
        text(issuer, "/office/parcels/")
    for key in ("copy", "third"):
        order(hall, key)

    with CaptureQueriesContext(connection) as three:
        text(issuer, "/office/parcels/")

    assert len(three) == len(one)


def test_who_only_reads_cases_sees_and_does_nothing(hall: Hall) -> None:
    parcel = order(hall)
    clerk = as_role(hall, Role.CLERK, "2002")

    assert steps(clerk, parcel) == set()
    assert press(clerk, parcel, "lost") == 403
    assert text(clerk, f"/office/parcels/{parcel.id}/label", 403)
    assert as_role(hall, Role.GUIDE, "2003").get("/office/parcels/").status_code == 403


def test_another_centres_parcel_is_not_found(hall: Hall, issuer: Client) -> None:
    parcel = actions.order(
        TO_ZHANG, reference="case:1", centre_id=hall.centre_id + 1, key="x", by=HOUSE, at=at(0)
    )

    assert text(issuer, f"/office/parcels/{parcel.id}", 404)
    assert press(issuer, parcel, "lost") == 404


def test_what_is_offered_follows_the_state(hall: Hall, issuer: Client) -> None:
    parcel = order(hall)
    assert steps(issuer, parcel) == {"lost", "cancel"}

    actions.track("ems", parcel.number, [scan("1", 2), scan("301", 26)], at=at(27))
    assert steps(issuer, parcel) == {"dispute"}

    assert press(issuer, parcel, "dispute") == 302
    assert queries.parcel(parcel.id).problem is Problem.DISPUTED
    assert steps(issuer, parcel) == {"lost", "clear"}
    assert press(issuer, parcel, "clear") == 302
    assert queries.parcel(parcel.id).state is State.SIGNED
    press(issuer, parcel, "dispute")

    assert press(issuer, parcel, "lost") == 302
    assert steps(issuer, parcel) == {"again", "settle"}

    assert press(issuer, parcel, "settle", yuan="300") == 302
    assert queries.open_claims([parcel.id])[parcel.id].settled_fen == 30_000
    assert press(issuer, parcel, "again") == 302
    assert steps(issuer, parcel) == set()
    assert "已重新寄出" in text(issuer, f"/office/parcels/{parcel.id}")


def test_it_goes_again_to_another_address_that_is_checked(hall: Hall, issuer: Client) -> None:
    parcel = order(hall)
    actions.report_lost(parcel.id, by=HOUSE, at=at(100))
    address = {
        "other": "on",
        "name": "李芳",
        "phone": "13900000000",
        "region": "441900119000",
        "street": "长青路 6 号",
    }

    assert press(issuer, parcel, "again", **{**address, "phone": "1"}) == 422
    assert press(issuer, parcel, "again", **address, carrier="sf") == 302

    (again,) = [p for p in queries.parcels_of("counter:1") if p.again_of == parcel.id]
    assert (again.receiver.name, again.carrier) == ("李*", "sf")


def test_a_number_is_written_down_and_a_wrong_one_is_said(hall: Hall, issuer: Client) -> None:
    parcel = actions.order(
        TO_ZHANG, reference="case:1", centre_id=hall.centre_id, key="x", by=HOUSE, at=at(0)
    )

    assert press(issuer, parcel, "number", number="RB473124820CN") == 422
    assert press(issuer, parcel, "number", number="RB473124829CN") == 302

    assert queries.parcel(parcel.id).state is State.AWAITING
    assert press(issuer, parcel, "unknown") == 404


def test_cancelling_asks_the_carrier(hall: Hall, issuer: Client) -> None:
    parcel = order(hall)

    assert press(issuer, parcel, "cancel") == 302

    assert queries.parcel(parcel.id).state is State.CANCELLED


def test_the_label_shows_everything_and_is_on_record(hall: Hall, issuer: Client) -> None:
    parcel = order(hall)

    page = text(issuer, f"/office/parcels/{parcel.id}/label")

    assert "张小明 13800000000" in page
    assert "广东省东莞市虎门镇虎门大道 5 号 2 栋 301" in page
    entry = AuditEntry.objects.get(subject=f"parcel:{parcel.id}")
    assert entry.actor == "staff:2001"


def test_in_the_demonstration_a_parcel_can_be_driven(
    hall: Hall, issuer: Client, settings: Settings
) -> None:
    settings.DEMO = True
    parcel = order(hall)
    assert "demo" in steps(issuer, parcel)

    assert press(issuer, parcel, "demo", plan="refused") == 302
    for _ in range(9):
        assert press(issuer, parcel, "demo") == 302

    seen = queries.parcel(parcel.id)
    assert (seen.state, len(queries.timeline(parcel.id))) == (State.RETURNED, 10)
    assert press(issuer, parcel, "demo", fault="down") == 302
    carrier = actions.simulated("ems")
    assert carrier is not None
    assert carrier.fault is Fault.DOWN
    press(issuer, parcel, "demo")
    assert "不再有新的轨迹" in text(issuer, f"/office/parcels/{parcel.id}")


def test_outside_the_demonstration_nobody_drives(hall: Hall, issuer: Client) -> None:
    parcel = order(hall)

    assert press(issuer, parcel, "demo") == 404
    assert "demo" not in steps(issuer, parcel)


def test_what_waits_to_be_posted_is_posted_from_the_list(hall: Hall, issuer: Client) -> None:
    office = build_office(hall)
    draft = office.filled()
    parcels.choose_post(draft.id, HOME, by=office.clerk, at=ten(4))
    filing.receive(draft.id, by=office.clerk, at=ten(5))
    filing.accept(draft.id, by=office.clerk, at=ten(6))
    for actor in (office.handler, office.reviewer, office.approver):
        office.do(actor, draft.id)
    deciding.certify(draft.id, by=HOUSE, at=ten(60))
    assert "待寄出" in text(issuer, "/office/parcels/")
    manager = as_role(hall, Role.HALL_MANAGER, "2009")
    assert manager.post(f"/office/parcels/post/{draft.id}").status_code == 403

    unprinted = issuer.post(f"/office/parcels/post/{draft.id}", follow=True)
    assert "请先登记纸质结果并打印" in unprinted.content.decode()
    printed(office, draft.id)

    for _ in range(2):
        assert issuer.post(f"/office/parcels/post/{draft.id}").status_code == 302

    (parcel,) = queries.parcels_of(f"case:{draft.id}")
    assert parcel.receiver == HOME.masked
    assert "待寄出" not in text(issuer, "/office/parcels/")
