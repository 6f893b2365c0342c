"""Custody over the API: the scans of a desk by barcode, in the hands of whoever's key it is."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import Caller, Own, code_of
from tests.api.test_cases import asked
from tests.builders import CITIZEN, OTHER_CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from tests.desk.test_intake import picture
from yimen.services.cases.models import Case
from yimen.services.cases.queries import custody
from yimen.services.cases.rules.custody import PaperState
from yimen.services.hall.actions import log_in

pytestmark = pytest.mark.django_db

ROOM = {"kind": "material_room"}


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def filed(system: Caller) -> str:
    return str(system.post("/cases", asked()).json()["number"])


def kept(caller: Caller, number: str, *keys: str, place: dict[str, Any] | None = None) -> list[str]:
    """Barcodes of originals that are kept."""
    body = {"materials": keys or ["id"], "place": place or ROOM}
    made = caller.post(f"/cases/{number}/papers", body)
    assert made.status_code == 200, made.content
    return [str(each["barcode"]) for each in made.json()]


def test_an_original_is_registered_once_and_goes_from_hand_to_hand_by_two_scans(
    system: Caller, office: Office, own: Own
) -> None:
    clerk, handler = own(office.clerk), own(office.handler)
    (code,) = kept(clerk, number := filed(system))
    assert kept(clerk, number) == [code]
    department = {"kind": "department", "id": office.department_id}

    shelved = clerk.post(f"/papers/{code}/shelve", {"shelf": "A-3"}).json()
    given = clerk.post(f"/papers/{code}/give", {"target": department}).json()
    too_early = clerk.post(f"/papers/{code}/take", {"place": ROOM})
    taken = handler.post(f"/papers/{code}/take", {"place": department}).json()

    assert shelved["shelf"] == "A-3"
    assert (given["state"], given["target"]) == ("on_the_way", department)
    assert code_of(too_early) == "cases.paper_elsewhere"
    assert (taken["state"], taken["place"]) == ("here", department)
    scans = handler.get(f"/papers/{code}").json()["scans"]
    assert [(each["event"], each["actor"]) for each in scans] == [
        ("register", f"staff:{office.clerk.label}"),
        ("shelve", f"staff:{office.clerk.label}"),
        ("give", f"staff:{office.clerk.label}"),
        ("take", f"staff:{office.handler.label}"),
    ]


def test_a_place_tells_what_lies_there_what_is_coming_and_where_it_goes(
    system: Caller, office: Office, own: Own
) -> None:
    clerk, issuer = own(office.clerk), own(office.issuer)
    first, second = kept(clerk, filed(system), "id", "lease")
    clerk.post(f"/papers/{second}/give", {"target": {"kind": "issue_window"}})

    mine = issuer.get("/papers/places").json()
    room = issuer.get("/papers?kind=material_room").json()
    window = issuer.get("/papers?kind=issue_window").json()
    back = clerk.post(f"/papers/{second}/call-back").json()

    assert [each["kind"] for each in mine] == ["material_room", "issue_window"]
    assert [each["barcode"] for each in room["lying"]] == [first, second]
    assert [each["barcode"] for each in window["coming"]] == [second]
    assert {"department", "issue_window"} <= {each["kind"] for each in room["targets"]}
    assert (back["state"], back["place"]["kind"]) == ("here", "material_room")


def test_a_count_says_what_is_missing_and_it_can_be_found(
    system: Caller, office: Office, own: Own
) -> None:
    clerk = own(office.clerk)
    first, second = kept(clerk, filed(system), "id", "lease")
    place = {"place": ROOM}

    begun = clerk.post("/papers/count", {**place}).json()
    scanned = clerk.post("/papers/count", {**place, "barcode": first}).json()
    again = clerk.post("/papers/count", {**place, "barcode": first}).json()
    closed = clerk.post("/papers/count/close", place).json()
    late = clerk.post("/papers/count", {**place, "barcode": second})
    found = clerk.post(f"/papers/{second}/find", place).json()

    assert (begun["expected"], begun["seen"]) == (2, 0)
    assert (scanned["seen"], again["seen"]) == (1, 1)
    assert [each["barcode"] for each in closed["missing"]] == [second]
    assert closed["closed_at"] is not None
    assert code_of(late) == "cases.count_closed"
    assert found["state"] == "here"


def test_originals_go_back_to_who_may_take_them_signed_for_and_once(
    system: Caller, office: Office, own: Own
) -> None:
    log_in(office.hall.windows[1], centre_id=office.hall.centre_id, by=office.clerk, at=ten())
    window = {"kind": "window", "id": office.hall.windows[1]}
    clerk = own(office.clerk)
    codes = kept(clerk, filed(system), "id", "lease", place=window)

    def form(number: str = CITIZEN) -> dict[str, Any]:
        drawn = SimpleUploadedFile("s.png", picture())
        return {"barcodes": codes, "number": number, "name": "演示张三", "signature": drawn}

    stranger = clerk.form("/papers/give-back", form(OTHER_CITIZEN))
    elsewhere = own(office.colleague).form("/papers/give-back", form())
    given = clerk.form("/papers/give-back", form(), Idempotency_Key="g1")
    again = clerk.form("/papers/give-back", form(), Idempotency_Key="g1")
    twice = clerk.form("/papers/give-back", form())

    assert code_of(stranger) == "cases.not_the_taker"
    assert code_of(elsewhere) == "cases.paper_elsewhere"
    assert (given.status_code, given.json()["taken"]["taker"]) == (201, "applicant")
    assert (again.status_code, again.json()) == (200, given.json())
    assert code_of(twice) == "cases.paper_move_not_allowed"
    assert {custody.paper(code).state for code in codes} == {PaperState.GONE}


def test_what_is_not_on_paper_has_no_barcode(system: Caller, office: Office, own: Own) -> None:
    number = filed(system)

    for key in ("photo", "none"):
        answer = own(office.clerk).post(
            f"/cases/{number}/papers", {"materials": [key], "place": ROOM}
        )
        assert code_of(answer) == "cases.material_not_found"


def test_nobody_scans_where_they_have_no_business(system: Caller, office: Office, own: Own) -> None:
    number = filed(system)
    (code,) = kept(own(office.clerk), number)
    clerk = own(office.clerk)

    for place in (
        {"kind": "issue_window"},
        {"kind": "department", "id": office.department_id},
        {"kind": "window", "id": office.hall.windows[2]},
        {"kind": "material_room", "id": 7},
    ):
        body = {"materials": ["lease"], "place": place}
        assert code_of(clerk.post(f"/cases/{number}/papers", body)) == "not_allowed"
        assert code_of(clerk.post("/papers/count", {"place": place})) == "not_allowed"
    nowhere = clerk.post(
        f"/papers/{code}/give", {"target": {"kind": "window", "id": office.hall.windows[2]}}
    )
    assert code_of(nowhere) == "cases.route_not_allowed"
    assert code_of(system.get(f"/papers/{code}")) == "cases.paper_not_found"
    assert code_of(system.get("/papers/places")) == "not_allowed"


def test_another_centre_s_paper_is_not_found(system: Caller, office: Office, own: Own) -> None:
    clerk = own(office.clerk)
    (code,) = kept(clerk, filed(system))
    Case.objects.update(centre_id=0)

    answers = [
        clerk.get(f"/papers/{code}"),
        clerk.post(f"/papers/{code}/take", {"place": ROOM}),
        clerk.post(f"/papers/{code}/give", {"target": {"kind": "issue_window"}}),
        clerk.post(f"/papers/{code}/shelve", {"shelf": ""}),
        clerk.post(f"/papers/{code}/find", {"place": ROOM}),
        clerk.post(f"/papers/{code}/call-back"),
        clerk.post("/papers/count", {"place": ROOM, "barcode": code}),
    ]

    assert {code_of(each) for each in answers} == {"cases.paper_not_found"}
